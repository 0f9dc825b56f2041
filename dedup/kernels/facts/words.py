"""Where words end: ASCII letters, apostrophes, and letters with dots."""

import numpy as np

from dedup.kernels.arrays import Bytes
from dedup.kernels.facts.lexicon import FNV_PRIME, FNV_START, Lexicon, sign_at
from dedup.kernels.facts.marks import CLASS, LOWER, SIGN_SHIFT, UNCASED, UPPER
from dedup.kernels.jit import inlined

__all__ = [
    "DOT", "ENDS", "FEWEST_LETTERS", "INSIDE", "LETTER_O", "LOWER_A", "LOWER_BIT", "POSSESSIVE", "SUFFIXES", "apostrophe",
    "ascii_letters", "dotted_end", "has_suffix", "is_letter", "plain_end",
]  # fmt: skip

DOT, BLANK, LETTER_O, LETTER_S = 0x2E, 0x20, 0x6F, 0x73
ELISION = 3
LOWER_A, LOWER_Z, LOWER_BIT = 0x61, 0x7A, 0x20
INSIDE, ENDS, POSSESSIVE = range(3)
# What ordinary words end with and names seldom do: anglers, mosquitoes, quietly, collision.
SUFFIXES = (
    "bs", "cs", "ds", "es", "fs", "gs", "hs", "ks", "ls", "ms", "ns", "ps", "rs", "ts", "ws", "ys",
    "edly", "tely", "usly", "ably", "ngly", "ntly", "tion", "ful", "less", "ous", "able", "ible",
)  # fmt: skip
FEWEST_LETTERS, LONGEST_SUFFIX = 5, 4
CODES = tuple(int.from_bytes(suffix.encode(), "big") for suffix in SUFFIXES)
MASKS = tuple((1 << 8 * len(suffix)) - 1 for suffix in SUFFIXES)


@inlined
def is_letter(kind: int) -> bool:
    """Whether a class of characters is one of letters that are written in words."""
    return kind == LOWER or kind == UPPER or kind == UNCASED


@inlined
def letters_behind(data: Bytes, at: int, end: int, lexicon: Lexicon) -> tuple[int, bool, int]:
    """How many letters follow, at most three, whether the first is upper case, and the first."""
    n, upper, first = 0, False, 0
    while at < end and n < ELISION:
        sign, size = sign_at(data, at, lexicon.signs)
        if not is_letter(sign & CLASS):
            break
        if n == 0:
            upper, first = sign & CLASS == UPPER, sign >> SIGN_SHIFT
        n += 1
        at += size
    return n, upper, first


@inlined
def apostrophe(data: Bytes, at: int, end: int, lexicon: Lexicon, letters: int, last: int) -> int:
    """What the apostrophe before data[at] is: INSIDE a word, what ENDS it, or a POSSESSIVE 's."""
    n, upper, first = letters_behind(data, at, end, lexicon)
    if n == 1 and first == LETTER_S:
        return POSSESSIVE
    elided = n >= ELISION or (n == 2 and upper)
    return ENDS if n == 0 or (elided and not (letters == 1 and last == LETTER_O)) else INSIDE


@inlined
def dotted_end(data: Bytes, at: int, end: int, lexicon: Lexicon) -> int:
    """Where letters with dots that go on at data[at] end, as in "U.S." and "J. K."; else `at`."""
    stop = at
    while at < end and data[at] == DOT:
        spaced = at + 1 < end and data[at + 1] == BLANK
        here = at + 1 + spaced
        n, upper, _ = letters_behind(data, here, end, lexicon)
        if n != 1 or (spaced and not upper):
            break
        _, size = sign_at(data, here, lexicon.signs)
        dotted = here + size < end and data[here + size] == DOT
        if spaced and not dotted:
            break
        at = here + size
        stop = at + dotted
    return stop


@inlined
def ascii_letters(data: Bytes, at: int, end: int) -> tuple[int, np.uint64, int]:
    """Where the ASCII letters from data[at] on end, their key, and how many are upper case."""
    key, uppers = FNV_START, 0
    while at < end:
        byte = np.int64(data[at])
        low = byte | LOWER_BIT
        if low < LOWER_A or low > LOWER_Z:
            break
        key = (key ^ np.uint64(low)) * FNV_PRIME
        uppers += byte < LOWER_A
        at += 1
    return at, key, uppers


@inlined
def plain_end(data: Bytes, at: int, end: int) -> int:
    """Whether a word of ASCII letters that ends before data[at] is all of it."""
    if at == end:
        return True
    byte = np.int64(data[at])
    return byte < 0x80 and byte != 0x27 and not 0x30 <= byte <= 0x39


@inlined
def has_suffix(data: Bytes, at: int, end: int) -> bool:
    """Whether the word of ASCII letters data[at:end] ends as ordinary words do."""
    if end - at < FEWEST_LETTERS:
        return False
    tail = np.int64(0)
    for i in range(end - LONGEST_SUFFIX, end):
        tail = tail << 8 | np.int64(data[i])
    for i in range(len(CODES)):
        if tail & MASKS[i] == CODES[i]:
            return True
    return False
