"""Which texts of an index share phrases with a few new ones: its phrases lie sorted, the new ones gallop.

A phrase lies there with a mark of its text: bits of the text's hash, then its length.  So texts too
short or too long are passed over unread, and of a phrase of very many texts those with the least
hashes stand first, see `dedup.kernels.encounters`.  Which those are depends on all nights together,
so the phrases are counted first, `count_phrases`, and paired then, `meet_again`.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Hashes, Ints, Keys, Longs
from dedup.kernels.encounters import FEW
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.probe import first_at_least
from dedup.kernels.winnow import LONG, SHARED, may_contain

__all__ = [
    "LONGEST", "Counts", "Few", "Many", "Met", "count_phrases", "enough_met", "meet_again",
]  # fmt: skip

U64 = np.uint64
LAST_KEY = 0xFFFFFFFF

# The gallop begins where the last key was: phrases are asked for in thousands, and lie near.
HERE = U64(0)

# The lower bits of a mark hold a length up to this one; a longer text counts as one of it.
LONGEST = 0xFFF


class Few(NamedTuple):
    """Distinct keys, sorted; those of key i are of texts[bounds[i] : bounds[i + 1]] with these marks."""

    keys: Hashes
    bounds: Longs
    texts: Ints
    marks: Hashes


class Many(NamedTuple):
    """Keys of a night, sorted, then by mark; with the marks and the texts they are of."""

    keys: Hashes
    marks: Hashes
    texts: Ints


class Counts(NamedTuple):
    """Of each of the few keys how many texts there are, and the FEW least of their marks."""

    texts: Longs
    least: Hashes


class Met(NamedTuple):
    """Room for pairs, and for the length of the shorter text of each; skipped[0] were not looked at."""

    pairs: Keys
    shorter: Ints
    skipped: Longs


@inlined
def run_of(keys: Hashes, key: np.uint32, start: int) -> tuple[int, int]:
    """Where, from `start` on, the run of a key begins, and where it ends."""
    at = first_at_least(keys, key, start, HERE)
    if at == keys.shape[0] or keys[at] != key:
        return at, at
    if np.int64(key) == LAST_KEY:
        return at, keys.shape[0]
    return at, first_at_least(keys, np.uint32(np.int64(key) + 1), at, HERE)


@inlined
def insert(least: Hashes, mark: np.uint32) -> None:
    """Put a mark among the least ones, in order, if it belongs there."""
    at = least.shape[0]
    while at > 0 and mark < least[at - 1]:
        if at < least.shape[0]:
            least[at] = least[at - 1]
        at -= 1
    if at < least.shape[0]:
        least[at] = mark


@kernel
def count_phrases(few: Few, many: Many, counts: Counts) -> None:
    """Add to `counts` the texts of the many that have the keys of the few.

    counts.least has a row of FEW for each of these; without a text it holds the largest number.
    """
    at, end = 0, 0
    for i in range(few.keys.shape[0]):
        at, end = run_of(many.keys, few.keys[i], end)
        counts.texts[i] += end - at
        for j in range(at, min(end, at + FEW)):
            insert(counts.least[i], many.marks[j])


@inlined
def put(one: np.uint32, other: np.uint32, pair: np.uint64, met: Met, n: int) -> int:
    """Append a pair if one text of these marks may contain the other; returns the new n."""
    mine, its = np.int64(one) & LONGEST, np.int64(other) & LONGEST
    short, long = min(mine, its), max(mine, its)
    unknown = long == LONGEST and short >= LONG
    if not (unknown or may_contain(short, long)):
        return n
    if n < met.pairs.shape[0]:
        met.pairs[n], met.shorter[n] = pair, short
    return n + 1


@inlined
def leaders_among(few: Few, i: int, limit: int) -> int:
    """How many of the new texts of a key have a mark up to the limit."""
    n = 0
    for t in range(few.bounds[i], few.bounds[i + 1]):
        n += np.int64(few.marks[t]) <= limit
    return n


@inlined
def pair_run(few: Few, i: int, many: Many, at: int, end: int, limit: int, met: Met, n: int) -> int:
    """Append the pairs of one key of which a text has a mark up to the limit; returns the new n."""
    leaders = leaders_among(few, i, limit)
    size = few.bounds[i + 1] - few.bounds[i]
    for j in range(at, end):
        is_leader = np.int64(many.marks[j]) <= limit
        if not is_leader:
            met.skipped[0] += size - leaders
        if not is_leader and leaders == 0:
            met.skipped[0] += (end - j - 1) * size
            return n
        for t in range(few.bounds[i], few.bounds[i + 1]):
            if is_leader or np.int64(few.marks[t]) <= limit:
                pair = U64(many.texts[j]) << U64(32) | U64(few.texts[t])
                n = put(few.marks[t], many.marks[j], pair, met, n)
    return n


@kernel
def meet_again(few: Few, many: Many, limits: Hashes, first: int, met: Met) -> int:
    """Write first + old text << 32 | text for the texts of equal keys; returns how many there are.

    Of two texts one must have a mark up to the limit of the key, and one may contain the other.
    Pairs beyond the room in `met` are counted only.
    """
    n, at, end = 0, 0, 0
    met.skipped[0] = 0
    for i in range(few.keys.shape[0]):
        at, end = run_of(many.keys, few.keys[i], end)
        n = pair_run(few, i, many, at, end, np.int64(limits[i]), met, n)
    for p in range(min(n, met.pairs.shape[0])):
        met.pairs[p] += U64(first) << U64(32)
    return n


@kernel
def enough_met(pairs: Keys, shorter: Ints) -> int:
    """Move the pairs that occur often enough to the front, each once; returns how many.

    `pairs` is sorted, a pair once for each phrase shared, with the length of its shorter text.
    """
    n, first = 0, 0
    for i in range(1, pairs.shape[0] + 1):
        if i == pairs.shape[0] or pairs[i] != pairs[first]:
            if i - first >= shorter[first] // SHARED:
                pairs[n] = pairs[first]
                n += 1
            first = i
    return n
