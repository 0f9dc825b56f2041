"""How much is said: figures and number words with scales and fractions, in plain Python."""

from fractions import Fraction
from typing import NamedTuple

from dedup.facts.plain.window import Window
from dedup.kernels.facts import marks

__all__ = ["Quantity", "quantity_at"]

FRENCH, MOST = 2, 10**6
MULTIPLIERS = (marks.SCALE, marks.DOZEN, marks.HUNDRED)
NUMBER_WORDS = (marks.UNIT, marks.TENS, marks.HUNDRED, marks.HUNDREDS, marks.SCALE)
FRESH = (0, marks.HUNDRED, marks.HUNDREDS, marks.SCALE)


class Quantity(NamedTuple):
    """Where it ends (at its start: there is none), its value, and whether it is an ordinal."""

    end: int
    value: Fraction
    ordinal: bool = False


def quantity_at(window: Window, at: int) -> Quantity:
    """The quantity that begins at `at`."""
    token = window.tokens[at]
    found = base_at(window, at)
    dozen = token.word_class == marks.DOZEN
    if found.end == at and not dozen:
        found = with_sign(window, at, Fraction(0))
    if found.ordinal or (found.end == at and not dozen):
        return found
    end, value = found.end, found.value
    whole = token.kind != marks.LITERAL or token.places == 0
    parts = 1
    if token.kind == marks.LITERAL and whole:
        end, value = with_sign(window, end, value)[:2]
    half = half_behind(window, end)
    if half > end and whole and value.denominator == 1:
        end, value = half, value + Fraction(1, 2)
    if token.kind == marks.WORD:
        end, parts = parts_behind(window, end, value, article=token.word_class == marks.ARTICLE)
    end, times = scaled(window, end, figure=token.kind != marks.WORD)
    return Quantity(end, value / parts * times)


def base_at(window: Window, at: int) -> Quantity:
    """The number that begins at `at`, before scales."""
    token = window.tokens[at]
    kind = token.word_class
    if token.kind == marks.LITERAL:
        return Quantity(at + 1, Fraction(token.value) / Fraction(10) ** token.places)
    if kind in (marks.HAN_DIGIT, marks.HAN_UNIT):
        return han_number(window, at)
    if kind == marks.HALF:
        return Quantity(half_end(window, at), Fraction(1, 2))
    if kind == marks.ARTICLE:
        counts = window.kind(at + 1) in MULTIPLIERS
        parts = parts_behind(window, at + 1, Fraction(1), article=True)[0] > at + 1
        return Quantity(at + 1 if counts or parts else at, Fraction(1))
    if kind in NUMBER_WORDS:
        return number_words(window, at)
    return Quantity(at, Fraction(1))


def with_sign(window: Window, at: int, value: Fraction) -> Quantity:
    """A number with a fraction sign at `at` added."""
    token = window.get(at)
    if token.kind != marks.POINT or token.sign != marks.FRACTION_SIGN:
        return Quantity(at, value)
    return Quantity(at + 1, value + Fraction(token.value >> 8, token.value & 0xFF))


def half_end(window: Window, at: int) -> int:
    """Where "half" ends, with an article before a scale; `at` where it is no number."""
    if window.kind(at - 1) == marks.ORDINAL:
        return at
    hyphen = window.is_hyphen(at + 1)
    here = at + 2 if hyphen else at + 1
    here = here + 1 if window.kind(here) == marks.ARTICLE else here
    if window.kind(here) in MULTIPLIERS:
        return here
    return at if hyphen else at + 1


def half_behind(window: Window, end: int) -> int:
    """Where "and a half" behind a number ends, `end` where there is none."""
    at = window.past_hyphen(end)
    if window.kind(at) != marks.AND:
        return end
    at = window.past_hyphen(at + 1)
    if window.kind(at) == marks.ARTICLE:
        at = window.past_hyphen(at + 1)
    return at + 1 if window.kind(at) == marks.HALF else end


