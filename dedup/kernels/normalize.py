"""Normalized text, straight from UTF-8 bytes: one table lookup per code point.

`folds[cp]` holds what a code point becomes: up to four bytes of UTF-8 in its low half (first byte
lowest), their number, and flags; a separator becomes one space, what vanishes no byte.  A code point whose result depends
on its neighbors, or grows, is COMPLEX: its row is left to the caller.  0 means the caller has not
filled the entry yet.

ASCII, most of any European text, takes a shorter way: all of it is folded first, as many bytes at a
time as the processor has lanes; then rows are copied eight bytes at a time up to the next double
space.

In the folded copy two bytes that no UTF-8 has stand for what the caller found out: GONE for a byte
that vanishes, HARD for one that makes its row COMPLEX.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Flags, Ints, Longs
from dedup.kernels.bits import full_word_at, ones, put_word
from dedup.kernels.jit import inlined, kernel

__all__ = [
    "AHEAD",
    "BLOCK",
    "COMPLEX",
    "GONE",
    "HARD",
    "KNOWN",
    "LENGTH_SHIFT",
    "UNSPACED",
    "Source",
    "decode",
    "fold_ascii",
    "is_ascii",
    "normalize_rows",
    "unknown_codepoints",
]

LENGTH_SHIFT = 32
UNSPACED = 1 << 40
COMPLEX = 1 << 41
KNOWN = 1 << 42
GONE, HARD = 0xFE, 0xFF

U8, U64, ZERO = np.uint8, np.uint64, np.uint64(0)
SPACE, BLOCK, PAGE = 32, 64, 2048
AHEAD = 8  # bytes that are written at once, some of them to be written again
ONE_BYTE = 1 << LENGTH_SHIFT
SPACES = U64(0x2020202020202020)
LOW_BITS, HIGH_BITS = U64(0x7F7F7F7F7F7F7F7F), U64(0x8080808080808080)


class Source(NamedTuple):
    """What rows are cut from: UTF-8, what fold_ascii made of data[first:], and the table."""

    data: Bytes
    folded: Bytes
    first: int
    folds: Longs


@inlined
def decode(data: Bytes, at: int, lead: int) -> int:
    """The code point whose UTF-8 starts at `at` with the byte `lead` >= 0x80."""
    second = np.int64(data[at + 1]) & 0x3F
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | second
    third = np.int64(data[at + 2]) & 0x3F
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | second << 6 | third
    return (lead & 0x07) << 18 | second << 12 | third << 6 | (np.int64(data[at + 3]) & 0x3F)


@inlined
def is_ascii(text: Bytes) -> bool:
    """Whether all bytes are ASCII; `seen` is kept to eight bits, or numba would use fewer lanes."""
    seen = U8(0)
    for i in range(text.shape[0]):
        seen = U8(seen | text[i])
    return seen < U8(0x80)


@inlined
def collect(
    data: Bytes, at: int, until: int, folds: Longs, met: Flags, found: Longs, n: int
) -> tuple[int, int]:
    """Collect from the code points that begin in data[at:until]; returns where it ends, and n."""
    while at < until:
        lead = np.int64(data[at])
        if lead < 0x80:
            at += 1
            continue
        cp = decode(data, at, lead)
        found[n] = cp
        n += folds[cp] == 0 and not met[cp]
        met[cp] = True
        at += 2 + (lead >= 0xE0) + (lead >= 0xF0)
    return at, n


@kernel
def unknown_codepoints(
    data: Bytes, start: int, end: int, folds: Longs, met: Flags, found: Longs
) -> int:
    """Collect the code points of valid UTF-8 `data[start:end]` whose entry is 0; returns how many.

    `met` has a flag for each code point; one whose flag is set is passed over, so that each is
    collected once.  Stops when `found` is nearly full.  ASCII is left out: its entries are not used.
    `folds` is only read: other threads use it.
    """
    n, at, page = np.int64(0), np.int64(start), np.int64(start)
    while at < end and n + BLOCK <= found.shape[0]:
        if at >= page:
            page = min(at + PAGE, end)
            if is_ascii(data[at:page]):
                at = page
                continue
        until = min(at + BLOCK, end)
        if is_ascii(data[at:until]):
            at = until
            continue
        at, n = collect(data, at, until, folds, met, found, n)
    return n


@kernel
def fold_ascii(text: Bytes, folded: Bytes) -> None:
    """ASCII letters become small, digits stay, other ASCII becomes a space; bytes above stay."""
    for i in range(text.shape[0]):
        byte = text[i]
        small = U8(byte | U8(0x20))
        letter, digit = U8(small - U8(97)) < U8(26), U8(byte - U8(48)) < U8(10)
        other = byte if digit | (byte >= U8(0x80)) else U8(SPACE)
        folded[i] = small if letter else other


@inlined
def spaces_in(word: np.uint64) -> np.uint64:
    """The high bit of each of eight ASCII bytes that is a space."""
    return ~U64((word ^ SPACES) + LOW_BITS) & HIGH_BITS


@inlined
def copy_word(folded: Bytes, i: int, last: int, out: Bytes, to: int) -> tuple[int, int, int]:
    """Copy eight ASCII bytes behind the byte `last`, or as many as come before a second space.

    Returns how many are done with, how many are written, and how many words begin in them; nothing
    is done with when one is not ASCII.
    """
    word = full_word_at(folded, i)
    if word & HIGH_BITS != ZERO:
        return 0, 0, 0
    put_word(out, to, word)
    spaces = spaces_in(word)
    before = spaces << U64(8) | U64(last == SPACE) << U64(7)
    starts, doubled = ~spaces & before & HIGH_BITS, spaces & before
    if doubled == ZERO:
        return 8, 8, ones(starts)
    until = U64((doubled & U64(~doubled + U64(1))) - U64(1))
    kept = ones(until) >> 3
    return kept + 1, kept, ones(starts & until)


@inlined
def fold_at(source: Source, at: int) -> tuple[int, int]:
    """The entry of the code point that begins at `at`, and how many bytes it takes."""
    lead = np.int64(source.folded[at - source.first])
    if lead < 0x80:
        return ONE_BYTE | lead, 1
    if lead >= GONE:
        return KNOWN if lead == GONE else COMPLEX, 1
    return source.folds[decode(source.data, at, lead)], 2 + (lead >= 0xE0) + (lead >= 0xF0)


@inlined
def normalize_row(source: Source, at: int, end: int, out: Bytes, to: int) -> tuple[int, int]:
    """Write one row from out[to]; returns where it ends and its words, -1 for a COMPLEX row."""
    first, count, last = to, 0, np.int64(SPACE)
    while at < end:
        if at + 8 <= end:
            done, written, words = copy_word(source.folded, at - source.first, last, out, to)
            at, to, count = at + done, to + written, count + words
            if done > 0:
                last = np.int64(source.folded[at - source.first - 1])
                continue
        fold, width = fold_at(source, at)
        if fold & COMPLEX:
            return first, -1
        count += (fold & UNSPACED != 0) & (last != SPACE)
        for _ in range(fold >> LENGTH_SHIFT & 0xFF):
            # No branch: word ends come every few bytes and would be guessed wrong.
            byte = fold & 0xFF
            out[to] = byte
            to += (byte != SPACE) | (last != SPACE)
            count += (byte != SPACE) & (last == SPACE)
            last = byte
            fold >>= 8
        at += width
    return to - (to > first and out[to - 1] == SPACE), count


@kernel
def normalize_rows(
    source: Source, starts: Longs, ends: Longs, out: Bytes, out_ends: Longs, words: Ints
) -> int:
    """Normalize the rows `source.data[starts[i]:ends[i]]`, one after another, into `out`.

    out_ends[i] is where row i ends in `out`; words[i] its number of words, or -1 for a COMPLEX row,
    which is left empty.  `out` has room for the rows and one byte more; of rows that are in order
    and do not overlap it may be the memory of the folded text, from AHEAD bytes before it on.  Every
    code point above ASCII must be known.  Returns the number of complex rows.
    """
    to, n_complex = np.int64(0), 0
    for row in range(starts.shape[0]):
        to, count = normalize_row(source, np.int64(starts[row]), np.int64(ends[row]), out, to)
        out_ends[row], words[row] = to, count
        n_complex += count < 0
    return n_complex
