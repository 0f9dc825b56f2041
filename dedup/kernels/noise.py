"""Where text may hold a character reference, or a word broken at a line end.

Almost nowhere: so pages are looked at as many bytes at a time as the processor has lanes, then the
blocks of a page that holds an ampersand, or a line end behind a hyphen, and only then single bytes.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.jit import inlined, kernel

__all__ = ["find_noise"]

U8 = np.uint8
BLOCK, PAGE = 128, 4096
AMPERSAND, NUMBER_SIGN, LF, CR, HYPHEN = U8(0x26), U8(0x23), U8(0x0A), U8(0x0D), U8(0x2D)
FIRST_LETTER, N_LETTERS, LOWER_BIT = U8(0x61), U8(26), U8(0x20)
SOFT_HYPHEN_ENDS, WIDE_HYPHEN_ENDS = U8(0xAD), U8(0x90)


@inlined
def is_line_end(before: np.uint8, byte: np.uint8) -> bool:
    """Whether a line ends here behind what may be a hyphen: - or the last byte of another."""
    hyphen = (before == HYPHEN) | (before == SOFT_HYPHEN_ENDS) | (before == WIDE_HYPHEN_ENDS)
    return hyphen & ((byte == LF) | (byte == CR))


@inlined
def may_hold(before: Bytes, text: Bytes) -> bool:
    """Whether any byte of a block is of interest; before[i] stands before text[i].

    `seen` is kept to eight bits: numba would make it 64, and an eighth of the lanes.
    """
    seen = U8(0)
    for i in range(text.shape[0]):
        seen = U8(seen | U8((text[i] == AMPERSAND) | is_line_end(before[i], text[i])))
    return seen > U8(0)


@inlined
def is_reference(text: Bytes, at: int, end: int) -> bool:
    """Whether a letter or a number sign follows the ampersand at text[at]."""
    if text[at] != AMPERSAND or at + 1 >= end:
        return False
    byte = text[at + 1]
    return byte == NUMBER_SIGN or U8((byte | LOWER_BIT) - FIRST_LETTER) < N_LETTERS


@inlined
def find_in(text: Bytes, at: int, until: int, end: int, places: Longs, n: int) -> int:
    """Go through text[at:until] byte by byte; returns how many places there are by now."""
    for i in range(at, until):
        if is_reference(text, i, end) or (i > 0 and is_line_end(text[i - 1], text[i])):
            if n < places.shape[0]:
                places[n] = i
            n += 1
    return n


@kernel
def find_noise(text: Bytes, start: int, end: int, places: Longs) -> int:
    """Fill `places` with each & before a letter or #, and each line end behind a hyphen.

    Returns how many there are in text[start:end], room or not.
    """
    n = find_in(text, start, min(start + 1, end), end, places, np.int64(0))
    at = page = np.int64(start + 1)
    while at < end:
        if at >= page:
            page = min(at + PAGE, end)
            if not may_hold(text[at - 1 : page - 1], text[at:page]):
                at = page
                continue
        until = min(at + BLOCK, page)
        if may_hold(text[at - 1 : until - 1], text[at:until]):
            n = find_in(text, at, until, end, places, n)
        at = until
    return n
