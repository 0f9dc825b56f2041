"""Negations: how many a text has."""

import numpy as np

from dedup.kernels.facts.lexicon import Text, flags_of
from dedup.kernels.facts.marks import (
    AFTER_NE,
    AGAIN,
    CAPITAL,
    INFO,
    KIND,
    LITERAL,
    NE,
    NEGATION,
    POINT,
    SHAPE,
    SIZE,
    VALUE,
    WORD,
)  # fmt: skip
from dedup.kernels.jit import inlined

__all__ = ["count_negations"]

# ! . ; ? end a clause for "nor"
CLAUSE_ENDS = np.int64(1 << 0x01 | 1 << 0x0E | 1 << 0x1B | 1 << 0x1F)
DOT, REACH = 0x2E, 6


@inlined
def is_number_sign(text: Text, i: int, n: int) -> bool:
    """Whether "No" stands for number: "No. 10"."""
    if text.cells[i, SHAPE] & CAPITAL == 0 or text.cells[i, SIZE] > 2:
        return False
    at = i + 1
    if at + 1 < n and text.cells[at, KIND] == POINT and text.cells[at, VALUE] == DOT:
        at += 1
    return at < n and text.cells[at, KIND] == LITERAL


@inlined
def ends_clause(char: int) -> bool:
    """Whether a sign ends a clause."""
    return 0x20 <= char < 0x40 and CLAUSE_ENDS >> (char - 0x20) & 1 == 1


@inlined
def follows_ne(text: Text, i: int) -> bool:
    """Whether a French "ne" stands shortly before token i."""
    for j in range(max(i - REACH, 0), i):
        if text.cells[j, KIND] == WORD and flags_of(text.cells[j, INFO]) & NE != 0:
            return True
    return False


@inlined
def count_negations(text: Text, n: int) -> int:
    """How many negations there are; "nor" is one only where its clause has none so far."""
    count, before = np.int64(0), np.int64(0)
    for i in range(n):
        if text.cells[i, KIND] == POINT and ends_clause(text.cells[i, VALUE]):
            before = count
        if (
            text.cells[i, KIND] != WORD
            or flags_of(text.cells[i, INFO]) & (NEGATION | AGAIN | AFTER_NE) == 0
        ):
            continue
        flags = flags_of(text.cells[i, INFO])
        if flags & AFTER_NE != 0 and not follows_ne(text, i):
            continue
        if flags & AGAIN != 0 and count > before:
            continue
        if not is_number_sign(text, i, n):
            count += 1
    return count
