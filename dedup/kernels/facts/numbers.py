"""What a text says in numbers: a sum of one key for each quantity, date and time it carries."""

import numpy as np

from dedup.kernels.facts.dates import (
    date_at,
    han_date,
    is_digits,
    is_month,
    is_sign,
    month_beside,
    time_at,
)  # fmt: skip
from dedup.kernels.facts.keys import (
    AT_TIME,
    FALLING,
    MANY,
    OF_DAY,
    OF_MONTH,
    OF_WEEK,
    PLACE,
    QUANTITY,
    amount_key,
    fact_key,
)  # fmt: skip
from dedup.kernels.facts.lexicon import Text, class_of, flags_of, payload_of
from dedup.kernels.facts.marks import (
    ALIAS,
    ANY_UPPER,
    ARTICLE,
    CAPITAL,
    CURRENCY,
    DAYWORD,
    ENDING,
    FRACTION_SIGN,
    GLUED,
    HALF,
    HYPHEN,
    INFO,
    KIND,
    LITERAL,
    MINUS,
    MONTH,
    MONTH_SHORT,
    NOON,
    NUMBER,
    ORDINAL,
    PLACES,
    POINT,
    ROLE,
    SHAPE,
    SIZE,
    TO,
    UNITWORD,
    VAGUE,
    VALUE,
    WEEKDAY,
    WORD,
)  # fmt: skip
from dedup.kernels.facts.phrases import is_hyphen
from dedup.kernels.facts.quantities import class_at, quantity
from dedup.kernels.jit import inlined

__all__ = ["number_facts"]

COLON, SLASH, DOT = 0x3A, 0x2F, 0x2E
LAST_END, LAST_VALUE, LAST_PLACES, LAST_PARTS = 11, 12, 13, 14
HALF_BITS, LOW, NEGATIVE = np.uint64(32), 0xFFFFFF, 1 << 60
RATE = 40


@inlined
def is_unit(text: Text, i: int, n: int) -> bool:
    """Whether token i is a unit or a currency; a single letter must touch its figure."""
    kind = class_at(text, i, n)
    if kind != UNITWORD and kind != CURRENCY:
        return False
    return (
        text.cells[i, KIND] == POINT
        or text.cells[i, SIZE] != 1
        or text.cells[i, SHAPE] & GLUED != 0
    )


@inlined
def unit_behind(text: Text, i: int, n: int) -> tuple[int, int]:
    """Where the unit behind a quantity that ends at i ends, and which it is; 0 for none."""
    unit = np.int64(0)
    at = i + 1 if is_hyphen(text, i, n) else i
    if class_at(text, at, n) == ALIAS and class_at(text, at + 1, n) == CURRENCY:
        at += 1
    for _ in range(2):
        if not is_unit(text, at, n):
            break
        unit = payload_of(text.cells[at, INFO]) if payload_of(text.cells[at, INFO]) != 0 else unit
        at += 1
        i = at
    return i, unit


@inlined
def rate_behind(text: Text, i: int, n: int) -> tuple[int, int]:
    """Where "a day" or "per barrel" behind a quantity ends, and its unit, high up; else i, 0."""
    if class_at(text, i, n) != ARTICLE or not is_unit(text, i + 1, n):
        return i, np.int64(0)
    return i + 2, payload_of(text.cells[i + 1, INFO]) << RATE


@inlined
def unit_before(text: Text, i: int) -> tuple[int, int]:
    """Where the currency before token i begins, and which it is: "$", "A$", "EUR"; i, 0 for none."""
    at = i - 1
    if at >= 0 and text.cells[at, KIND] == POINT and text.cells[at, VALUE] == DOT:
        at -= 1
    if at < 0 or text.cells[at, KIND] == LITERAL or class_of(text.cells[at, INFO]) != CURRENCY:
        return i, np.int64(0)
    if text.cells[at, ROLE] == NUMBER or (
        text.cells[at, KIND] == WORD and text.cells[at, SHAPE] & CAPITAL == 0
    ):
        return i, np.int64(0)
    unit = payload_of(text.cells[at, INFO])
    if (
        at > 0
        and text.cells[at, KIND] == POINT
        and text.cells[at, SHAPE] & GLUED != 0
        and text.cells[at - 1, KIND] == WORD
    ):
        if class_of(text.cells[at - 1, INFO]) == ALIAS:
            return at - 1, unit
        if text.cells[at - 1, SHAPE] & ANY_UPPER != 0 and text.cells[at - 1, SIZE] <= 2:
            return at - 1, unit + (np.int64(text.keys[at - 1] >> HALF_BITS) & LOW)
    return at, unit


@inlined
def is_negative(text: Text, i: int) -> bool:
    """Whether a minus stands before the quantity at i: "-5", but not "3-5"."""
    if i < 1:
        return False
    if text.cells[i - 1, KIND] == WORD:
        return class_of(text.cells[i - 1, INFO]) == MINUS
    touches = text.cells[i, SHAPE] & GLUED != 0 and text.cells[i - 1, SHAPE] & GLUED == 0
    return text.cells[i - 1, KIND] == POINT and text.cells[i - 1, PLACES] == HYPHEN and touches


@inlined
def size_of(value: int, places: int, parts: int) -> float:
    """Value / 10**places / parts, for comparing."""
    times = 1.0
    for _ in range(abs(places)):
        times *= 10.0
    return value / times / parts if places >= 0 else value * times / parts


