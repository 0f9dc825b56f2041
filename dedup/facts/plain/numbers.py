"""The numbers, dates and times of a text, in plain Python."""

from fractions import Fraction

from dedup.facts.plain.dates import ordinal_is_day, times_and_dates, word_is_month
from dedup.facts.plain.quantities import Quantity, quantity_at
from dedup.facts.plain.token import Token
from dedup.facts.plain.window import Window
from dedup.kernels.facts import marks

__all__ = ["number_facts"]

Fact = tuple[object, ...]
NAMED = {
    marks.NOON: "time", marks.WEEKDAY: "weekday", marks.DAYWORD: "day", marks.VAGUE: "many",
}  # fmt: skip


def number_facts(tokens: list[Token], language: int) -> list[Fact]:
    """Every number, date and time; marks the tokens that say them."""
    window = Window(tokens, language)
    facts: list[Fact] = []
    last: tuple[int, Fraction] | None = None
    at = 0
    while at < len(tokens):
        end, found, value = fact_at(window, at, last)
        for token in tokens[at:end]:
            token.role = marks.NUMBER
        facts += found
        last = (end, value) if value is not None else last
        at = max(end, at + 1)
    return facts


def fact_at(
    window: Window, at: int, last: tuple[int, Fraction] | None
) -> tuple[int, list[Fact], Fraction | None]:
    """Where what begins at `at` ends, its facts, and its value if it is a quantity."""
    token = window.tokens[at]
    if token.kind == marks.POINT and token.sign != marks.FRACTION_SIGN:
        return at, [], None
    if token.kind == marks.LITERAL:
        end, found = times_and_dates(window, at)
        if end > at:
            return end, found, None
    else:
        end, found = named_fact(window, at)
        if end > at:
            return end, found, None
    return quantity_facts(window, at, last)


def named_fact(window: Window, at: int) -> tuple[int, list[Fact]]:
    """A month, a day, an ordinal, noon or "dozens"."""
    token = window.tokens[at]
    kind = token.word_class
    if kind in (marks.MONTH, marks.MONTH_SHORT):
        return (at + 1, [("month", token.payload)]) if word_is_month(window, at) else (at, [])
    if kind == marks.ORDINAL:
        day = ordinal_is_day(window, at, at + 1)
        return at + 1, [("quantity" if day else "place", Fraction(token.payload), 0)]
    return (at + 1, [(NAMED[kind], token.payload)]) if kind in NAMED else (at, [])


def quantity_facts(
    window: Window, at: int, last: tuple[int, Fraction] | None
) -> tuple[int, list[Fact], Fraction | None]:
    """A quantity with its unit, or an ordinal."""
    found = quantity_at(window, at)
    if found.end == at:
        return at, [], None
    end, ordinal = found.end, found.ordinal
    token = window.tokens[at]
    if token.kind == marks.LITERAL and end == at + 1 and ends_ordinal(window, end):
        end, ordinal = end + 1, True
    place = ordinal and not ordinal_is_day(window, at, end)
    start, unit = unit_before(window, at)
    if not place:
        end, behind = unit_behind(window, after_half(window, at, end))
        end, rate = rate_behind(window, end)
        unit = (unit or behind, rate) if rate else unit or behind
    if is_negative(window, at):
        unit, start = ("minus", unit), min(start, at - 1)
    facts: list[Fact] = [("place" if place else "quantity", found.value, unit)]
    if last is not None and falls(window, at, last, found):
        facts.append(("falling",))
    for one in window.tokens[start:end]:
        one.role = marks.NUMBER
    return end, facts, found.value


def ends_ordinal(window: Window, at: int) -> bool:
    """Whether the token at `at` makes the figure before it an ordinal."""
    token = window.get(at)
    return token.kind == marks.WORD and token.glued and bool(token.info & marks.ENDING)


def after_half(window: Window, at: int, end: int) -> int:
    """Behind the article of "half a mile"."""
    half = window.kind(at) == marks.HALF and window.kind(end) == marks.ARTICLE
    return end + 1 if half and is_unit(window, end + 1) else end


def is_unit(window: Window, at: int) -> bool:
    """Whether a unit or a currency stands at `at`."""
    token = window.get(at)
    if window.kind(at) not in (marks.UNITWORD, marks.CURRENCY):
        return False
    return token.kind == marks.POINT or token.size != 1 or token.glued


def unit_behind(window: Window, end: int) -> tuple[int, object]:
    """Where the unit behind a quantity ends, and which it is."""
    at = end + 1 if window.is_hyphen(end) else end
    if window.kind(at) == marks.ALIAS and window.kind(at + 1) == marks.CURRENCY:
        at += 1
    unit = 0
    for _ in range(2):
        if not is_unit(window, at):
            break
        unit = window.get(at).payload or unit
        at += 1
        end = at
    return end, unit


def rate_behind(window: Window, end: int) -> tuple[int, int]:
    """Where "a day" or "per barrel" behind a quantity ends, and its unit."""
    if window.kind(end) != marks.ARTICLE or not is_unit(window, end + 1):
        return end, 0
    return end + 2, window.get(end + 1).payload


def unit_before(window: Window, at: int) -> tuple[int, object]:
    """Where the currency before a quantity begins, and which it is."""
    here = at - 1
    if window.get(here).kind == marks.POINT and window.get(here).value == ord("."):
        here -= 1
    token = window.get(here)
    if here < 0 or window.kind(here) != marks.CURRENCY or token.role == marks.NUMBER:
        return at, 0
    if token.kind == marks.WORD and not token.capital:
        return at, 0
    before = window.get(here - 1)
    if here > 0 and token.kind == marks.POINT and token.glued and before.kind == marks.WORD:
        if before.word_class == marks.ALIAS:
            return here - 1, token.payload
        if before.upper and before.size <= 2:
            return here - 1, (token.payload, before.word)
    return here, token.payload


def is_negative(window: Window, at: int) -> bool:
    """Whether a minus stands before the quantity."""
    before = window.get(at - 1)
    if at < 1 or before.kind not in (marks.WORD, marks.POINT):
        return False
    if before.kind == marks.WORD:
        return before.word_class == marks.MINUS
    return before.sign == marks.HYPHEN and window.tokens[at].glued and not before.glued


def falls(window: Window, at: int, last: tuple[int, Fraction], found: Quantity) -> bool:
    """Whether this is the lesser second of "3-1" or "from 10 to 5"."""
    if last[0] != at - 1 or at < 2:
        return False
    between = window.is_hyphen(at - 1) or window.is_sign(at - 1, ":")
    return (between or window.kind(at - 1) == marks.TO) and found.value < last[1]
