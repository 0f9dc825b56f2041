"""Dates and times of day, in figures and in words."""

import numpy as np

from dedup.kernels.facts.keys import (
    AT_TIME,
    DAY_OR_MONTH,
    OF_MONTH,
    QUANTITY,
    amount_key,
    fact_key,
)  # fmt: skip
from dedup.kernels.facts.lexicon import Text, flags_of, payload_of
from dedup.kernels.facts.marks import (
    AMBIGUOUS,
    AMPM,
    CAPITAL,
    CLOCK,
    COMMON,
    GLUED,
    HYPHEN,
    INFO,
    KIND,
    LITERAL,
    MONTH,
    MONTH_SHORT,
    OF,
    OPENS,
    ORDINAL,
    PLACES,
    POINT,
    SHAPE,
    SIZE,
    VALUE,
    WORD,
)  # fmt: skip
from dedup.kernels.facts.quantities import class_at
from dedup.kernels.jit import inlined

__all__ = ["date_at", "han_date", "is_digits", "is_month", "is_sign", "month_beside", "time_at"]

COLON, SLASH, DOT = 0x3A, 0x2F, 0x2E
DAY, HOUR, NOON_HOUR = 24, 60, 12
ENGLISH = 0
YEAR_DIGITS, MOST_MONTHS, MOST_DAYS = 4, 12, 31
MONTH_OF_HAN = 1


@inlined
def month_beside(text: Text, i: int, end: int, n: int) -> bool:
    """Whether a month stands before token i or behind token end - 1: "April 15", "15. April"."""
    before = class_at(text, i - 1, n)
    if before == MONTH or before == MONTH_SHORT:
        return True
    dotted = end < n and text.cells[end, KIND] == POINT and text.cells[end, VALUE] == DOT
    before_dot = class_at(text, i - 2, n)
    if (
        i > 1
        and text.cells[i - 1, KIND] == POINT
        and text.cells[i - 1, VALUE] == DOT
        and before_dot == MONTH_SHORT
    ):
        return True
    at = end + dotted
    at = at + 1 if class_at(text, at, n) == OF else at
    behind = class_at(text, at, n)
    return behind == MONTH or behind == MONTH_SHORT


@inlined
def is_sign(text: Text, i: int, n: int, char: int) -> bool:
    """Whether token i is this sign, touching the token before it."""
    if i >= n or text.cells[i, KIND] != POINT or text.cells[i, SHAPE] & GLUED == 0:
        return False
    return text.cells[i, VALUE] == char or (char == 0 and text.cells[i, PLACES] == HYPHEN)


@inlined
def is_digits(text: Text, i: int, n: int, fewest: int, most: int) -> bool:
    """Whether token i is a whole number of so many digits, touching the token before it."""
    if i >= n or text.cells[i, KIND] != LITERAL or text.cells[i, SHAPE] & GLUED == 0:
        return False
    return text.cells[i, PLACES] == 0 and fewest <= text.cells[i, SIZE] <= most


@inlined
def date_at(text: Text, i: int, n: int, language: int) -> np.uint64:
    """The facts of a date in figures that tokens i to i + 4 are, 0 when they are none."""
    if i + 4 >= n or text.cells[i, PLACES] != 0:
        return np.uint64(0)
    iso = is_sign(text, i + 1, n, 0) and is_sign(text, i + 3, n, 0)
    slashed = is_sign(text, i + 1, n, SLASH) and is_sign(text, i + 3, n, SLASH)
    dotted = is_sign(text, i + 1, n, DOT) and is_sign(text, i + 3, n, DOT)
    if not (iso or slashed or dotted) or not is_digits(text, i + 2, n, 1, 2):
        return np.uint64(0)
    if not is_digits(text, i + 4, n, 1, YEAR_DIGITS):
        return np.uint64(0)
    a, b, c = text.cells[i, VALUE], text.cells[i + 2, VALUE], text.cells[i + 4, VALUE]
    if text.cells[i, SIZE] == YEAR_DIGITS and text.cells[i + 4, SIZE] <= 2:
        return day_month_year(c, b, a)
    if text.cells[i, SIZE] > 2 or text.cells[i + 4, SIZE] == 3 or text.cells[i + 4, SIZE] == 1:
        return np.uint64(0)
    if slashed and language == ENGLISH and a <= MOST_MONTHS and b <= MOST_MONTHS:
        return fact_key(DAY_OR_MONTH, a, b, 0, 0) + amount_key(QUANTITY, c, 0, 1, 0)
    return day_month_year(b, a, c) if b > MOST_MONTHS else day_month_year(a, b, c)


