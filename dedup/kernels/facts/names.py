"""Proper names, by their capitals: which words are names, and whether one is missing elsewhere."""

import numpy as np

from dedup.kernels.facts.lexicon import FNV_PRIME, Text, flags_of
from dedup.kernels.facts.marks import (
    ALL_UPPER,
    ANY_UPPER,
    CAPITAL,
    COMMON,
    INFO,
    INITIAL,
    KIND,
    LETTER,
    NAME,
    NAMED,
    NEVER,
    OPENS,
    ROLE,
    SHAPE,
    SIZE,
    VALUE,
    WORD,
)  # fmt: skip
from dedup.kernels.facts.tokens import LOWERS, UPPERS
from dedup.kernels.jit import inlined

__all__ = ["is_same", "mark_names"]

ENGLISH, GERMAN = 0, 1
PLURAL_S = np.uint64(0x73)
LONG_WORD, FEWEST_CAPITALS, FEWEST_COMMON = 5, 3, 2


@inlined
def is_headline(text: Text, n: int) -> bool:
    """Whether capitals tell nothing: ALL CAPS, or Every Word With a Capital."""
    if text.tally[LOWERS] == 0:
        return True
    capitals, common = 0, 0
    for i in range(n):
        if (
            text.cells[i, KIND] != WORD
            or text.cells[i, SIZE] == 0
            or text.cells[i, SHAPE] & OPENS != 0
        ):
            continue
        if text.cells[i, SHAPE] & ANY_UPPER != 0:
            capitals += 1
            common += flags_of(text.cells[i, INFO]) & COMMON != 0
        elif text.cells[i, SIZE] >= LONG_WORD:
            return False
    return capitals >= FEWEST_CAPITALS and common >= FEWEST_COMMON


@inlined
def is_capital(text: Text, i: int, n: int) -> bool:
    """Whether token i is a word with a capital that is no ordinary first word."""
    if i < 0 or i >= n or text.cells[i, KIND] != WORD or text.cells[i, SHAPE] & CAPITAL == 0:
        return False
    return text.cells[i, SHAPE] & OPENS == 0 or flags_of(text.cells[i, INFO]) & COMMON == 0


@inlined
def is_name(text: Text, i: int, n: int) -> bool:
    """Whether token i is a proper name, or a word of one."""
    shape, flags = text.cells[i, SHAPE], flags_of(text.cells[i, INFO])
    if text.cells[i, KIND] != WORD or shape & ANY_UPPER == 0 or text.cells[i, ROLE] != 0:
        return False
    if flags & NEVER != 0 or shape & INITIAL != 0:
        return False
    if flags & COMMON != 0 and shape & (OPENS | LETTER) != 0:
        return False
    if flags & NAMED != 0 or shape & ALL_UPPER != 0:
        return True
    if text.cells[i, VALUE] == GERMAN:
        return is_capital(text, i - 1, n)
    if shape & OPENS != 0 and text.cells[i, VALUE] != ENGLISH:
        return is_capital(text, i + 1, n)
    return True


@inlined
def mark_names(text: Text, n: int) -> None:
    """Give the names of a text their role; numbers have theirs."""
    if text.tally[UPPERS] == 0 or is_headline(text, n):
        return
    for i in range(n):
        if text.cells[i, SHAPE] & ANY_UPPER != 0 and is_name(text, i, n):
            text.cells[i, ROLE] = NAME


@inlined
def is_same(name: np.uint64, word: np.uint64, first: int) -> bool:
    """Whether a name is a word; if it opens a sentence, also that word's singular or plural."""
    if name == word:
        return True
    return first != 0 and (plural(name) == word or plural(word) == name)


@inlined
def plural(key: np.uint64) -> np.uint64:
    """The key of a word with an s behind it."""
    return (key ^ PLURAL_S) * FNV_PRIME
