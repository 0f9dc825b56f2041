"""True pairs drawn by a MinHash of their own: what every run can afford.

Texts are put together by the minima of a few permutations that the run itself does not use; when
texts are few, several times.  Two texts come together with a probability that their Jaccard alone
decides, Jaccard**rows each time.  A pair that did is kept with the probability of a pair at the floor
over its own: so every true pair is as likely as any other to be in the sample, whether the run found
it or not.  Of a large corpus, some of the groups; of many pairs, evenly spaced ones.

Joining a sample of texts with all others would need no such argument, but looks at two thousand
texts for 2.6 microseconds a text of the run, and finds two hundred true pairs among half a million
texts where this takes .15 and finds three thousand.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Doubles, Ints, Keys, Longs
from dedup.kernels.join import Survivors, keep_seen_twice
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.overlap import outlines_in, overlaps, reachable
from dedup.stages.audit.sample import Sample, codes, mixed
from dedup.storage.spill import Parts

__all__ = ["audit_seed", "minwise", "rows_for"]

# A pair at the floor comes together with about this probability; more rows, fewer unrelated pairs.
AT_FLOOR, MOST_ROWS = 0.1, 8

# So many of the pairs that came together are scored.
MOST_PAIRS = 1 << 16

OTHER = 0x5DEECE66

HALF, BITS_PER_KEY = np.uint64(32), 8


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
        keys: BANDS of `rows_for(similarity)` rows under `audit_seed(seed)`.
        texts: TEXTS.
        similarity: the floor.
        seed: of the run.
    """
    bands = [name for name in keys.column_names if name != "text"]
    several = [met(values(keys, "text"), values(keys, band)) for band in bands]
    left, right, group = together(several)
    n_texts = len(np.union1d(left, right))
    jaccard = scores(texts, left, right, similarity)
    true = jaccard >= similarity
    left, right, group, jaccard = left[true], right[true], group[true], jaccard[true]
    chance = chances(similarity, similarity, several) / chances(jaccard, similarity, several)
    kept = mixed(codes(left, right).astype(np.uint64), seed) / 2.0**64 < chance
    pairs = left[kept], right[kept], jaccard[kept], group[kept]
    weight = np.ones(int(kept.sum()))
    return Sample(*pairs, weight, n_texts, "min-wise sample of pairs, exact Jaccard", seed)


class Met(NamedTuple):
    """Pairs that came together at one time, their groups, and the share of all that did."""

    left: Ints
    right: Ints
    group: Longs
    share: float


def chances(
    jaccard: float | Doubles, similarity: float, several: Sequence[Met]
) -> npt.NDArray[np.float64]:
    """The probability that two texts of this Jaccard came together, and were taken, at any time."""
    once = np.asarray(jaccard, np.float64) ** rows_for(similarity)
    never = np.ones_like(once)
    for one in several:
        never = never * (1 - one.share * once)
    return 1 - never


def together(several: Sequence[Met]) -> tuple[Ints, Ints, Longs]:
    """Each pair that came together, once, with the group of the first time; left ascends."""
    left, right = (np.concatenate([one[side] for one in several]) for side in (0, 1))
    group = np.concatenate([one.group << 8 | at for at, one in enumerate(several)])
    _, first = np.unique(codes(left, right), return_index=True)
    return left[first], right[first], group[first]


def met(rows: Ints, keys: Keys) -> Met:
    """The pairs of texts with equal keys; of more than MOST_PAIRS, evenly spaced ones."""
    rows, keys = seen_twice(rows, keys)
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
    return Met(pairs[0], pairs[1], group, n / max(1, total))


def seen_twice(rows: Ints, keys: Keys) -> tuple[Ints, Keys]:
    """The rows and keys but for most of the keys that are there once, which are nearly all."""
    room = len(keys) + 1
    kept = Survivors(np.empty(room, np.uint64), np.empty(room, np.int32))
    words = 1 << max(0, (BITS_PER_KEY * room).bit_length() - 6)
    marks = np.empty(words, np.uint64), np.empty(words, np.uint64)
    upper, every = (keys >> HALF).astype(np.uint32), np.arange(len(keys), dtype=np.int32)
    n = keep_seen_twice(upper, every, HALF, *marks, kept, 0)
    return rows[kept.texts[:n]], keys[kept.texts[:n]]


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
    near = reachable(outlines_in(named), ends[0], ends[1], similarity)
    jaccard = np.zeros(len(left))
    jaccard[near] = overlaps(named, ends[0][near], ends[1][near]).jaccard
    return jaccard
