"""Dates and times of day, in plain Python."""

from fractions import Fraction

from dedup.facts.plain.window import Window
from dedup.kernels.facts import marks

__all__ = ["ordinal_is_day", "times_and_dates", "word_is_month"]

Fact = tuple[object, ...]
MONTHS = (marks.MONTH, marks.MONTH_SHORT)


def times_and_dates(window: Window, at: int) -> tuple[int, list[Fact]]:
    """Where the date, time or fraction in figures at `at` ends, and its facts."""
    facts = date_at(window, at)
    if facts:
        return at + 5, facts
    end, facts = time_at(window, at)
    if end > at:
        return end, facts
    token, behind = window.tokens[at], window.get(at + 1)
    named = behind.word_class == marks.OF and behind.payload == 1 and token.places == 0
    if named and 1 <= token.value <= 12:
        return at + 2, [("month", token.value)]
    if window.is_sign(at + 1, "/") and window.is_digits(at + 2, 1, 2) and token.places == 0:
        below = window.tokens[at + 2].value
        if 0 < token.value < below:
            return at + 3, [("quantity", Fraction(token.value, below), 0)]
    return at, []


def date_at(window: Window, at: int) -> list[Fact]:
    """The facts of a date in figures."""
    first, year = window.tokens[at], window.get(at + 4)
    same = any(window.is_sign(at + 1, c) and window.is_sign(at + 3, c) for c in ("", "/", "."))
    if first.places != 0 or not same or not window.is_digits(at + 2, 1, 2):
        return []
    if not window.is_digits(at + 4, 1, 4):
        return []
    a, b, c = first.value, window.tokens[at + 2].value, year.value
    if first.size == 4 and year.size <= 2:
        return day_month_year(c, b, a)
    if first.size > 2 or year.size in (1, 3):
        return []
    if window.is_sign(at + 1, "/") and window.language == 0 and a <= 12 and b <= 12:
        return [("day or month", a, b), ("quantity", Fraction(c), 0)]
    return day_month_year(b, a, c) if b > 12 else day_month_year(a, b, c)


def day_month_year(day: int, month: int, year: int) -> list[Fact]:
    """The facts of a date, none when there is no such day."""
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return []
    return [("month", month), ("quantity", Fraction(day), 0), ("quantity", Fraction(year), 0)]


def time_at(window: Window, at: int) -> tuple[int, list[Fact]]:
    """A time of day in figures."""
    token, end, minute, clock = window.tokens[at], at + 1, 0, False
    hour = token.value
    if token.places == 2 and token.size <= 4:
        hour, minute = divmod(hour, 100)
    elif token.places != 0:
        return at, []
    elif window.is_sign(end, ":") and window.is_digits(at + 2, 2, 2):
        minute, end, clock = window.tokens[at + 2].value, at + 3, True
    named = window.get(end)
    if named.word_class == marks.CLOCK and (named.size > 1 or named.glued):
        end, clock = end + 1, True
        if window.is_digits(end, 2, 2):
            minute, end = window.tokens[end].value, end + 1
        named = window.get(end)
    half = named.payload if named.word_class == marks.AMPM else 0
    if hour > 24 or minute >= 60 or not (clock or half):
        return at, []
    if half:
        hour = hour % 12 + 12 * (half == 2)
    return end + bool(half), [("time", 60 * hour + minute)]


def ordinal_is_day(window: Window, at: int, end: int) -> bool:
    """Whether a month stands beside what runs from `at` to `end`."""
    if window.kind(at - 1) in MONTHS:
        return True
    before = window.get(at - 1)
    dot = before.kind == marks.POINT and before.value == ord(".")
    if at > 1 and dot and window.kind(at - 2) == marks.MONTH_SHORT:
        return True
    behind = window.get(end)
    here = end + (behind.kind == marks.POINT and behind.value == ord("."))
    here = here + 1 if window.kind(here) == marks.OF else here
    return window.kind(here) in MONTHS


def word_is_month(window: Window, at: int) -> bool:
    """Whether the month at `at` is one here."""
    token, before, behind = window.tokens[at], window.get(at - 1), window.get(at + 1)
    beside = marks.LITERAL in (before.kind, behind.kind)
    far = window.kind(at - 2 if before.word_class == marks.OF else at - 1)
    beside = beside or marks.ORDINAL in (far, behind.word_class)
    if token.word_class == marks.MONTH_SHORT:
        dot = behind.kind == marks.POINT and behind.value == ord(".")
        return beside or (dot and window.get(at + 2).kind == marks.LITERAL)
    if not token.info & marks.AMBIGUOUS or beside:
        return True
    if not token.capital or token.opens:
        return False
    named = before.kind == marks.WORD and before.capital
    return not named or bool(before.info & marks.COMMON)
