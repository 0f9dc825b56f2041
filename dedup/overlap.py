"""Exact Jaccard and containment of pairs of normalized texts, by their sets of shingles."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.kernels.arrays import Doubles, Ints
from dedup.kernels.overlap import Slots, set_sizes, shared_shingles

__all__ = ["Overlaps", "overlaps"]


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
    met, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    longest = int((offsets[met + 1] - offsets[met]).max(initial=0))
    keys = np.empty(longest + 1, np.uint64)
    sizes, shared = np.empty(len(met), np.int32), np.empty(len(left), np.int32)
    set_sizes(data, offsets, met, empty_slots(longest), keys, sizes)
    shared_shingles(data, offsets, left, right, empty_slots(longest), keys, shared)
    both = sizes[place].astype(np.float64)
    return Overlaps(shared.astype(np.float64), both[: len(left)], both[len(left) :])


def empty_slots(longest: int) -> Slots:
    """A table for the shingles of a text of up to `longest` bytes, at most half full."""
    size = 1 << (2 * longest + 2).bit_length()
    nobody = np.full((2, size), -1, np.int64)
    return Slots(np.empty(size, np.uint64), nobody[0], nobody[1])
