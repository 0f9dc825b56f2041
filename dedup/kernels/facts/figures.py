"""Numbers written in digits: where one ends, and what its dots, commas and blanks mean."""

import numpy as np

from dedup.kernels.arrays import Bytes
from dedup.kernels.facts.lexicon import ARABIC_ID, CHINESE, JAPANESE, Lexicon, sign_at
from dedup.kernels.facts.marks import APOSTROPHE, CLASS, DIGIT, SIGN_SHIFT
from dedup.kernels.jit import inlined

__all__ = ["digits_end", "figure_end", "figure_value"]

COMMA, DOT, BLANK, NO_BREAK = 0x2C, 0x2E, 0x20, 0xA0
GROUP, WIDE_GROUP = 3, 2
MOST = 10**14


@inlined
def has_comma_decimals(language: int) -> bool:
    """Whether figures of this language are written 1.234,5."""
    dotted = language == ARABIC_ID or language == CHINESE or language == JAPANESE
    return language > 0 and not dotted


@inlined
def digits_at(data: Bytes, at: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Where the digits from `at` on end, and how many there are."""
    n = 0
    while at < end:
        sign, size = sign_at(data, at, lexicon.signs)
        if sign & CLASS != DIGIT:
            break
        n += 1
        at += size
    return at, n


@inlined
def digits_end(data: Bytes, at: int, end: int, lexicon: Lexicon) -> int:
    """Where the digits from `at` on end."""
    return digits_at(data, at, end, lexicon)[0]


@inlined
def separator_at(data: Bytes, at: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """The mark at `at` that may stand inside a figure, or 0, and where it ends."""
    if at >= end:
        return 0, at
    sign, size = sign_at(data, at, lexicon.signs)
    char = sign >> SIGN_SHIFT
    if char == COMMA or char == DOT or char == BLANK or char == NO_BREAK:
        return char, at + size
    if sign & CLASS == APOSTROPHE:
        return APOSTROPHE, at + size
    return 0, at


@inlined
def groups_only(mark: int) -> bool:
    """Whether a mark never begins decimals."""
    return mark != COMMA and mark != DOT


@inlined
def goes_on(mark: int, size: int, n: int, first: int, language: int) -> bool:
    """Whether `mark` and the n digits behind it belong to a figure that began with `first` digits."""
    if n == 0 or mark == 0:
        return False
    if groups_only(mark):
        fits = n == GROUP and first <= GROUP
        return fits and (mark != BLANK or language > 0)
    return True


@inlined
def figure_end(
    data: Bytes, at: int, end: int, lexicon: Lexicon, language: int
) -> tuple[int, int, int]:
    """Where the figure at `at` ends, where its decimals begin or 0, and how far it was looked at.

    No figures are joined up to there: "15.04.2024" and "1,2,3" are three figures each.
    """
    stop, first = digits_at(data, at, end, lexicon)
    opening, head = np.int64(data[at]), stop
    kinds, marks, last, last_mark, threes, pairs, decimals = 0, 0, first, 0, 0, 0, 0
    while True:
        mark, behind = separator_at(data, stop, end, lexicon)
        after, n = digits_at(data, behind, end, lexicon) if mark != 0 else (stop, 0)
        if not goes_on(mark, behind - stop, n, first, language):
            break
        kinds += mark != last_mark
        marks, last, last_mark = marks + 1, n, mark
        threes, pairs = threes + (n == GROUP), pairs + (n == WIDE_GROUP)
        stop, decimals = after, behind
    if marks == 0:
        return stop, 0, stop
    grouped = first <= GROUP and opening != 0x30
    if kinds == 1 and groups_only(last_mark):
        return stop, 0, stop
    if marks == 1:
        grouping = COMMA if not has_comma_decimals(language) else DOT
        if last == GROUP and grouped and last_mark == grouping:
            return stop, 0, stop
        return stop, decimals, stop
    if (
        kinds == 1
        and grouped
        and (threes == marks or (threes == 1 and last == GROUP and pairs == marks - 1))
    ):
        return stop, 0, stop
    if (
        kinds == 2
        and grouped
        and threes - (last == GROUP) == marks - 1
        and not groups_only(last_mark)
    ):
        return stop, decimals, stop
    return head, 0, stop


@inlined
def figure_value(
    data: Bytes, at: int, end: int, decimals: int, lexicon: Lexicon
) -> tuple[int, int, int]:
    """Its first 15 digits or so, how many of them are decimals, and how many digits there are.

    Digits that do not fit before the decimals make the number of decimals negative.
    """
    value, places, size = np.int64(0), np.int64(0), np.int64(0)
    while at < end:
        sign, width = sign_at(data, at, lexicon.signs)
        if sign & CLASS == DIGIT:
            inside = decimals > 0 and at >= decimals
            size += 1
            if value < MOST:
                value = value * 10 + (sign >> SIGN_SHIFT)
                places += inside
            elif not inside:
                places -= 1
        at += width
    return value, places, size
