"""What each code point becomes in normalized text, learned as code points are met."""

import unicodedata

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.normalize import (
    BLOCK,
    COMPLEX,
    KNOWN,
    LENGTH_SHIFT,
    UNSPACED,
    unknown_codepoints,
)
from dedup.stages.normalize.definition import OPTIONAL, folded
from dedup.words import is_unspaced

__all__ = ["SEPARATOR", "fold_of", "folds_of"]

# One entry per code point, filled as code points are met.  Threads share it: an entry is written
# once, with its final value, before the thread that needs it looks at it.
FOLDS = np.zeros(0x110000, np.int64)
MOST_AT_ONCE = 4096
JAMO = range(0x1160, 0x1200)
COMPOSING = frozenset("\u0653\u0654\u0655")  # waw or yeh with a hamza above is another letter
SEPARATOR = KNOWN | 1 << LENGTH_SHIFT | ord(" ")


def folds_of(data: Bytes, start: int, end: int) -> Longs:
    """The table, filled for every code point of data[start:end] above ASCII."""
    found, met = np.empty(MOST_AT_ONCE, np.int64), np.zeros(len(FOLDS), np.bool_)
    n = MOST_AT_ONCE
    while n + BLOCK > MOST_AT_ONCE:
        n = unknown_codepoints(data, start, end, FOLDS, met, found)
        for cp in found[:n].tolist():
            FOLDS[cp] = fold_of(cp)
    return FOLDS


def fold_of(cp: int) -> int:
    """The table entry of a code point."""
    char = chr(cp)
    if depends_on_neighbors(char):
        return KNOWN | COMPLEX
    text = folded(char)
    unspaced = any(map(is_unspaced, text))
    if len(text.encode()) > len(char.encode()) or (unspaced and len(text) > 1):
        return KNOWN | COMPLEX
    # Nothing at all is left of what vanishes; what separates leaves one space.
    code = (text if text.strip() else text[:1]).encode()
    flags = KNOWN | (UNSPACED if unspaced else 0)
    return flags | len(code) << LENGTH_SHIFT | int.from_bytes(code, "little")


def depends_on_neighbors(char: str) -> bool:
    """Whether NFKC may join or reorder `char` with what stands before it."""
    if char in OPTIONAL and char not in COMPOSING:
        return False
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or ord(first) in JAMO
