"""Code-point positions of byte positions."""

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.jit import kernel

__all__ = ["char_positions"]


@kernel
def char_positions(
    text: Bytes, bases: Longs, starts: Longs, ends: Longs, char_starts: Longs, char_ends: Longs
) -> None:
    """Fill in where each span lies in code points, counted from its base.

    The spans text[starts[i]:ends[i]] are ordered and disjoint; bases[i] is the first byte of the
    article span i lies in.
    """
    base, at, chars = np.int64(-1), np.int64(0), np.int64(0)
    for row in range(starts.shape[0]):
        if bases[row] != base:
            base = at = bases[row]
            chars = np.int64(0)
        start, end = starts[row], ends[row]
        for i in range(at, start):
            chars += (text[i] & 0xC0) != 0x80
        char_starts[row] = chars
        for i in range(start, end):
            chars += (text[i] & 0xC0) != 0x80
        char_ends[row] = chars
        at = end
