"""The tokens of a text: words, figures and signs, each with what is known of it."""

import numpy as np

from dedup.kernels.arrays import Bytes
from dedup.kernels.facts.figures import digits_end, figure_end, figure_value
from dedup.kernels.facts.lexicon import (
    FNV_PRIME,
    FNV_START,
    SYMBOLS,
    Lexicon,
    Text,
    class_of,
    look_up,
    salt_of,
    sign_at,
)  # fmt: skip
from dedup.kernels.facts.marks import (
    ALL_UPPER,
    ANY_UPPER,
    APOSTROPHE,
    CAPITAL,
    CLASS,
    COMMON,
    DIGIT,
    GLUED,
    INFO,
    INITIAL,
    KIND,
    LATIN,
    LETTER,
    LITERAL,
    LOWER,
    MONTH_SHORT,
    NEVER,
    OPENS,
    PLACES,
    POINT,
    ROLE,
    SCRIPT,
    SCRIPT_MASK,
    SHAPE,
    SIGN_SHIFT,
    SIZE,
    SKIP,
    SPACE,
    UNCASED,
    UPPER,
    VALUE,
    WIDE,
    WORD,
)  # fmt: skip
from dedup.kernels.facts.words import (
    DOT,
    INSIDE,
    LETTER_O,
    LOWER_A,
    LOWER_BIT,
    POSSESSIVE,
    apostrophe,
    ascii_letters,
    dotted_end,
    has_suffix,
    is_letter,
    plain_end,
)  # fmt: skip
from dedup.kernels.jit import inlined

__all__ = ["LOWERS", "TALLIES", "UPPERS", "tokenize"]

UPPERS, LOWERS, FIGURES_UNTIL, OPENING = 8, 9, 10, 11
TALLIES = 16
BLANK = 0x20
ZERO = 0x30
# ! " . : ; ? [ and from here on dashes, quotation marks, bullets: a sentence may begin behind them.
OPENERS = np.int64(1 << 0x01 | 1 << 0x02 | 1 << 0x0E | 1 << 0x1A | 1 << 0x1F)
BRACKET, GUILLEMETS, LOWEST_DASH = 0x5B, (0xAB, 0xBB), 0x2000


@inlined
def read_letters(
    data: Bytes, at: int, end: int, lexicon: Lexicon, text: Text, n: int, digits: int
) -> int:
    """Make the run of letters, inner apostrophes and, if `digits`, digits at data[at] token n.

    Returns where it ends, behind a possessive 's, which is left out.
    """
    stop, key, uppers = ascii_letters(data, at, end)
    letters, capital = stop - at, uppers > 0 and data[at] < LOWER_A
    lowers, script, last = letters - uppers, LATIN * (letters > 0), LETTER_O
    if letters != 1 or np.int64(data[at]) | LOWER_BIT != LETTER_O:
        last = 0
    at = stop
    while at < end:
        sign, size = sign_at(data, at, lexicon.signs)
        kind, char = sign & CLASS, sign >> SIGN_SHIFT
        if kind == LOWER or kind == UPPER or kind == UNCASED:
            capital = kind == UPPER if letters == 0 else capital
            letters, uppers, lowers = (
                letters + 1,
                uppers + (kind == UPPER),
                lowers + (kind == LOWER),
            )
            script = sign >> SCRIPT & SCRIPT_MASK
        elif kind == APOSTROPHE:
            found = apostrophe(data, at + size, end, lexicon, letters, last)
            if found == POSSESSIVE:
                at += size
                size = sign_at(data, at, lexicon.signs)[1]
                at += size
            if found != INSIDE:
                break
        elif kind == DIGIT and digits:
            char += ZERO
        elif kind != SKIP:
            break
        if kind != SKIP:
            key, last = (key ^ np.uint64(char)) * FNV_PRIME, char
        at += size
    text.tally[UPPERS] += uppers
    text.tally[LOWERS] += lowers
    text.tally[script] += letters
    put_word(text, n, key, letters, uppers, capital)
    text.cells[n, VALUE] = script
    return at


@inlined
def put_word(text: Text, n: int, key: np.uint64, letters: int, uppers: int, capital: int) -> None:
    """Write a word as token n; what is known of it comes later."""
    shape = capital * CAPITAL | (uppers > 0) * ANY_UPPER | (letters == 1) * LETTER
    shape |= (uppers >= 2 and uppers == letters) * ALL_UPPER
    text.keys[n], text.cells[n, KIND], text.cells[n, SHAPE] = key, WORD, shape
    text.cells[n, SIZE], text.cells[n, PLACES] = letters, 0


@inlined
def read_word(
    data: Bytes, at: int, end: int, language: int, lexicon: Lexicon, text: Text, n: int
) -> int:
    """Make the word at data[at] token n; returns where it ends."""
    free = n == 0 or text.cells[n - 1, KIND] != LITERAL or data[at - 1] == BLANK
    stop = read_letters(data, at, end, lexicon, text, n, free)
    if text.cells[n, SHAPE] & LETTER != 0 and stop < end and data[stop] == DOT:
        stop = read_dotted(data, at, stop, end, lexicon, text, n)
    salt = salt_of(text.cells[n, VALUE], language)
    text.cells[n, VALUE], text.cells[n, INFO] = salt, look_up(lexicon, text.keys[n], salt)
    return stop


