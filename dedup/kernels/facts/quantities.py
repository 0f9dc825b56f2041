"""How much is said: figures and number words with their scales, halves and other fractions."""

import numpy as np

from dedup.kernels.facts.lexicon import Text, class_of, payload_of
from dedup.kernels.facts.marks import (
    AND,
    ARTICLE,
    DOZEN,
    FRACTION_SIGN,
    GLUED,
    HALF,
    HAN_DIGIT,
    HAN_UNIT,
    HUNDRED,
    HUNDREDS,
    INFO,
    KIND,
    LITERAL,
    OF,
    ORDINAL,
    PLACES,
    POINT,
    QUARTERS,
    SCALE,
    SCALE_SHORT,
    SHAPE,
    SIZE,
    TENS,
    UNIT,
    VALUE,
    WORD,
)  # fmt: skip
from dedup.kernels.facts.phrases import is_hyphen
from dedup.kernels.jit import inlined

__all__ = ["class_at", "quantity"]

FRENCH, FOUR, TWENTY, SIXTY, EIGHTY = 2, 4, 20, 60, 80
HUNDREDFOLD, TWELVE = 2, 12
MOST = 10**6


@inlined
def class_at(text: Text, i: int, n: int) -> int:
    """The word class of token i, 0 for a figure and behind the end."""
    if i < 0 or i >= n or text.cells[i, KIND] == LITERAL:
        return 0
    return class_of(text.cells[i, INFO])


@inlined
def power(exponent: int) -> int:
    """10 ** exponent."""
    result = np.int64(1)
    for _ in range(exponent):
        result *= 10
    return result


@inlined
def at_least_one(count: int) -> int:
    """A count that was not said is one: "hundred", "million"."""
    return np.int64(1) if count < 1 else count


@inlined
def behind_joint(text: Text, i: int, n: int, last: int, language: int) -> int:
    """Where a number word may follow one of class `last`: behind a hyphen or an "and"."""
    if is_hyphen(text, i, n):
        return i + 1
    if class_at(text, i, n) == AND and (last != UNIT and (last != TENS or language != 0)):
        return i + 1
    return i


@inlined
def fits(current: int, last: int, kind: int, value: int, language: int) -> bool:
    """Whether a number word goes on a number whose last word is of class `last`, 0 for none."""
    fresh = last == 0 or last == HUNDRED or last == HUNDREDS or last == SCALE
    if kind == UNIT:
        many = language == FRENCH and (current % 100 == SIXTY or current % 100 == EIGHTY)
        return fresh or (last == TENS and (value < 10 or (many and value < TWENTY)))
    if kind == TENS:
        return fresh or (
            language == FRENCH and last == UNIT and current == FOUR and value == TWENTY
        )
    if kind == HUNDRED:
        return last == 0 or last == SCALE or ((last == UNIT or last == TENS) and current < 100)
    if kind == HUNDREDS:
        return last == 0 or last == SCALE
    return kind == SCALE


@inlined
def words_value(text: Text, i: int, n: int, language: int) -> tuple[int, int, int]:
    """Where the number words from i on end, their value, and whether the last is an ordinal."""
    total, current, last, end = np.int64(0), np.int64(0), 0, i
    while end < n:
        at = behind_joint(text, end, n, last, language) if last != 0 else end
        kind = class_at(text, at, n)
        value = payload_of(text.cells[at, INFO]) if kind != 0 else np.int64(0)
        if kind == ORDINAL and last != 0 and last != UNIT and value < TWENTY:
            return at + 1, total + current + value, 1
        if not fits(current, last, kind, value, language) or total >= MOST:
            break
        if kind == UNIT or kind == HUNDREDS:
            current += value
        elif kind == TENS:
            current = current + value if last != UNIT else np.int64(EIGHTY)
        elif kind == HUNDRED:
            current = at_least_one(current) * 100
        else:
            total = (
                total * power(value)
                if last == SCALE
                else total + at_least_one(current) * power(value)
            )
            current = np.int64(0)
        end, last = at + 1, kind if kind != TENS or last != UNIT else TENS
    return end, total + current, 0


@inlined
def han_value(text: Text, i: int, n: int) -> tuple[int, int]:
    """Where the Chinese or Japanese numeral from i on ends, and its value."""
    total, section, digits, seen, end = np.int64(0), np.int64(0), np.int64(0), 0, i
    while end < n:
        kind = class_at(text, end, n)
        if kind == HAN_DIGIT and digits < MOST:
            digits = digits * 10 + payload_of(text.cells[end, INFO])
        elif kind == HAN_UNIT and (end > i or payload_of(text.cells[end, INFO]) == 1):
            section += at_least_one(digits) * power(payload_of(text.cells[end, INFO]))
            digits = np.int64(0)
        elif kind == SCALE and seen > 0:
            total += at_least_one(section + digits) * power(payload_of(text.cells[end, INFO]))
            section, digits = np.int64(0), np.int64(0)
        else:
            break
        seen += 1
        end += 1
    return end, total + section + digits


@inlined
def scaled(text: Text, i: int, n: int, after_figure: int) -> tuple[int, int, int]:
    """Where the scales from i on end, the power of ten they make, and 12 where it is dozens."""
    exponent, dozens = np.int64(0), np.int64(1)
    while True:
        at = i + 1 if is_hyphen(text, i, n) else i
        kind = class_at(text, at, n)
        if kind == SCALE or (kind == SCALE_SHORT and after_figure and is_short_for(text, at)):
            exponent += payload_of(text.cells[at, INFO])
        elif kind == HUNDRED or (kind == HAN_UNIT and after_figure):
            exponent += HUNDREDFOLD if kind == HUNDRED else payload_of(text.cells[at, INFO])
        elif kind == DOZEN:
            dozens = np.int64(TWELVE)
        else:
            return i, exponent, dozens
        i = at + 1


