"""Whether a run of terminators ends a sentence."""

from typing import NamedTuple

from dedup.kernels.arrays import Bytes
from dedup.kernels.jit import inlined
from dedup.kernels.scan.ahead import NOTHING, Ahead
from dedup.kernels.scan.characters import code_point, kind_at
from dedup.kernels.scan.kinds import (
    DASH,
    DIGIT,
    ENDERS,
    LETTERS,
    LOWER,
    POINT,
    UNCASED,
    UPPER,
)  # fmt: skip
from dedup.kernels.scan.token import Token, next_word, token_before
from dedup.kernels.scan.words import DOTTED, LOOSE, MAYBE, NEVER, NUMBER, STARTER, TITLE, Rules

__all__ = ["Run", "ends_sentence"]

FIRST_WIDE = 0x2E80  # from here on: scripts that put no space between sentences
AT_SIGN, HASH_SIGN, AMPERSAND, HYPHEN, LAST_ASCII = 0x40, 0x23, 0x26, 0x2D, 0x7F
ROUND_OPENS, ROUND_CLOSES, SQUARE_OPENS, FULL_STOP, STRAIGHT_QUOTE = 0x28, 0x29, 0x5B, 0x2E, 0x22
SHORTEST_WORD, LONGEST_SOURCE = 3, 40
LONGEST_ITEM, LONGEST_BULLET = 3, 5
LONGEST_ORDINAL, LONGEST_PART, SHORT_PART = 2, 4, 3
FIRST_THAI, LAST_LAO = 0x0E00, 0x0EFF


class Run(NamedTuple):
    """Adjoining terminators like "?!" or "...": bytes start to end."""

    start: int
    end: int
    seen: int  # bit mask of their kinds
    dots: int  # how many plain dots
    strong: bool  # one of them is like "!" or "?"
    ellipsis: bool  # one of them is "…"
    asks: bool  # one of them is "?"


@inlined
def is_plain_word(token: Token) -> bool:
    """Whether a token is a lower-case word, long enough to be no unknown abbreviation."""
    plain = token.traits == 0 and token.dots == 0 and token.vowels > 0
    return plain and token.letters == token.lowers >= SHORTEST_WORD


@inlined
def ends_before_lower(
    text: Bytes, begin: int, end: int, run: Run, ahead: Ahead, rules: Rules
) -> bool:
    """A lower-case word follows: "?" ends an unquoted sentence, the rest needs a good reason."""
    if ahead.closed or run.ellipsis or run.dots > 1:
        return False
    if ahead.dashed:
        bullet = text[ahead.gap] <= LAST_ASCII and text[ahead.gap] != HYPHEN
        return bullet and run.dots == 1
    if run.asks and run.dots == 0 and ahead.cut == run.end:
        return True
    link = next_word(text, ahead.at, end, rules) & LOOSE != 0
    if not link and kind_at(text, begin, rules.signs) != LOWER:
        return False
    return is_plain_word(token_before(text, begin, run.start, rules))


@inlined
def ends_glued(text: Bytes, begin: int, end: int, run: Run, ahead: Ahead, rules: Rules) -> bool:
    """No white space follows: one was forgotten, or the script has none."""
    if ahead.kind == UNCASED:
        return ahead.char >= FIRST_WIDE and run.strong and not run.ellipsis
    if ahead.kind != UPPER or ahead.at != ahead.gap:
        return False
    if ahead.closed:
        return True
    if not run.strong or next_word(text, ahead.at, end, rules) & STARTER == 0:
        return False
    return is_plain_word(token_before(text, begin, run.start, rules))


@inlined
def ends_before_mark(text: Bytes, run: Run, ahead: Ahead) -> bool:
    """No letter and no digit follows: a symbol, an emoji or punctuation."""
    if ENDERS >> ahead.kind & 1 == 1:
        omits = text[ahead.gap] == ROUND_OPENS or text[ahead.gap] == SQUARE_OPENS
        return omits and run.dots <= 1 and not run.ellipsis
    if ahead.kind == POINT:
        return ahead.char == AT_SIGN or ahead.char == HASH_SIGN or ahead.char == AMPERSAND
    return run.strong or run.dots == 1


@inlined
def ends_after_number(
    text: Bytes, begin: int, end: int, run: Run, ahead: Ahead, token: Token, rules: Rules
) -> bool:
    """A number stands before the dot: an item's, an ordinal, or the last word."""
    size = run.start - token.start
    bulleted = token.start - begin <= LONGEST_BULLET and kind_at(text, begin, rules.signs) == DASH
    if (bulleted or token.start == begin) and size <= LONGEST_ITEM:
        return False
    if rules.ordinals == 1 and size <= LONGEST_ORDINAL and LETTERS >> ahead.kind & 1 == 1:
        return next_word(text, ahead.at, end, rules) & STARTER != 0
    return True


