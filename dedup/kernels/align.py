"""Words of two texts aligned: the longest common subsequence, its figures, and the diff in one line.

Of the equally long alignments it takes the one that rapidfuzz's Indel editops takes, so either may
stand in for the other.  A pair is left to the caller (NOT_HERE) when one of its texts has a letter
of a script written without spaces, or when both are so long that the table would be large.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.normalize import decode

__all__ = ["NOT_HERE", "Scratch", "Words", "diff_rows", "edit_rows"]

NOT_HERE = -1
U64 = np.uint64
ALL = U64(0xFFFFFFFFFFFFFFFF)
FNV_START, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
SPACE = 32
# Two bytes before the words and two behind, the first one lowest: [- -] and {+ +}
DELETED, INSERTED = np.int64(0x5D2D2D5B), np.int64(0x7D2B2B7B)


class Words(NamedTuple):
    """Where each word of a text starts and ends, its partner or -1, and the hash of its bytes."""

    start: Longs
    end: Longs
    partner: Longs
    key: Keys


class Scratch(NamedTuple):
    """Room for the words of two texts, half as many as bytes, and for the table of their lengths."""

    old: Words
    new: Words
    table: Keys


@inlined
def is_space(cp: int) -> bool:
    """Whether `cp` is white space as Python's str.split() sees it."""
    if cp < 0x80:
        return cp == SPACE or 9 <= cp <= 13 or 28 <= cp <= 31
    if cp < 0x2000:
        return cp == 0x85 or cp == 0xA0 or cp == 0x1680
    return (
        cp <= 0x200A or cp == 0x2028 or cp == 0x2029 or cp == 0x202F or cp == 0x205F or cp == 0x3000
    )


@inlined
def is_unspaced(cp: int) -> bool:
    """Whether `cp` is a letter of a script written without spaces, as dedup.words has them."""
    if cp < 0x2E80:
        return 0xE00 <= cp <= 0xEFF or 0x1000 <= cp <= 0x109F or 0x1780 <= cp <= 0x17FF
    return cp <= 0x9FFF or 0xF900 <= cp <= 0xFAFF or 0x20000 <= cp <= 0x3FFFF


@inlined
def split(data: Bytes, start: int, end: int, words: Words) -> int:
    """Find the words of data[start:end]; returns how many, or NOT_HERE."""
    n, inside, at = 0, False, start
    key = FNV_START
    while at < end:
        cp = np.int64(data[at])
        width = 1
        if cp >= 0x80:
            width = 2 + (cp >= 0xE0) + (cp >= 0xF0)
            cp = decode(data, at, cp)
            if is_unspaced(cp):
                return NOT_HERE
        if is_space(cp):
            if inside:
                words.end[n], words.key[n] = at, key
                n += 1
            inside = False
        else:
            if not inside:
                words.start[n], key, inside = at, FNV_START, True
            key = np.uint64((key ^ np.uint64(cp)) * FNV_PRIME)
        at += width
    if inside:
        words.end[n], words.key[n] = end, key
        n += 1
    return n


@inlined
def matches(keys: Keys, key: np.uint64) -> np.uint64:
    """Bit i: whether keys[i] is `key`; there are up to 64."""
    found = U64(0)
    for i in range(keys.shape[0]):
        found |= U64(keys[i] == key) << U64(i)
    return found


@inlined
def fill(old: Keys, new: Keys, width: int, table: Keys) -> None:
    """Bit col of row r of `table`: whether old[col] adds nothing to a common subsequence.

    That is, the longest one of new[:r] and old[:col] is as long as with old[:col + 1].  A row has
    `width` words, the next follows by one addition (Crochemore et al. 2001; Hyyro 2004).
    """
    for word in range(width):
        table[word] = ALL
    for row in range(new.shape[0]):
        carry = U64(0)
        for word in range(width):
            before = table[row * width + word]
            match = before & matches(old[64 * word : 64 * word + 64], new[row])
            half = U64(before + match)
            total = U64(half + carry)
            carry = U64(half < before) | U64(total < half)
            table[(row + 1) * width + word] = total | (before & ~match)


@inlined
def adds_nothing(table: Keys, width: int, row: int, col: int) -> bool:
    """Bit `col` of a row."""
    return table[row * width + (col >> 6)] >> U64(col & 63) & U64(1) != U64(0)


@inlined
def trace(old: Words, first: int, n: int, m: int, width: int, table: Keys) -> None:
    """Set the partner of every old word between the common ends, following the table back."""
    row, col = m, n
    while row > 0 and col > 0:
        if adds_nothing(table, width, row, col - 1):
            col -= 1
            continue
        row -= 1
        if adds_nothing(table, width, row, col - 1):
            col -= 1
            old.partner[first + col] = first + row


