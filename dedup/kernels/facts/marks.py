"""What the fact kernels tell apart: classes of characters, kinds of tokens, roles and word classes."""

import numpy as np

__all__ = [
 "AFTER_NE",
 "AGAIN",
 "ALIAS",
 "ALL_UPPER",
 "AMBIGUOUS",
 "AMPM",
 "AND",
 "ANY_UPPER",
 "APOSTROPHE",
 "ARABIC",
 "ARTICLE",
 "CAPITAL",
 "CLASS",
 "CLOCK",
 "COLUMNS",
 "COMMON",
 "CURRENCY",
 "CYRILLIC",
 "DAYWORD",
 "DIGIT",
 "DOZEN",
 "ENDING",
 "FLAGS",
 "FRACTION",
 "FRACTION_SIGN",
 "GLUED",
 "GONE",
 "HALF",
 "HAN",
 "HAN_DIGIT",
 "HAN_UNIT",
 "HUNDRED",
 "HUNDREDS",
 "HYPHEN",
 "INFO",
 "INITIAL",
 "KANA",
 "KIND",
 "KNOWN",
 "LATIN",
 "LETTER",
 "LITERAL",
 "LOWER",
 "MINUS",
 "MONTH",
 "MONTH_SHORT",
 "NAME",
 "NAMED",
 "NE",
 "NEGATION",
 "NEVER",
 "NOON",
 "NUMBER",
 "N_SIGNS",
 "OF",
 "OPENS",
 "ORDINAL",
 "OTHER",
 "PAYLOAD",
 "PLACES",
 "POINT",
 "PREFIX",
 "QUARTERS",
 "ROLE",
 "SCALE",
 "SCALE_SHORT",
 "SCRIPT",
 "SCRIPT_MASK",
 "SHAPE",
 "SIGN_SHIFT",
 "SIZE",
 "SKIP",
 "SPACE",
 "TENS",
 "TO",
 "UNCASED",
 "UNIT",
 "UNITWORD",
 "UPPER",
 "VAGUE",
 "VALUE",
 "WEEKDAY",
 "WIDE",
 "WORD",
 "WORDCLASS",
]  # fmt: skip

# One uint32 per code point below N_SIGNS: class, script, and the code point it is compared as.
N_SIGNS = 0x10000
OTHER, SPACE, LOWER, UPPER, UNCASED, DIGIT, SKIP, WIDE, APOSTROPHE, HYPHEN, FRACTION_SIGN = range(
    11
)
CLASS = 0x1F
SCRIPT, SCRIPT_MASK, SIGN_SHIFT = 5, 7, 8
LATIN, CYRILLIC, ARABIC, HAN, KANA = range(1, 6)

# Columns of the table of tokens.
KIND, INFO, SHAPE, VALUE, PLACES, SIZE, ROLE = range(7)
COLUMNS = 8  # one cache line a token
# Kinds of tokens; GONE is one that became a part of the token before it.
WORD, LITERAL, POINT, GONE = range(4)
# Roles: what a token was read as.
NUMBER, NAME = 1, 2

# Shapes, bits.
GLUED = 1  # no white space before it
CAPITAL = 2  # its first letter is upper case
ANY_UPPER = 4
ALL_UPPER = 8  # two letters or more, all upper case
OPENS = 16  # a sentence or a quotation begins with it
LETTER = 32  # a single letter
INITIAL = 64  # a single capital letter with a dot

# What is known of a word: flags in the low half, a class above, and a payload above that.
FLAGS = 0xFFFF
COMMON = 1  # an ordinary word, no name when it opens a sentence
NEVER = 2  # no name anywhere: titles, "I"
NEGATION = 4
AGAIN = 8  # a negation that counts only as the first of its clause: "nor"
AFTER_NE = 16  # one only after NE: "plus", "personne"
NE = 32
PREFIX = 64  # a known phrase begins with it
AMBIGUOUS = 128  # a month that is an ordinary word in lower case: "may"
ENDING = 256  # the ending of an ordinal in figures: "th"
NAMED = 512  # a name wherever it has a capital
KNOWN = 1 << 15  # in the table at all
WORDCLASS, PAYLOAD = np.int64(16), np.int64(24)
(
    UNIT, TENS, HUNDRED, HUNDREDS, SCALE, SCALE_SHORT, ORDINAL, FRACTION, HALF, DOZEN, VAGUE, MONTH,
    MONTH_SHORT, WEEKDAY, DAYWORD, UNITWORD, CURRENCY, ARTICLE, AND, OF, TO, AMPM, CLOCK, NOON,
    HAN_DIGIT, HAN_UNIT, ALIAS, MINUS, QUARTERS,
) = range(1, 30)  # fmt: skip