@inlined
def falls(text: Text, i: int, n: int, value: int, places: int, parts: int) -> bool:
    """Whether the quantity at i is the second of "3-1" or "from 10 to 5", and less than the first."""
    if text.tally[LAST_END] != i - 1 or i < 2:
        return False
    between = is_hyphen(text, i - 1, n) or is_sign(text, i - 1, n, COLON)
    if not between and class_at(text, i - 1, n) != TO:
        return False
    first = size_of(text.tally[LAST_VALUE], text.tally[LAST_PLACES], text.tally[LAST_PARTS])
    return size_of(value, places, parts) < first


@inlined
def mark_role(text: Text, first: int, end: int) -> None:
    """Tokens first to end - 1 are a number."""
    for i in range(first, end):
        text.cells[i, ROLE] = NUMBER


@inlined
def is_half_a(text: Text, i: int, end: int, n: int) -> bool:
    """Whether an article and a unit follow a half: "half a mile"."""
    if class_at(text, i, n) != HALF or class_at(text, end, n) != ARTICLE:
        return False
    return is_unit(text, end + 1, n)


@inlined
def quantity_fact(text: Text, i: int, n: int, language: int) -> tuple[int, np.uint64]:
    """Where the quantity or ordinal at i ends, with its unit, and its facts; i for none."""
    end, value, places, parts, ordinal = quantity(text, i, n, language)
    if end == i:
        return i, np.uint64(0)
    kind = QUANTITY
    if text.cells[i, KIND] == LITERAL and end == i + 1 and ends_ordinal(text, end, n):
        end, ordinal = end + 1, 1
    if ordinal == 1 and not month_beside(text, i, end, n):
        kind = PLACE
    start, before = unit_before(text, i)
    unit, rate = np.int64(0), np.int64(0)
    if kind != PLACE:
        at = end + 1 if is_half_a(text, i, end, n) else end
        end, unit = unit_behind(text, at, n)
        end, rate = rate_behind(text, end, n)
    if is_negative(text, i):
        rate += NEGATIVE
        start = min(start, i - 1)
    facts = amount_key(kind, value, places, parts, (unit if before == 0 else before) + rate)
    if falls(text, i, n, value, places, parts):
        facts += fact_key(FALLING, 0, 0, 0, 0)
    text.tally[LAST_END], text.tally[LAST_VALUE] = end, value
    text.tally[LAST_PLACES], text.tally[LAST_PARTS] = places, parts
    mark_role(text, start, end)
    return end, facts


@inlined
def ends_ordinal(text: Text, i: int, n: int) -> bool:
    """Whether token i makes the figure before it an ordinal, like "th"."""
    if i >= n or text.cells[i, KIND] != WORD or text.cells[i, SHAPE] & GLUED == 0:
        return False
    return flags_of(text.cells[i, INFO]) & ENDING != 0


@inlined
def named_fact(text: Text, i: int, n: int) -> tuple[int, np.uint64]:
    """Where a month, a day, a time or "dozens" at i ends, and its fact; i for none."""
    kind = class_at(text, i, n)
    value = payload_of(text.cells[i, INFO])
    if kind == MONTH or kind == MONTH_SHORT:
        if not is_month(text, i, n, kind):
            return i, np.uint64(0)
        return i + 1, fact_key(OF_MONTH, value, 0, 0, 0)
    if kind == ORDINAL:
        as_day = month_beside(text, i, i + 1, n)
        return i + 1, amount_key(QUANTITY if as_day else PLACE, value, 0, 1, 0)
    if kind == NOON:
        return i + 1, fact_key(AT_TIME, value, 0, 0, 0)
    if kind == WEEKDAY:
        return i + 1, fact_key(OF_WEEK, value, 0, 0, 0)
    if kind == DAYWORD:
        return i + 1, fact_key(OF_DAY, value, 0, 0, 0)
    if kind == VAGUE:
        return i + 1, fact_key(MANY, value, 0, 0, 0)
    return i, np.uint64(0)


@inlined
def figure_fact(text: Text, i: int, n: int, language: int) -> tuple[int, np.uint64]:
    """Where a date, a time, a fraction or a quantity that begins with a figure ends, its facts."""
    date = date_at(text, i, n, language)
    if date != 0:
        return i + 5, date
    end, fact = time_at(text, i, n)
    if end > i:
        return end, fact
    end, fact = han_date(text, i, n)
    if end > i:
        return end, fact
    if (
        is_sign(text, i + 1, n, SLASH)
        and is_digits(text, i + 2, n, 1, 2)
        and text.cells[i, PLACES] == 0
    ):
        if 0 < text.cells[i, VALUE] < text.cells[i + 2, VALUE]:
            return i + 3, amount_key(QUANTITY, text.cells[i, VALUE], 0, text.cells[i + 2, VALUE], 0)
    return quantity_fact(text, i, n, language)


@inlined
def may_begin(text: Text, i: int) -> bool:
    """Whether a number, a date or a time may begin with token i."""
    if text.cells[i, KIND] == POINT:
        return text.cells[i, PLACES] == FRACTION_SIGN
    return text.cells[i, KIND] == LITERAL or class_of(text.cells[i, INFO]) != 0


@inlined
def number_facts(text: Text, n: int, language: int) -> np.uint64:
    """The sum of the keys of all numbers, dates and times of a text; marks their tokens."""
    facts, i = np.uint64(0), np.int64(0)
    text.tally[LAST_END] = -1
    while i < n:
        if not may_begin(text, i):
            i += 1
            continue
        if text.cells[i, KIND] == LITERAL:
            end, fact = figure_fact(text, i, n, language)
        else:
            end, fact = named_fact(text, i, n)
            if end == i:
                end, fact = quantity_fact(text, i, n, language)
        if end > i:
            mark_role(text, i, end)
            facts += fact
        i = max(end, i + 1)
    return facts
