"""Moving and numbering rows of bytes."""

import numpy as np

from dedup.kernels.arrays import Bytes, Ints, Keys, Longs
from dedup.kernels.jit import kernel

__all__ = ["copy_rows", "first_rows", "new_rows", "number_rows"]


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
def first_rows(high: Keys, low: Keys, rows: Ints, slots: Ints, first: Ints) -> None:
    """first[rows[i]]: the first row whose (high, low) equals that of row rows[i]; `rows` ascends.

    `slots` is filled with -1, its size a power of two above twice the number of rows.
    """
    mask = slots.shape[0] - 1
    for i in range(high.shape[0]):
        at = np.int64(low[i] >> np.uint64(1)) & mask
        while slots[at] >= 0 and not (high[slots[at]] == high[i] and low[slots[at]] == low[i]):
            at = (at + 1) & mask
        if slots[at] < 0:
            slots[at] = i
        first[rows[i]] = rows[slots[at]]


@kernel
def number_rows(first: Ints, counts: Ints) -> int:
    """first[i], the first row equal to row i, becomes its number in order of first appearance.

    Returns how many distinct rows there are, and fills counts[j] with how many rows got number j.
    """
    n = 0
    for i in range(first.shape[0]):
        if first[i] == i:
            first[i], counts[n] = n, 1
            n += 1
        else:
            number = first[first[i]]
            first[i] = number
            counts[number] += 1
    return n


@kernel
def new_rows(numbers: Ints, met: int, rows: Ints) -> int:
    """Fill `rows` with where numbers met, met + 1, ... first stand; returns how many there are.

    Numbers were given in order of first appearance, and `met` of them before these.
    """
    n, number = 0, np.int64(met)
    for i in range(numbers.shape[0]):
        rows[n] = i
        is_new = numbers[i] == number
        n += is_new
        number += is_new
    return n
