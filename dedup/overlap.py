"""Exact Jaccard and containment of pairs of normalized texts, by their sets of shingles.

One text counts as contained in another when enough of its shingles are found there, and both are of
a length for which that means something: it has at least 20 code points, and the other a quarter more
than it.  A text of fewer than 44 must be there whole, and make up at least a quarter of the other.
So "he said on Tuesday" is in nothing, and "the state of the union" not in every speech.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.kernels.arrays import Doubles, Flags, Ints, Longs, Scores
from dedup.kernels.overlap import (
    BITMAP_WORDS,
    Outlines,
    Slots,
    Tables,
    may_reach,
    outline_texts,
    shared_shingles,
)
from dedup.kernels.shingle import WIDTH
from dedup.kernels.winnow import enough_contained, point_counts

__all__ = [
    "Overlaps", "contained", "lengths_of", "near", "outlines_in", "outlines_of", "overlaps", "reachable",
]  # fmt: skip


class Overlaps(NamedTuple):
    """For each pair: shingles in both, in the left text, in the right text."""

    shared: Doubles
    left: Doubles
    right: Doubles

    @property
    def jaccard(self) -> Doubles:
        """Shared shingles over all shingles."""
        return self.shared / (self.left + self.right - self.shared)


def overlaps(texts: pa.Table, left: Ints, right: Ints) -> Overlaps:
    """The overlap of the texts left[i] and right[i] (rows of TEXTS); fastest with sorted `left`."""
    data, offsets = bytes_of(texts, "normalized")
    room = longest_of(offsets, left, right)
    tables = Tables(empty_slots(room), empty_slots(room), np.empty(room, np.uint64))
    sizes, shared = np.zeros(len(offsets), np.int32), np.empty(len(left), np.int32)
    shared_shingles(data, offsets, left, right, tables, sizes, shared)
    counts = (shared, sizes[left], sizes[right])
    return Overlaps(*(count.astype(np.float64) for count in counts))


def contained(
    texts: pa.Table, left: Ints, right: Ints, found: Overlaps, containment: float
) -> Flags:
    """Whether the shorter text of each pair is contained in the other to that share; never with 0."""
    if containment == 0.0:
        return np.zeros(len(left), np.bool_)
    lengths, enough = lengths_of(texts), np.empty(len(left), np.bool_)
    share = found.shared / np.where(lengths[left] < lengths[right], found.left, found.right)
    enough_contained(left, right, lengths, share, containment, enough)
    return enough


def lengths_of(texts: pa.Table, column: str = "normalized") -> Ints:
    """How many code points each text of a column has."""
    data, offsets = bytes_of(texts, column)
    counts = np.empty(texts.num_rows, np.int32)
    point_counts(data, offsets, counts)
    return counts


def near(jaccard: Scores, similarity: float) -> Flags:
    """Which verified pairs are near-duplicates; the others are there by containment alone."""
    reached: Flags = jaccard >= np.float32(similarity)
    return reached


def reachable(
    outlines: Outlines, left: Ints, right: Ints, floor: float, containment: float = 0.0
) -> Flags:
    """Which of these pairs may have a Jaccard of `floor`, or be `contained`; never false for one."""
    kept = np.empty(len(left), np.bool_)
    may_reach(left, right, floor, containment, outlines, kept)
    return kept


def outlines_of(some: Iterable[tuple[pa.Table, Ints]], n_texts: int) -> Outlines:
    """The outlines of some texts of several tables, given with the rows, numbered as they come."""
    made = np.empty((n_texts, BITMAP_WORDS), np.uint64), *np.empty((2, n_texts), np.int32)
    start = 0
    for texts, rows in some:
        mine = slice(start, start + len(rows))
        data, offsets = bytes_of(texts, "normalized")
        room = longest_of(offsets, rows)
        scratch = np.empty(room, np.uint64), np.empty(room, np.uint32)
        outline_texts(data, offsets, rows, Outlines(*(column[mine] for column in made)), *scratch)
        start = mine.stop
    return Outlines(*made)


def outlines_in(texts: pa.Table) -> Outlines:
    """The outlines of all texts of one table."""
    every = np.arange(texts.num_rows, dtype=np.int32)
    return outlines_of([(texts, every)], len(every))


def longest_of(offsets: Longs, *several: Ints) -> int:
    """Bytes of the longest of some texts, and at least of one shingle."""
    sizes = (offsets[some + 1] - offsets[some] for some in several)
    return max(WIDTH, *(int(size.max(initial=0)) for size in sizes))


def empty_slots(longest: int) -> Slots:
    """A table for the shingles of a text of up to `longest` bytes, at most half full."""
    size = 1 << (2 * longest + 2).bit_length()
    nobody = np.full((2, size), -1, np.int32)
    return Slots(np.empty(size, np.uint64), nobody[0], nobody[1])
