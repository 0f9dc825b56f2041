"""Moving and numbering rows of bytes."""

import numpy as np

from dedup.kernels.arrays import Bytes, Ints, Keys, Longs
from dedup.kernels.jit import kernel

__all__ = ["copy_rows", "number_rows"]


@kernel
def copy_rows(data: Bytes, starts: Longs, ends: Longs, out: Bytes, to: int) -> int:
    """Write the slices data[starts[i]:ends[i]] one after another from out[to]; returns the end."""
    for i in range(starts.shape[0]):
        row = data[starts[i] : ends[i]]
        room = out[to : to + row.shape[0]]
        for at in range(row.shape[0]):
            room[at] = row[at]
        to += row.shape[0]
    return to


@kernel
def number_rows(high: Keys, low: Keys, numbers: Ints, firsts: Longs, slots: Ints) -> int:
    """numbers[i]: which distinct (high, low) row i holds, counted in order of first appearance.

    firsts[k] is the row where number k appeared first; `slots` is filled with -1, its size a power
    of two above twice the number of rows.  Returns how many distinct rows there are.
    """
    mask, n = slots.shape[0] - 1, 0
    for i in range(high.shape[0]):
        at = np.int64(low[i] >> np.uint64(1)) & mask
        while slots[at] >= 0:
            first = firsts[slots[at]]
            if high[first] == high[i] and low[first] == low[i]:
                break
            at = (at + 1) & mask
        if slots[at] < 0:
            slots[at] = n
            firsts[n] = i
            n += 1
        numbers[i] = slots[at]
    return n