@inlined
def is_short_for(text: Text, i: int) -> bool:
    """Whether a short scale counts as one: a single letter must touch its figure."""
    return text.cells[i, SIZE] > 1 or text.cells[i, SHAPE] & GLUED != 0


@inlined
def half_behind(text: Text, i: int, n: int) -> int:
    """Where "and a half" from i on ends; i for none."""
    at = i + 1 if is_hyphen(text, i, n) else i
    if class_at(text, at, n) != AND:
        return i
    at = at + 2 if is_hyphen(text, at + 1, n) else at + 1
    if class_at(text, at, n) == ARTICLE:
        at = at + 2 if is_hyphen(text, at + 1, n) else at + 1
    return at + 1 if class_at(text, at, n) == HALF else i


@inlined
def parts_behind(text: Text, i: int, n: int, count: int, article: int) -> tuple[int, int]:
    """Where "third" or "quarters" behind a count ends, and how many parts make a whole; or i, 1."""
    at = i + 1 if is_hyphen(text, i, n) else i
    kind = class_at(text, at, n)
    if kind == HALF and count == 1 and not article:
        return at + 1, np.int64(2)
    if kind == QUARTERS:
        return at + 1, payload_of(text.cells[at, INFO])
    if kind == ORDINAL and count == 1 and 3 <= payload_of(text.cells[at, INFO]) <= 10:
        if not article or class_at(text, at + 1, n) == OF:
            return at + 1, payload_of(text.cells[at, INFO])
    return i, np.int64(1)


@inlined
def starts_half(text: Text, i: int, n: int) -> int:
    """Where "half", "half a" or "half-" before a scale ends, or "half" alone; i for none."""
    if class_at(text, i - 1, n) == ORDINAL:
        return i
    at = i + 2 if is_hyphen(text, i + 1, n) else i + 1
    if class_at(text, at, n) == ARTICLE:
        at = at + 1
    following = class_at(text, at, n)
    if following == SCALE or following == DOZEN or following == HUNDRED:
        return at
    return i if is_hyphen(text, i + 1, n) else i + 1


@inlined
def base_at(text: Text, i: int, n: int, language: int) -> tuple[int, int, int, int]:
    """Where the number at i ends before scales, its digits, decimals, and 1 for an ordinal.

    It ends at i where there is none.
    """
    kind = class_at(text, i, n)
    if text.cells[i, KIND] == LITERAL:
        return i + 1, text.cells[i, VALUE], text.cells[i, PLACES], 0
    if kind == HAN_DIGIT or kind == HAN_UNIT:
        end, value = han_value(text, i, n)
        return end, value, np.int64(0), 0
    if kind == HALF:
        return starts_half(text, i, n), np.int64(5), np.int64(1), 0
    if kind == DOZEN:
        return i, np.int64(1), np.int64(0), 0
    if kind == ARTICLE:
        following = class_at(text, i + 1, n)
        counts = following == SCALE or following == HUNDRED or following == DOZEN
        parts = parts_behind(text, i + 1, n, 1, True)[0] > i + 1
        return i + 1 if counts or parts else i, np.int64(1), np.int64(0), 0
    if kind == UNIT or kind == TENS or kind == HUNDRED or kind == HUNDREDS or kind == SCALE:
        end, value, ordinal = words_value(text, i, n, language)
        return end, value, np.int64(0), ordinal
    return i, np.int64(0), np.int64(0), 0


@inlined
def with_sign(text: Text, i: int, n: int, value: int, places: int) -> tuple[int, int, int, int]:
    """A figure with a fraction sign behind it: where it ends, digits, decimals, parts of a whole."""
    if (
        i >= n
        or text.cells[i, KIND] != POINT
        or text.cells[i, PLACES] != FRACTION_SIGN
        or places != 0
    ):
        return i, value, places, np.int64(1)
    above, below = text.cells[i, VALUE] >> 8, text.cells[i, VALUE] & 0xFF
    return i + 1, value * below + above, np.int64(0), below


@inlined
def quantity(text: Text, i: int, n: int, language: int) -> tuple[int, int, int, int, int]:
    """Where the quantity at token i ends, its digits, decimals, parts of a whole, 1 for an ordinal.

    It ends at i where none begins.
    """
    end, value, places, ordinal = base_at(text, i, n, language)
    parts = np.int64(1)
    if end == i and class_at(text, i, n) != DOZEN:
        end, value, places, parts = with_sign(text, i, n, np.int64(0), np.int64(0))
    if ordinal == 1 or (end == i and class_at(text, i, n) != DOZEN):
        return end, value, places, parts, ordinal
    figure = text.cells[i, KIND] == LITERAL or text.cells[i, KIND] == POINT
    if figure and parts == 1:
        end, value, places, parts = with_sign(text, end, n, value, places)
    half = half_behind(text, end, n)
    if half > end and places == 0 and parts == 1:
        end, value, places = half, value * 10 + 5, np.int64(1)
    if text.cells[i, KIND] == WORD and parts == 1:
        end, parts = parts_behind(text, end, n, value, class_at(text, i, n) == ARTICLE)
    end, exponent, dozens = scaled(text, end, n, figure)
    return end, value * dozens, places - exponent, parts, 0
