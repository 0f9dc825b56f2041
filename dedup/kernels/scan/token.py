"""The word before a dot, read backward, and the word behind it, read forward."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.scan.compiled import inlined
from dedup.kernels.scan.characters import char_at, lowered, start_before
from dedup.kernels.scan.kinds import (
    BREAKING, DIGIT, DOT, LETTERS, LOWER, MARK, UPPER, WORDLIKE,
)  # fmt: skip
from dedup.kernels.scan.words import FNV_BASIS, LOOSE, STARTER, Rules, mixed, traits_of

__all__ = ["Token", "next_word", "token_before"]

LONGEST_TOKEN, LONGEST_STARTER = 40, 24  # bytes looked at
HYPHEN, APOSTROPHE, SLASH = 0x2D, 0x27, 0x2F
VOWELS = 1 << 0 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24  # a e i o u y
ROMANS = 1 << 2 | 1 << 3 | 1 << 8 | 1 << 11 | 1 << 12 | 1 << 21 | 1 << 23  # c d i l m v x
FIRST_LETTER, LAST_LETTER = 0x61, 0x7A


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
    longest: int  # characters of its longest part between dots
    initial: int  # its first character, in lower case


@inlined
def breaks_token(char, kind):
    """Whether a character cannot be a part of a token."""
    if char == HYPHEN or char == APOSTROPHE:
        return False
    return char == SLASH or BREAKING >> kind & 1 == 1


@inlined
def is_one_of(char, letters):
    """Whether a lower-case character is in the bit mask of ASCII letters."""
    return FIRST_LETTER <= char <= LAST_LETTER and letters >> (char - FIRST_LETTER) & 1 == 1


@inlined
def token_before(text, begin, end, rules: Rules):
    """The token that ends at `end`, not reaching before `begin`."""
    at, digest, first, char = end, FNV_BASIS, 0, 0
    letters = lowers = dots = digits = vowels = romans = part = longest = tail = 0
    while at > begin and end - at < LONGEST_TOKEN:
        last = start_before(text, at)
        char_here, _size, kind = char_at(text, last, rules.signs)
        if breaks_token(char_here, kind):
            break
        if char_here == HYPHEN and tail == 0:
            tail = traits_of(rules.words, digest)
        at, first, char = last, kind, lowered(char_here, rules.signs)
        digest = mixed(digest, char)
        letters += LETTERS >> kind & 1
        lowers += kind == LOWER
        digits += kind == DIGIT
        vowels += is_one_of(char, VOWELS)
        romans += is_one_of(char, ROMANS)
        dots += kind == DOT
        part = 0 if kind == DOT else part + (WORDLIKE >> kind & 1)
        longest = part if part > longest else longest
    traits = traits_of(rules.words, digest)
    return Token(
        at, traits | tail, first, letters, lowers, dots, digits, vowels, romans, longest, char
    )  # fmt: skip


@inlined
def next_word(text, at, end, rules: Rules):
    """The traits of the word at text[at]: STARTER, LOOSE, or 0."""
    digest, start = FNV_BASIS, at
    while at < end and at - start < LONGEST_STARTER:
        char, size, kind = char_at(text, at, rules.signs)
        if kind != UPPER and kind != LOWER and kind != MARK:
            break
        digest = mixed(digest, char)
        at += size
    return traits_of(rules.words, digest) & (STARTER | LOOSE)