@inlined
def align(old: Words, n_old: int, new: Words, n_new: int, table: Keys) -> int:
    """Set old.partner; returns 0, or NOT_HERE when the table is too small."""
    for i in range(n_old):
        old.partner[i] = -1
    head, tail, shorter = 0, 0, min(n_old, n_new)
    while head < shorter and old.key[head] == new.key[head]:
        old.partner[head] = head
        head += 1
    while tail < shorter - head and old.key[n_old - 1 - tail] == new.key[n_new - 1 - tail]:
        tail += 1
        old.partner[n_old - tail] = n_new - tail
    n, m = n_old - head - tail, n_new - head - tail
    if n > 0 and m > 0:
        width = (n + 63) // 64
        if width * (m + 1) > table.shape[0]:
            return NOT_HERE
        fill(old.key[head : head + n], new.key[head : head + m], width, table)
        trace(old, head, n, m, width, table)
    return 0


@kernel
def edit_rows(
    data: Bytes, offsets: Longs, left: Ints, right: Ints, scratch: Scratch, figures: Ints
) -> None:
    """figures[p]: words kept, longest run of words kept, and words of both texts of a pair.

    The texts are data[offsets[t]:offsets[t + 1]]; a pair NOT_HERE has -1 for its words kept.
    """
    old, new, table = scratch.old, scratch.new, scratch.table
    for p in range(left.shape[0]):
        n_old = split(data, offsets[left[p]], offsets[left[p] + 1], old)
        n_new = split(data, offsets[right[p]], offsets[right[p] + 1], new)
        figures[p, 0] = NOT_HERE
        if n_old < 0 or n_new < 0 or align(old, n_old, new, n_new, table) < 0:
            continue
        kept, run, most = 0, 0, 0
        for i in range(n_old):
            if old.partner[i] < 0:
                run = 0
                continue
            follows = i > 0 and old.partner[i] == old.partner[i - 1] + 1
            kept, run = kept + 1, run + 1 if follows else 1
            most = max(most, run)
        figures[p, 0], figures[p, 1], figures[p, 2] = kept, most, n_old + n_new


@inlined
def put(data: Bytes, words: Words, first: int, last: int, out: Bytes, to: int) -> int:
    """Write words[first:last] with a space between; returns where they end."""
    for i in range(first, last):
        if i > first:
            out[to] = SPACE
            to += 1
        for at in range(words.start[i], words.end[i]):
            out[to] = data[at]
            to += 1
    return to


@inlined
def put_marked(
    data: Bytes,
    words: Words,
    first: int,
    last: int,
    marks: int,
    out: Bytes,
    to: int,
) -> int:
    """Write words[first:last] between marks; returns where they end."""
    out[to], out[to + 1] = marks & 0xFF, marks >> 8 & 0xFF
    to = put(data, words, first, last, out, to + 2)
    out[to], out[to + 1] = marks >> 16 & 0xFF, marks >> 24
    return to + 2


@inlined
def put_diff(
    data: Bytes, old: Words, n_old: int, new: Words, n_new: int, out: Bytes, to: int
) -> int:
    """Write the alignment from out[to] as `kept [-old-]{+new+} kept`; returns where it ends."""
    first, i, j = to, np.int64(0), np.int64(0)
    while i < n_old or j < n_new:
        gone = i
        while gone < n_old and old.partner[gone] < 0:
            gone += 1
        until = old.partner[gone] if gone < n_old else n_new
        if to > first:
            out[to] = SPACE
            to += 1
        if gone > i:
            to = put_marked(data, old, i, gone, DELETED, out, to)
        if until > j:
            to = put_marked(data, new, j, until, INSERTED, out, to)
        if gone > i or until > j:
            i, j = gone, until
            continue
        while i < n_old and old.partner[i] == j:
            i, j = i + 1, j + 1
        to = put(data, new, until, j, out, to)
    return to


@kernel
def diff_rows(
    data: Bytes,
    offsets: Longs,
    old_rows: Longs,
    new_rows: Longs,
    scratch: Scratch,
    out: Bytes,
    ends: Longs,
) -> int:
    """Write the diff of each pair of rows, one after another; returns where the last one ends.

    The texts are data[offsets[r]:offsets[r + 1]]; ends[p] is where pair p ends in `out`, or NOT_HERE.
    `out` has room for four times the bytes of every text of every pair, and 8 bytes a pair: marks
    and spaces cost at most five bytes a word, and every second byte is a word at most.
    """
    old, new, table = scratch.old, scratch.new, scratch.table
    to, n_old = np.int64(0), np.int64(0)
    for p in range(old_rows.shape[0]):
        i, j = old_rows[p], new_rows[p]
        # Pairs come sorted by the older text.
        if p == 0 or i != old_rows[p - 1]:
            n_old = split(data, offsets[i], offsets[i + 1], old)
        n_new = split(data, offsets[j], offsets[j + 1], new)
        if n_old < 0 or n_new < 0 or align(old, n_old, new, n_new, table) < 0:
            ends[p] = NOT_HERE
            continue
        to = put_diff(data, old, n_old, new, n_new, out, to)
        ends[p] = to
    return to