@inlined
def read_dotted(
    data: Bytes, at: int, stop: int, end: int, lexicon: Lexicon, text: Text, n: int
) -> int:
    """Make letters with dots from data[at] on, as in "U.S.", token n, or one an initial."""
    dots = dotted_end(data, stop, end, lexicon)
    if dots == stop:
        text.cells[n, SHAPE] |= (text.cells[n, SHAPE] & CAPITAL != 0) * INITIAL
        return stop
    key, letters, uppers, capital = FNV_START, 0, 0, text.cells[n, SHAPE] & CAPITAL != 0
    while at < dots:
        sign, size = sign_at(data, at, lexicon.signs)
        kind = sign & CLASS
        if kind == LOWER or kind == UPPER or kind == UNCASED:
            key = (key ^ np.uint64(sign >> SIGN_SHIFT)) * FNV_PRIME
            letters, uppers = letters + 1, uppers + (kind == UPPER)
        at += size
    put_word(text, n, key, letters, uppers, capital)
    return dots


@inlined
def read_figure(
    data: Bytes, at: int, end: int, language: int, lexicon: Lexicon, text: Text, n: int
) -> int:
    """Make the figure at data[at] token n; returns where it ends."""
    stop, decimals = digits_end(data, at, end, lexicon), 0
    if at >= text.tally[FIGURES_UNTIL]:
        stop, decimals, until = figure_end(data, at, end, lexicon, language)
        text.tally[FIGURES_UNTIL] = until
    value, places, size = figure_value(data, at, stop, decimals, lexicon)
    text.cells[n, KIND], text.keys[n], text.cells[n, INFO], text.cells[n, SHAPE] = (
        LITERAL,
        FNV_START,
        0,
        0,
    )
    text.cells[n, VALUE], text.cells[n, PLACES], text.cells[n, SIZE] = value, places, size
    return stop


@inlined
def put_sign(sign: int, language: int, lexicon: Lexicon, text: Text, n: int) -> None:
    """Make a character token n: a letter of a wide script, or a sign; `value` is its code point."""
    char = sign >> SIGN_SHIFT
    wide = sign & CLASS == WIDE
    key = (FNV_START ^ np.uint64(char)) * FNV_PRIME
    salt = salt_of(sign >> SCRIPT & SCRIPT_MASK, language) if wide else SYMBOLS
    text.cells[n, KIND], text.keys[n] = WORD if wide else POINT, key
    text.cells[n, VALUE], text.cells[n, PLACES] = salt if wide else char, sign & CLASS
    text.cells[n, SIZE], text.cells[n, SHAPE] = 0, 0
    text.cells[n, INFO] = look_up(lexicon, key, salt)
    text.tally[sign >> SCRIPT & SCRIPT_MASK] += wide


@inlined
def opens_behind(text: Text, n: int) -> bool:
    """Whether a sentence or a quotation may begin behind the sign that is token n."""
    char = text.cells[n, VALUE]
    if char == DOT and n > 0 and text.cells[n - 1, KIND] == WORD:
        before = text.cells[n - 1, INFO]
        short = before & NEVER != 0 or class_of(before) == MONTH_SHORT
        return not short and text.cells[n - 1, SHAPE] & LETTER == 0
    if char < 0x40:
        return OPENERS >> (char - BLANK) & 1 == 1
    quote = char == GUILLEMETS[0] or char == GUILLEMETS[1]
    return char == BRACKET or quote or LOWEST_DASH <= char < 0x20A0 or char >= 0x3000


@inlined
def read_token(
    data: Bytes, at: int, end: int, language: int, lexicon: Lexicon, text: Text, n: int
) -> int:
    """Make what stands at data[at], which is no space, token n; returns where it ends."""
    sign, size = sign_at(data, at, lexicon.signs)
    kind = sign & CLASS
    if is_letter(kind):
        return read_word(data, at, end, language, lexicon, text, n)
    if kind == DIGIT:
        return read_figure(data, at, end, language, lexicon, text, n)
    put_sign(sign, language, lexicon, text, n)
    return at + size


@inlined
def tokenize(data: Bytes, start: int, end: int, language: int, lexicon: Lexicon, text: Text) -> int:
    """Fill `text` with the tokens of data[start:end]; returns how many there are."""
    text.tally[:] = 0
    n, at, glued, opens = np.int64(0), np.int64(start), False, True
    salt = salt_of(LATIN, language)
    while at < end:
        # Most of all text: a word of ASCII letters, done here without a call.
        stop, key, uppers = ascii_letters(data, at, end)
        letters = stop - at
        if letters > 1 and plain_end(data, stop, end):
            shape = (data[at] < LOWER_A) * CAPITAL | (uppers > 0) * ANY_UPPER
            shape |= (uppers == letters) * ALL_UPPER | glued * GLUED | opens * OPENS
            text.keys[n], text.cells[n, KIND] = key, WORD
            info = look_up(lexicon, key, salt)
            if info == 0 and opens and salt == 0 and uppers == 1 and has_suffix(data, at, stop):
                info = np.int64(COMMON)
            text.cells[n, INFO] = info
            text.cells[n, SHAPE], text.cells[n, VALUE] = shape, salt
            text.cells[n, PLACES], text.cells[n, SIZE], text.cells[n, ROLE] = 0, letters, 0
            text.tally[UPPERS] += uppers
            text.tally[LOWERS] += letters - uppers
            text.tally[LATIN] += letters
            at, n, glued, opens = stop, n + 1, True, False
            continue
        sign, size = sign_at(data, at, lexicon.signs)
        kind = sign & CLASS
        if kind == SKIP or kind == SPACE:
            glued = glued and kind == SKIP
            at += size
            continue
        at = read_token(data, at, end, language, lexicon, text, n)
        text.cells[n, SHAPE] |= glued * GLUED | opens * OPENS
        text.cells[n, ROLE] = 0
        opens = text.cells[n, KIND] == POINT and (opens or opens_behind(text, n))
        glued = True
        n += 1
    return n
