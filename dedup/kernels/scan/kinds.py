"""The kinds of characters the scanner tells apart, and sets of kinds as bit masks."""

__all__ = [
    "ANY_DOTS", "BREAKING", "CLOSER", "DANDA", "DASH", "DIGIT", "DOT", "ELLIPSIS", "EMOJI",
    "ENDERS", "KIND", "KIND_BITS", "LETTERS", "LOWER", "MARK", "N_BMP", "OPENER", "OTHER", "POINT", "QUOTE", "SPACE",
    "STRONG", "TRAILING", "UNCASED", "UPPER", "WIDE", "WORDLIKE",
]  # fmt: skip

# One kind per code point.  The table of signs, uint32, covers the first N_BMP code points: the low
# KIND_BITS are the kind, the others the code point in lower case.
(
    OTHER, SPACE, MARK, UPPER, LOWER, UNCASED, DIGIT, DOT, STRONG, WIDE, DANDA, ELLIPSIS,
    OPENER, CLOSER, QUOTE, DASH, POINT, EMOJI,
) = range(18)  # fmt: skip

N_BMP = 0x11000
KIND_BITS = 8
KIND = (1 << KIND_BITS) - 1

LETTERS = 1 << UPPER | 1 << LOWER | 1 << UNCASED
WORDLIKE = LETTERS | 1 << DIGIT
ANY_DOTS = 1 << DOT | 1 << STRONG | 1 << ELLIPSIS
TRAILING = ANY_DOTS | 1 << MARK | 1 << EMOJI  # may follow a terminator directly
ENDERS = ANY_DOTS | 1 << WIDE | 1 << DANDA
# What ends the token before a dot when met on the way back.
BREAKING = 1 << SPACE | 1 << OPENER | 1 << CLOSER | 1 << QUOTE | 1 << DASH
