"""Code-point positions of byte positions."""

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.jit import inlined, kernel

__all__ = ["char_positions", "count_chars"]


@inlined
def count_chars(text: Bytes) -> int:
    """Code points in UTF-8; a slice, whose indices cannot be negative, is counted in lanes."""
    count = 0
    for i in range(text.shape[0]):
        count += (text[i] & 0xC0) != 0x80
    return count


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
        chars += count_chars(text[at:start])
        char_starts[row] = chars
        chars += count_chars(text[start:end])
        char_ends[row] = chars
        at = end