@inlined
def day_month_year(day: int, month: int, year: int) -> np.uint64:
    """The facts of a date, 0 when there is no such day."""
    if not (1 <= day <= MOST_DAYS and 1 <= month <= MOST_MONTHS):
        return np.uint64(0)
    named = fact_key(OF_MONTH, month, 0, 0, 0)
    return named + amount_key(QUANTITY, day, 0, 1, 0) + amount_key(QUANTITY, year, 0, 1, 0)


@inlined
def hours(hour: int, minute: int, half: int) -> np.uint64:
    """The fact of a time of day; half: 1 a.m., 2 p.m., 0 as on a 24-hour clock."""
    if half > 0:
        hour = hour % NOON_HOUR + (NOON_HOUR if half == 2 else 0)
    return fact_key(AT_TIME, hour * HOUR + minute, 0, 0, 0)


@inlined
def time_at(text: Text, i: int, n: int) -> tuple[int, np.uint64]:
    """Where the time of day that begins with the figure at i ends, and its fact; i for none."""
    hour, minute, end, clock = text.cells[i, VALUE], np.int64(0), i + 1, False
    if text.cells[i, PLACES] == 2 and text.cells[i, SIZE] <= YEAR_DIGITS:
        hour, minute = hour // 100, hour % 100
    elif text.cells[i, PLACES] != 0:
        return i, np.uint64(0)
    elif is_sign(text, i + 1, n, COLON) and is_digits(text, i + 2, n, 2, 2):
        minute, end, clock = text.cells[i + 2, VALUE], i + 3, True
    named = class_at(text, end, n)
    if named == CLOCK and (text.cells[end, SIZE] > 1 or text.cells[end, SHAPE] & GLUED != 0):
        end, clock = end + 1, True
        if is_digits(text, end, n, 2, 2):
            minute, end = text.cells[end, VALUE], end + 1
        named = class_at(text, end, n)
    half = payload_of(text.cells[end, INFO]) if named == AMPM else np.int64(0)
    if hour > DAY or minute >= HOUR or not (clock or half > 0):
        return i, np.uint64(0)
    return end + (half > 0), hours(hour, minute, half)


@inlined
def is_month(text: Text, i: int, n: int, kind: int) -> bool:
    """Whether the month at token i is one here: "May" may be a verb or a surname."""
    figures = (i > 0 and text.cells[i - 1, KIND] == LITERAL) or (
        i + 1 < n and text.cells[i + 1, KIND] == LITERAL
    )
    dotted = i + 2 < n and text.cells[i + 1, KIND] == POINT and text.cells[i + 2, KIND] == LITERAL
    if kind == MONTH_SHORT:
        return (
            figures or (dotted and text.cells[i + 1, VALUE] == DOT) or month_day_words(text, i, n)
        )
    if flags_of(text.cells[i, INFO]) & AMBIGUOUS == 0 or figures or month_day_words(text, i, n):
        return True
    if text.cells[i, SHAPE] & CAPITAL == 0 or text.cells[i, SHAPE] & OPENS != 0:
        return False
    before = i > 0 and text.cells[i - 1, KIND] == WORD and text.cells[i - 1, SHAPE] & CAPITAL != 0
    return not before or flags_of(text.cells[i - 1, INFO]) & COMMON != 0


@inlined
def month_day_words(text: Text, i: int, n: int) -> bool:
    """Whether an ordinal stands beside the month at token i: "the first of May"."""
    at = i - 2 if class_at(text, i - 1, n) == OF else i - 1
    return class_at(text, at, n) == ORDINAL or class_at(text, i + 1, n) == ORDINAL


@inlined
def han_date(text: Text, i: int, n: int) -> tuple[int, np.uint64]:
    """The fact of a figure with a sign for month behind it: "4" and the sign is April."""
    if class_at(text, i + 1, n) == OF and payload_of(text.cells[i + 1, INFO]) == MONTH_OF_HAN:
        if text.cells[i, PLACES] == 0 and 1 <= text.cells[i, VALUE] <= MOST_MONTHS:
            return i + 2, fact_key(OF_MONTH, text.cells[i, VALUE], 0, 0, 0)
    return i, np.uint64(0)
