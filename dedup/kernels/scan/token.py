"""The word before a dot and the word behind it."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes
from dedup.kernels.jit import inlined
from dedup.kernels.scan.characters import char_at, kind_at, lowered, start_before
from dedup.kernels.scan.kinds import (
    BREAKING,
    DIGIT,
    DOT,
    LETTERS,
    LOWER,
    MARK,
    UPPER,
    WORDLIKE,
)  # fmt: skip
from dedup.kernels.scan.words import DOTTED, FNV_BASIS, LOOSE, STARTER, Rules, mixed, traits_of

__all__ = ["Token", "next_word", "token_before"]

LONGEST_TOKEN, LONGEST_STARTER = 40, 24  # bytes looked at
HYPHEN, APOSTROPHE, SLASH, FULL_STOP = 0x2D, 0x27, 0x2F, 0x2E
VOWELS = np.uint64(1 << 0 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24)  # a e i o u y
ROMANS = np.uint64(1 << 2 | 1 << 3 | 1 << 8 | 1 << 11 | 1 << 12 | 1 << 21 | 1 << 23)  # cdilmvx
FIRST_LETTER, LAST_OF_LETTERS, ONE = 0x61, np.uint64(25), np.uint64(1)


class Token(NamedTuple):
    """What is known of the word before a dot."""

    start: int  # its first byte
    traits: int  # what the word table knows of it, or of its part behind the last hyphen
    first: int  # kind of its first character
    letters: int
    lowers: int
    dots: int  # inside
    digits: int
    vowels: int
    romans: int  # letters that are Roman figures
    longest: int  # characters of its longest part between dots and hyphens


@inlined
def breaks_token(char: int, kind: int) -> bool:
    """Whether a character cannot be a part of a token."""
    if char == HYPHEN or char == APOSTROPHE:
        return False
    return char == SLASH or BREAKING >> kind & 1 == 1


@inlined
def is_one_of(char: int, letters: int) -> bool:
    """Whether a lower-case character is in the bit mask of ASCII letters."""
    place = np.uint64(char - FIRST_LETTER)
    return place <= LAST_OF_LETTERS and letters >> place & ONE == ONE


@inlined
def token_start(text: Bytes, begin: int, end: int, signs: Hashes) -> int:
    """Where the token that ends at `end` starts, not before `begin`."""
    at = end
    while at > begin and end - at < LONGEST_TOKEN:
        last = start_before(text, at)
        char, _size, kind = char_at(text, last, signs)
        if breaks_token(char, kind):
            break
        at = last
    return at


@inlined
def token_before(text: Bytes, begin: int, end: int, rules: Rules) -> Token:
    """The token that ends at `end`, not reaching before `begin`."""
    start = at = token_start(text, begin, end, rules.signs)
    digest = tail = FNV_BASIS
    letters = lowers = dots = digits = vowels = romans = part = longest = 0
    while at < end:
        written, size, kind = char_at(text, at, rules.signs)
        char = lowered(written, rules.signs)
        digest = mixed(digest, char)
        tail = FNV_BASIS if char == HYPHEN else mixed(tail, char)
        letters += LETTERS >> kind & 1
        lowers += kind == LOWER
        digits += kind == DIGIT
        dots += kind == DOT
        vowels += is_one_of(char, VOWELS)
        romans += is_one_of(char, ROMANS)
        part = 0 if kind == DOT or char == HYPHEN else part + (WORDLIKE >> kind & 1)
        longest = part if part > longest else longest
        at += size
    traits = traits_of(rules.words, digest)
    if tail != digest:
        traits |= traits_of(rules.words, tail)
    first = kind_at(text, start, rules.signs)
    return Token(start, traits, first, letters, lowers, dots, digits, vowels, romans, longest)


@inlined
def next_word(text: Bytes, at: int, end: int, rules: Rules) -> int:
    """The traits of the word at text[at]: STARTER, LOOSE and DOTTED."""
    digest, start = FNV_BASIS, at
    while at < end and at - start < LONGEST_STARTER:
        char, size, kind = char_at(text, at, rules.signs)
        if kind != UPPER and kind != LOWER and kind != MARK:
            break
        digest = mixed(digest, char)
        at += size
    dotted = DOTTED if at < end and text[at] == FULL_STOP else 0
    return traits_of(rules.words, digest) & (STARTER | LOOSE) | dotted