@inlined
def ends_after_letter(begin: int, token: Token, ahead: Ahead, word: int) -> bool:
    """A single letter stands before the dot: an initial, a unit, an item's letter."""
    opens = word == STARTER and ahead.kind == UPPER
    if token.first == UPPER:
        return opens and token.traits & TITLE == 0
    if token.first != LOWER:
        return True
    if token.start == begin or word & DOTTED != 0:
        return False
    if ahead.kind == DIGIT and token.traits & NUMBER != 0:
        return False
    if token.traits & (TITLE | NUMBER | MAYBE) != 0:
        return opens
    return ahead.kind != DIGIT


@inlined
def ends_before_digit(token: Token) -> bool:
    """A digit follows a word and a dot."""
    if token.traits & (TITLE | NUMBER) != 0:
        return False
    capital = token.lowers < token.letters or token.dots > 0
    return not (token.traits & MAYBE != 0 and token.longest <= LONGEST_PART and capital)


@inlined
def looks_shortened(text: Bytes, token: Token) -> bool:
    """An unknown word that looks like an abbreviation: n.k.a., or without a vowel like Blvd."""
    if token.digits > 0:
        return False
    if token.dots > 0:
        return token.longest <= SHORT_PART
    return (
        token.first == UPPER
        and token.vowels == 0
        and text[token.start] <= LAST_ASCII
        and 2 <= token.letters <= LONGEST_PART
        and token.lowers >= token.letters - 1
    )


@inlined
def ends_after_word(text: Bytes, token: Token, ahead: Ahead, word: int) -> bool:
    """A word of two or more letters stands before the dot, a letter behind it."""
    if token.traits & TITLE != 0:
        return token.traits & MAYBE != 0 and word == STARTER
    if token.traits & MAYBE != 0 and ahead.quoted and token.dots == 0 and ahead.kind == UPPER:
        return True
    if token.traits & MAYBE != 0 or looks_shortened(text, token):
        return word & STARTER != 0 or ahead.kind == UNCASED
    return True


@inlined
def is_acronym(text: Bytes, at: int) -> bool:
    """Whether a straight quote stands before text[at] and a letter before that, as in צה"ל."""
    return at >= 2 and text[at - 1] == STRAIGHT_QUOTE and text[at - 2] > LAST_ASCII


@inlined
def is_short_uncased(text: Bytes, token: Token) -> bool:
    """Whether a token of a script without case is an abbreviation: letters with dots, as in د. or א.ב.

    Thai and Lao write no full stop but behind abbreviations, whose parts are longer.
    """
    if token.first != UNCASED or token.digits > 0 or is_acronym(text, token.start):
        return False
    first, _size = code_point(text, token.start)
    thai = FIRST_THAI <= first <= LAST_LAO
    return token.longest <= (LONGEST_PART if thai else 1) and first < FIRST_WIDE


@inlined
def ends_after_dot(text: Bytes, begin: int, end: int, run: Run, ahead: Ahead, rules: Rules) -> bool:
    """Whether a single dot with a gap behind it ends a sentence, by the words around it."""
    token = token_before(text, begin, run.start, rules)
    if token.start == run.start:
        return True
    if token.traits & NEVER != 0:
        return False
    if token.letters == 0 and token.digits > 0:
        return ends_after_number(text, begin, end, run, ahead, token, rules)
    if token.start == begin and token.letters == token.romans <= LONGEST_PART:
        return False
    if is_short_uncased(text, token):
        return False
    word = next_word(text, ahead.at, end, rules)
    if token.letters == 1 and token.dots == 0 and token.digits == 0:
        return ends_after_letter(begin, token, ahead, word)
    if ahead.kind == DIGIT:
        return ends_before_digit(token)
    return ends_after_word(text, token, ahead, word)


@inlined
def cites(text: Bytes, at: int, end: int) -> bool:
    """Whether a source in parentheses, with a terminator behind, follows a quotation."""
    if text[at] != ROUND_OPENS:
        return False
    last = at
    while last < end and last - at < LONGEST_SOURCE and text[last] != ROUND_CLOSES:
        last += 1
    return last + 1 < end and text[last] == ROUND_CLOSES and text[last + 1] == FULL_STOP


@inlined
def ends_sentence(text: Bytes, begin: int, end: int, run: Run, ahead: Ahead, rules: Rules) -> bool:
    """Whether the sentence that starts at `begin` ends at ahead.cut."""
    if ahead.kind == NOTHING:
        return ahead.at == ahead.gap or ahead.cut < ahead.gap
    if ahead.cut == ahead.gap:
        return ends_glued(text, begin, end, run, ahead, rules)
    if ahead.closed and cites(text, ahead.gap, end):
        return False
    if ahead.kind == LOWER:
        return ends_before_lower(text, begin, end, run, ahead, rules)
    if (LETTERS | 1 << DIGIT) >> ahead.kind & 1 == 0:
        return ends_before_mark(text, run, ahead)
    if run.strong:
        return True
    if run.ellipsis or run.dots > 1:
        return ahead.kind != DIGIT
    return ends_after_dot(text, begin, end, run, ahead, rules)