def parts_behind(window: Window, end: int, count: Fraction, *, article: bool) -> tuple[int, int]:
    """Where "third" or "quarters" behind a count ends, and how many parts make a whole."""
    at = window.past_hyphen(end)
    token = window.get(at)
    if token.word_class == marks.HALF and count == 1 and not article:
        return at + 1, 2
    if token.word_class == marks.QUARTERS:
        return at + 1, token.payload
    part = token.word_class == marks.ORDINAL and count == 1 and 3 <= token.payload <= 10
    if part and (not article or window.kind(at + 1) == marks.OF):
        return at + 1, token.payload
    return end, 1


def scaled(window: Window, end: int, *, figure: bool) -> tuple[int, int]:
    """Where the scales behind a number end, and what they multiply it with."""
    times, dozens = 1, 1
    while True:
        at = window.past_hyphen(end)
        token = window.get(at)
        kind = token.word_class
        short = kind == marks.SCALE_SHORT and figure and (token.size > 1 or token.glued)
        if kind == marks.SCALE or short or (kind == marks.HAN_UNIT and figure):
            times *= 10**token.payload
        elif kind == marks.HUNDRED:
            times *= 100
        elif kind == marks.DOZEN:
            dozens = 12
        else:
            return end, times * dozens
        end = at + 1


def number_words(window: Window, start: int) -> Quantity:
    """A number in words: "two thousand and twenty-five"."""
    total = current = last = 0
    end = start
    while end < len(window.tokens):
        at = behind_joint(window, end, last) if last else end
        token = window.get(at)
        kind, value = token.word_class, token.payload
        if kind == marks.ORDINAL and last not in (0, marks.UNIT) and value < 20:
            return Quantity(at + 1, Fraction(total + current + value), ordinal=True)
        if not fits(current, last, kind, value, window.language) or total >= MOST:
            break
        if kind in (marks.UNIT, marks.HUNDREDS):
            current += value
        elif kind == marks.TENS:
            current = current + value if last != marks.UNIT else 80
        elif kind == marks.HUNDRED:
            current = max(current, 1) * 100
        else:
            more = max(current, 1) * 10**value
            total, current = total * 10**value if last == marks.SCALE else total + more, 0
        end, last = at + 1, kind
    return Quantity(end, Fraction(total + current))


def behind_joint(window: Window, at: int, last: int) -> int:
    """Where the next number word may stand: behind a hyphen or an "and"."""
    if window.is_hyphen(at):
        return at + 1
    joins = last != marks.UNIT and (last != marks.TENS or window.language != 0)
    return at + 1 if window.kind(at) == marks.AND and joins else at


def fits(current: int, last: int, kind: int, value: int, language: int) -> bool:
    """Whether a number word goes on a number."""
    french = language == FRENCH
    if kind == marks.UNIT:
        many = french and current % 100 in (60, 80) and value < 20
        return last in FRESH or (last == marks.TENS and (value < 10 or many))
    if kind == marks.TENS:
        return last in FRESH or (french and last == marks.UNIT and (current, value) == (4, 20))
    if kind == marks.HUNDRED:
        small = last in (marks.UNIT, marks.TENS) and current < 100
        return small or last in (0, marks.SCALE)
    if kind == marks.HUNDREDS:
        return last in (0, marks.SCALE)
    return kind == marks.SCALE


def han_number(window: Window, start: int) -> Quantity:
    """A Chinese or Japanese numeral."""
    total = section = digits = 0
    end = start
    while True:
        token = window.get(end)
        kind = token.word_class
        if kind == marks.HAN_DIGIT and digits < MOST:
            digits = digits * 10 + token.payload
        elif kind == marks.HAN_UNIT and (end > start or token.payload == 1):
            section, digits = section + max(digits, 1) * 10**token.payload, 0
        elif kind == marks.SCALE and end > start:
            total += max(section + digits, 1) * 10**token.payload
            section = digits = 0
        else:
            return Quantity(end, Fraction(total + section + digits))
        end += 1
