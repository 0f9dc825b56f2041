"""Words that mean something together, like "per cent" and "no one", made one token."""

import numpy as np

from dedup.kernels.facts.lexicon import (
    FNV_PRIME,
    Lexicon,
    Text,
    class_of,
    joined,
    look_up,
    payload_of,
)  # fmt: skip
from dedup.kernels.facts.marks import (
    ALIAS,
    ALL_UPPER,
    ANY_UPPER,
    CAPITAL,
    COLUMNS,
    GLUED,
    HYPHEN,
    INFO,
    KIND,
    LETTER,
    LITERAL,
    PLACES,
    POINT,
    PREFIX,
    SHAPE,
    SIZE,
    VALUE,
    WORD,
)  # fmt: skip
from dedup.kernels.jit import inlined

__all__ = ["is_hyphen", "merge_phrases"]

LONGEST_CODE = 5
ALIASES = np.uint64(0xA11A5)


@inlined
def is_hyphen(text: Text, i: int, n: int) -> bool:
    """Whether token i is a hyphen or dash between two tokens, without a space."""
    if i < 1 or i + 1 >= n or text.cells[i, KIND] != POINT or text.cells[i, PLACES] != HYPHEN:
        return False
    return text.cells[i, SHAPE] & text.cells[i + 1, SHAPE] & GLUED != 0


@inlined
def next_word(text: Text, i: int, n: int) -> int:
    """The token behind word i, across a hyphen, that may go on with a phrase; n for none."""
    following = i + 2 if is_hyphen(text, i + 1, n) else i + 1
    return following if following < n and text.cells[following, KIND] == WORD else n


@inlined
def is_big_letter(text: Text, i: int) -> bool:
    """Whether word i is a single capital letter."""
    return text.cells[i, SHAPE] & (LETTER | CAPITAL) == LETTER | CAPITAL


@inlined
def is_code(text: Text, i: int, n: int) -> bool:
    """Whether a short unknown word, a hyphen and a figure stand together, as in "F-16"."""
    if i + 2 >= n or not (text.cells[i, INFO] == 0 or is_big_letter(text, i)):
        return False
    if text.cells[i, SIZE] > LONGEST_CODE:
        return False
    return (
        is_hyphen(text, i + 1, n) and text.cells[i + 2, KIND] == LITERAL and text.cells[i, SIZE] > 0
    )


@inlined
def may_merge(info: int) -> bool:
    """Whether a word may be the first of a phrase, or have another name."""
    return info & PREFIX != 0 or class_of(info) == ALIAS


@inlined
def may_be_code(text: Text, i: int, n: int) -> bool:
    """Whether a sign follows an unknown word."""
    unknown = text.cells[i, INFO] == 0 or is_big_letter(text, i)
    return unknown and i + 1 < n and text.cells[i + 1, KIND] == POINT


@inlined
def phrase_at(text: Text, i: int, n: int, lexicon: Lexicon) -> tuple[int, np.uint64, int]:
    """Where the longest phrase from word i on ends, its key, and what is known of it."""
    key, best, info, end = text.keys[i], text.keys[i], text.cells[i, INFO], i + 1
    if is_code(text, i, n):
        return i + 3, joined(key, np.uint64(text.cells[i + 2, VALUE])), np.int64(0)
    known, at = info, i
    while known & PREFIX != 0:
        at = next_word(text, at, n)
        if at == n:
            break
        key = joined(key, text.keys[at])
        known = look_up(lexicon, key, text.cells[i, VALUE])
        if known != 0 and known != PREFIX:
            best, info, end = key, known, at + 1
    if (
        class_of(info) == ALIAS
        and text.cells[i, SHAPE] & (ALL_UPPER if end == i + 1 else ANY_UPPER) != 0
    ):
        best = (ALIASES ^ np.uint64(payload_of(info))) * FNV_PRIME
    return end, best, info


@inlined
def merge_phrases(text: Text, n: int, lexicon: Lexicon) -> int:
    """Make every phrase one token; returns how many tokens there are then."""
    i, to = 0, 0
    while i < n:
        info, end = text.cells[i, INFO], i + 1
        plain = text.cells[i, KIND] != WORD or not (may_merge(info) or may_be_code(text, i, n))
        if plain and to == i:
            i, to = end, to + 1
            continue
        key = text.keys[i]
        if not plain:
            end, key, info = phrase_at(text, i, n, lexicon)
        for column in range(COLUMNS):
            text.cells[to, column] = text.cells[i, column]
        text.keys[to], text.cells[to, INFO] = key, info
        i, to = end, to + 1
    return to
