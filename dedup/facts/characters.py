"""What the fact kernels know of single characters, taken from the Unicode database once.

Letters of scripts with diacritics are compared by their base letter in lower case, so that
"Erdoğan" is "Erdogan" and a combining accent makes no difference.
"""

import unicodedata
from functools import lru_cache

import numpy as np

from dedup.kernels.arrays import Hashes
from dedup.kernels.facts import marks
from dedup.words import is_unspaced

__all__ = ["character_signs", "folded", "kind_of"]

# Hiragana to the last of the compatibility ideographs are one class or two: no need to look up.
LISTED = ((0, 0x3400), (0xA640, 0xA700), (0xFB00, 0x10000))
BY_CATEGORY = {
    "Lu": marks.UPPER, "Lt": marks.UPPER, "Ll": marks.LOWER, "Lo": marks.UNCASED,
    "Lm": marks.UNCASED, "Nl": marks.UNCASED, "Mc": marks.UNCASED, "Mn": marks.UNCASED,
    "Me": marks.SKIP, "Cf": marks.SKIP, "Nd": marks.DIGIT, "Zs": marks.SPACE, "Cc": marks.SPACE,
    "Zl": marks.SPACE, "Zp": marks.SPACE,
}  # fmt: skip
APOSTROPHES = "'\u2019\u02bc\uff07"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\uff0d"
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
BASES = {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "ß": "s"}
SKIPPED = "\u0640"  # tatweel stretches an Arabic word
NARROW_SPACES = "\u00a0\u2007\u2009\u202f"
FIRST_BARE, LAST_BARE = 0x0900, 0x1E00  # scripts in between keep their marks
SCRIPTS = (
    (0x0041, 0x0250, marks.LATIN), (0x0400, 0x0530, marks.CYRILLIC), (0x0600, 0x0780, marks.ARABIC),
    (0x1E00, 0x1F00, marks.LATIN), (0x3005, 0x3008, marks.HAN), (0x3040, 0x3100, marks.KANA),
    (0x3400, 0xA000, marks.HAN), (0xF900, 0xFB00, marks.HAN), (0xFB50, 0xFE00, marks.ARABIC),
    (0xFE70, 0xFF00, marks.ARABIC), (0xFF21, 0xFF5B, marks.LATIN), (0xFF66, 0xFFA0, marks.KANA),
)  # fmt: skip


@lru_cache(maxsize=1)
def character_signs() -> Hashes:
    """Class, script and folded code point of every code point below N_SIGNS."""
    table: Hashes = np.arange(marks.N_SIGNS, dtype=np.uint32)
    table = (table << marks.SIGN_SHIFT | marks.UNCASED).astype(np.uint32)
    for start, end in ((0x3400, 0xA4D0), (0xF900, 0xFB00)):
        table[start:end] = np.arange(start, end) << marks.SIGN_SHIFT | marks.WIDE
    for first, last in LISTED:
        table[first:last] = [sign(chr(code)) for code in range(first, last)]
    for start, end, script in SCRIPTS:
        table[start:end] |= script << marks.SCRIPT
    return table


def sign(char: str) -> int:
    """Class and folded code point of a character."""
    if char in FRACTIONS:
        above, below = FRACTIONS[char]
        return (above << 8 | below) << marks.SIGN_SHIFT | marks.FRACTION_SIGN
    kind = kind_of(char)
    if kind == marks.DIGIT:
        return unicodedata.decimal(char) << marks.SIGN_SHIFT | kind
    if kind == marks.SPACE:
        blank = " " if char == " " else "\u00a0" if char in NARROW_SPACES else "\n"
        return ord(blank) << marks.SIGN_SHIFT | kind
    return ord(folded(char)) << marks.SIGN_SHIFT | kind


def kind_of(char: str) -> int:
    """The class of a character."""
    if char in APOSTROPHES:
        return marks.APOSTROPHE
    if char in HYPHENS:
        return marks.HYPHEN
    category = unicodedata.category(char)
    bare = not FIRST_BARE <= ord(char) < LAST_BARE
    if char in SKIPPED or (category == "Mn" and bare):
        return marks.SKIP
    if category[0] == "L" and is_unspaced(char):
        return marks.WIDE
    return BY_CATEGORY.get(category, marks.OTHER)


def folded(char: str) -> str:
    """What a character is compared as: its base letter in lower case, or itself."""
    if char.isascii():
        return char.lower()
    if char in APOSTROPHES:
        return "'"
    if FIRST_BARE <= ord(char) < LAST_BARE or 0x3000 <= ord(char) < 0xFF00:
        return char
    base = unicodedata.normalize("NFKD", char)
    base = "".join(c for c in base if unicodedata.category(c) != "Mn").lower()
    base = BASES.get(base, base)
    return base if len(base) == 1 else char
