"""True pairs drawn by a MinHash of their own: what every run can afford.

Texts are put together by the minima of a few permutations that the run itself does not use.  Two
texts come together with probability Jaccard**rows exactly, so a pair that did is kept with
probability (floor / Jaccard)**rows: every true pair is as likely as any other to be in the sample,
whether the run found it or not.  Of a large corpus, some of the groups; of many pairs, evenly spaced
ones.

Joining a sample of texts with all others would need no such argument, but looks at two thousand
texts for 2.6 microseconds a text of the run, and finds two hundred true pairs among half a million
texts where this takes .15 and finds three thousand.
"""

import math

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Doubles, Flags, Ints, Keys, Longs
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.overlap import overlaps, reachable
from dedup.stages.audit.sample import Sample, codes, mixed
from dedup.storage.spill import Parts

__all__ = ["audit_seed", "minwise", "rows_for"]

# A pair at the floor comes together with about this probability; more rows, fewer unrelated pairs.
AT_FLOOR, MOST_ROWS = 0.1, 8

# So many of the pairs that came together are scored.
MOST_PAIRS = 1 << 16

OTHER = 0x5DEECE66


def rows_for(similarity: float) -> int:
    """How many permutations put texts together."""
    if similarity == 1.0:
        return MOST_ROWS
    return max(1, min(MOST_ROWS, int(math.log(AT_FLOOR) / math.log(similarity))))


def audit_seed(seed: int) -> int:
    """The seed of the permutations of an audit, never that of the run."""
    return seed ^ OTHER


def minwise(keys: pa.Table, texts: Parts, similarity: float, seed: int) -> Sample:
    """An equal-probability sample of the pairs of texts at or above the floor.

    Args:
        keys: BANDS of one band, of `rows_for(similarity)` rows under `audit_seed(seed)`.
        texts: TEXTS.
        similarity: the floor.
        seed: of the run.
    """
    left, right, group = met(values(keys, "text"), values(keys, "0"))
    n_texts = len(np.union1d(left, right))
    jaccard = scores(texts, left, right, similarity)
    kept = (jaccard >= similarity) & thinned(codes(left, right), jaccard, similarity, seed)
    weight = np.ones(int(kept.sum()))
    pairs = left[kept], right[kept], jaccard[kept], group[kept]
    return Sample(*pairs, weight, n_texts, "min-wise sample of pairs, exact Jaccard", seed)


def met(rows: Ints, keys: Keys) -> tuple[Ints, Ints, Longs]:
    """The pairs of texts with equal keys, at most MOST_PAIRS, and the group of each; left ascends."""
    scratch = np.empty_like(keys), np.empty_like(rows), np.empty(COUNTS, np.int64)
    sort_by_key(keys, rows, *scratch)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    sizes = np.diff(np.append(starts, len(keys)))
    ends = np.cumsum(sizes * (sizes - 1) // 2)
    total = int(ends[-1]) if len(ends) else 0
    n = min(total, MOST_PAIRS)
    numbers = ((np.arange(n) + 0.5) * (total / max(1, n))).astype(np.int64)
    group = np.searchsorted(ends, numbers, side="right")
    first, second = places(numbers - ends[group] + sizes[group] * (sizes[group] - 1) // 2)
    pairs = np.sort([rows[starts[group] + first], rows[starts[group] + second]], axis=0)
    order = np.argsort(codes(pairs[0], pairs[1]))
    return pairs[0][order], pairs[1][order], group[order]


def places(numbers: Longs) -> tuple[Longs, Longs]:
    """The two members that pair number 0, 1, ... of a group joins: (0, 1), (0, 2), (1, 2), ..."""
    second = ((1 + np.sqrt(1 + 8 * numbers.astype(np.float64))) / 2).astype(np.int64)
    second -= second * (second - 1) // 2 > numbers
    second += second * (second + 1) // 2 <= numbers
    return numbers - second * (second - 1) // 2, second


def scores(texts: Parts, left: Ints, right: Ints, similarity: float) -> Doubles:
    """The exact Jaccard of each pair; 0 for those that cannot reach the floor."""
    rows = np.union1d(left, right)
    named = texts.take(rows)
    ends = np.searchsorted(rows, np.stack([left, right])).astype(np.int32)
    near = reachable(named, ends[0], ends[1], similarity)
    jaccard = np.zeros(len(left))
    jaccard[near] = overlaps(named, ends[0][near], ends[1][near]).jaccard
    return jaccard


def thinned(pairs: Longs, jaccard: Doubles, similarity: float, seed: int) -> Flags:
    """Which pairs are kept so that all are equally likely, however alike they are."""
    chance = (similarity / np.maximum(jaccard, similarity)) ** rows_for(similarity)
    drawn = mixed(pairs.astype(np.uint64), seed) / 2.0**64
    kept: Flags = drawn < chance
    return kept
