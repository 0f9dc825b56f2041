"""TEXTS, VERIFIED -> QUALITY: the recall of this run, measured on a sample of its true pairs.

A pair is true when its exact Jaccard is at or above the floor, and found when the run verified it,
or met it in a crowd whose texts are in one group, where not all pairs are verified and listed.
Which true pairs are looked at is decided by hash, independent of how the run looks for them; see
`minwise` and `joined` for the two ways to draw them.  Texts below `min_words` are in no pair: they
are matched when they are equal, which folding never misses.

There is no row for precision: every pair that is reported has been scored exactly, so there is
nothing to estimate.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Doubles, Flags, Ints, Longs
from dedup.schemas import QUALITY
from dedup.stages.audit.interval import Trials, interval
from dedup.stages.audit.joined import Draw, joined
from dedup.stages.audit.minwise import audit_seed, minwise, rows_for
from dedup.stages.audit.sample import Sample, codes
from dedup.storage.spill import Parts

__all__ = ["Draw", "Sample", "audit", "audit_seed", "joined", "minwise", "rows_for"]


class Found(NamedTuple):
    """Which pairs were verified, and which were not because they are pairs of a crowd."""

    listed: Flags
    unlisted: Flags


def none(left: Ints, _: Ints) -> Flags:
    """There are no crowds."""
    return np.zeros(len(left), np.bool_)


def audit(
    unit: str,
    sample: Sample,
    verified: Parts,
    similarity: float,
    in_crowd: Callable[[Ints, Ints], Flags] = none,
) -> pa.Table:
    """A row for all pairs, then one for each similarity band from the floor up that holds any.

    Args:
        unit: what the texts are.
        sample: true pairs.
        verified: VERIFIED, or only its columns left and right; each part sorted.
        similarity: the floor.
        in_crowd: which pairs, of those not verified, the run met in a crowd.
    """
    found = found_of(sample, verified, in_crowd)
    edges = edges_from(similarity)
    bands = [(similarity, 1.0), *pairwise(edges)]
    rows = [row_of(sample, found, low, high) for low, high in bands]
    columns: dict[str, object] = {"metric": "recall", "unit": unit, "method": sample.method}
    columns |= {"n_sampled": sample.n_texts, "seed": sample.seed}
    several = [columns | row for row in (rows if len(rows) > 2 else rows[:1]) if row["n_true"]]
    return pa.Table.from_pylist(several, schema=QUALITY.schema)


def edges_from(similarity: float) -> list[float]:
    """The floor, the tenths above it, and 1."""
    tenths = [tenth / 10 for tenth in range(1, 10)]
    return [similarity, *(tenth for tenth in tenths if tenth > similarity), 1.0]


def found_of(sample: Sample, verified: Parts, in_crowd: Callable[[Ints, Ints], Flags]) -> Found:
    """Which pairs of the sample the run found, and how."""
    listed = is_listed(codes(sample.left, sample.right), verified)
    unlisted = np.zeros_like(listed)
    unlisted[~listed] = in_crowd(sample.left[~listed], sample.right[~listed])
    return Found(listed, unlisted)


def is_listed(pairs: Longs, verified: Parts) -> Flags:
    """Which pairs the run verified."""
    found = np.zeros(len(pairs), np.bool_)
    for part in verified.columns("left", "right"):
        there = codes(values(part, "left"), values(part, "right"))
        at = np.minimum(np.searchsorted(there, pairs), len(there) - 1)
        if len(there):
            found |= there[at] == pairs
    return found


def row_of(sample: Sample, found: Found, low: float, high: float) -> dict[str, float]:
    """The figures of one band; 1 belongs to the highest."""
    inside = (sample.jaccard >= low) & ((sample.jaccard < high) | (high == 1.0))
    group, weight = sample.group[inside], sample.weight[inside]
    unlisted = weight * found.unlisted[inside]
    trials = Trials(added(weight, group), added(weight * found.listed[inside] + unlisted, group))
    n_true, n_found = float(trials.true.sum()), float(trials.found.sum())
    ci_low, ci_high = interval(trials)
    return {
        "jaccard_low": low,
        "jaccard_high": high,
        "n_true": round(n_true),
        "n_found": round(n_found),
        "n_unlisted": round(float(unlisted.sum())),
        "estimate": n_found / n_true if n_true else 0.0,
        "ci_low": ci_low,
        "ci_high": ci_high,
    }


def added(weight: Doubles, group: Longs) -> Doubles:
    """The sum of the weights of each group."""
    _, at = np.unique(group, return_inverse=True)
    return np.bincount(at, weights=weight).astype(np.float64)
