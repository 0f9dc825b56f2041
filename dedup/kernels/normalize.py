"""Normalized text, straight from UTF-8 bytes: one table lookup per code point.

`folds[cp]` holds what a code point becomes: up to four bytes of UTF-8 in its low half (first byte
lowest), their number, and flags; a separator becomes one space.  A code point whose result depends
on its neighbors, or grows, is COMPLEX: its row is left to the caller.  0 means the caller has not
filled the entry yet.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Flags, Ints, Longs
from dedup.kernels.jit import inlined, kernel

__all__ = ["COMPLEX", "KNOWN", "LENGTH_SHIFT", "UNSPACED", "normalize_rows", "unknown_codepoints"]

LENGTH_SHIFT = 32
UNSPACED = 1 << 40
COMPLEX = 1 << 41
KNOWN = 1 << 42

SPACE = 32


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


@kernel
def unknown_codepoints(
    data: Bytes, start: int, end: int, folds: Longs, met: Flags, found: Longs
) -> int:
    """Collect the code points of valid UTF-8 `data[start:end]` whose entry is 0; returns how many.

    `met` has a flag for each code point; one whose flag is set is passed over, so that each is
    collected once.  Stops when `found` is full.  `folds` is only read: other threads use it.
    """
    n, at = 0, start
    while at < end and n < found.shape[0]:
        lead = np.int64(data[at])
        cp, width = lead, 1
        if lead >= 0x80:
            cp = decode(data, at, lead)
            width = 2 + (lead >= 0xE0) + (lead >= 0xF0)
        if folds[cp] == 0 and not met[cp]:
            met[cp] = True
            found[n] = cp
            n += 1
        at += width
    return n


@kernel
def normalize_rows(
    data: Bytes,
    starts: Longs,
    ends: Longs,
    folds: Longs,
    out: Bytes,
    out_ends: Longs,
    words: Ints,
) -> int:
    """Normalize the rows `data[starts[i]:ends[i]]`, one after another, into `out`.

    out_ends[i] is where row i ends in `out`; words[i] its number of words, or -1 for a COMPLEX row,
    which is left empty.  `out` has room for the rows and one byte more.  Every code point must be known.  Returns the number of complex rows.
    """
    to, n_complex = 0, 0
    for row in range(starts.shape[0]):
        first, count, last = to, 0, SPACE
        at, end = np.int64(starts[row]), np.int64(ends[row])
        while at < end:
            lead = np.int64(data[at])
            if lead < 0x80:
                # No branch: word ends come every few bytes and would be guessed wrong.
                byte = folds[lead] & 0xFF
                out[to] = byte
                to += (byte != SPACE) | (last != SPACE)
                count += (byte != SPACE) & (last == SPACE)
                last = byte
                at += 1
                continue
            fold = folds[decode(data, at, lead)]
            if fold & COMPLEX:
                to, count = first, -1
                n_complex += 1
                break
            count += (fold & UNSPACED != 0) & (last != SPACE)
            for _ in range(fold >> LENGTH_SHIFT & 0xFF):
                byte = fold & 0xFF
                out[to] = byte
                to += (byte != SPACE) | (last != SPACE)
                count += (byte != SPACE) & (last == SPACE)
                last = byte
                fold >>= 8
            at += 2 + (lead >= 0xE0) + (lead >= 0xF0)
        if to > first and out[to - 1] == SPACE:
            to -= 1
        out_ends[row] = to
        words[row] = count
    return n_complex
