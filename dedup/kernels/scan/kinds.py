"""The kinds of characters the scanner tells apart, and sets of kinds as bit masks."""

import numpy as np

__all__ = [
    "ANY_DOTS",
    "BREAKING",
    "CLOSER",
    "DANDA",
    "DASH",
    "DIGIT",
    "DOT",
    "ELLIPSIS",
    "EMOJI",
    "ENDERS",
    "GAP",
    "KIND",
    "KIND_BITS",
    "LETTERS",
    "LOWER",
    "MARK",
    "N_BMP",
    "OPENER",
    "OPENING",
    "OTHER",
    "POINT",
    "QUOTE",
    "SPACE",
    "SPACES",
    "STRONG",
    "TRAILING",
    "UNCASED",
    "UPPER",
    "WIDE",
    "WORDLIKE",
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

# Sets of kinds.  Plain integers would make Numba compile a function once for each set.
LETTERS = np.int64(1 << UPPER | 1 << LOWER | 1 << UNCASED)
WORDLIKE = np.int64(LETTERS | 1 << DIGIT)
ANY_DOTS = np.int64(1 << DOT | 1 << STRONG | 1 << ELLIPSIS)
ENDERS = np.int64(ANY_DOTS | 1 << WIDE | 1 << DANDA)
TRAILING = np.int64(ANY_DOTS | 1 << MARK | 1 << EMOJI)  # may follow a terminator directly
OPENING = np.int64(1 << OPENER | 1 << CLOSER | 1 << QUOTE)  # may stand before a first word
SPACES = np.int64(1 << SPACE)
GAP = np.int64(1 << SPACE | 1 << MARK)
BREAKING = np.int64(OPENING | 1 << SPACE | 1 << DASH)  # ends a token, read backward
