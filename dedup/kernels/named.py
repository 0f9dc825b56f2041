"""The rows that pairs name, each once and in order, and the place of each among them.

A bit a row and a count a word tell both, so that the memory for a range of pairs does not grow with
the pairs, and hardly with the rows (rank of a bit vector: Jacobson 1989).
"""

import numpy as np

from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.bits import ones
from dedup.kernels.jit import inlined, kernel

__all__ = ["list_rows", "mark_rows", "place_rows"]

U64 = np.uint64
ONE, WORD_BITS, IN_WORD = U64(1), U64(6), U64(63)


@kernel
def mark_rows(rows: Ints, marks: Keys) -> None:
    """Set the bit of each row."""
    for i in range(rows.shape[0]):
        row = U64(rows[i])
        marks[row >> WORD_BITS] |= ONE << (row & IN_WORD)


@kernel
def list_rows(marks: Keys, before: Ints, rows: Ints) -> int:
    """Write the rows that are marked, and before[w], how many are in words before w; returns how many."""
    n = 0
    for word in range(marks.shape[0]):
        before[word] = n
        left = marks[word]
        while left != U64(0):
            lowest = left & (~left + ONE)
            rows[n] = np.int32(word * 64 + ones(lowest - ONE))
            left ^= lowest
            n += 1
    return n


@inlined
def place_of(row: np.uint64, marks: Keys, before: Ints) -> np.int32:
    """How many marked rows come before this one."""
    word = row >> WORD_BITS
    below = marks[word] & ((ONE << (row & IN_WORD)) - ONE)
    return np.int32(before[word] + ones(below))


@kernel
def place_rows(rows: Ints, marks: Keys, before: Ints, places: Ints) -> None:
    """places[i]: the place of rows[i], which is marked, among those that are listed."""
    for i in range(rows.shape[0]):
        places[i] = place_of(U64(rows[i]), marks, before)
