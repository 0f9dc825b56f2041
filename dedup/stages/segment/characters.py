"""What the scanner knows of single characters, taken from the Unicode database once.

White space is what Unicode calls White_Space, and the zero-width space and the byte order mark.
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes
from dedup.kernels.scan import kinds

__all__ = ["Characters", "characters"]

BY_CATEGORY = {
    "Lu": kinds.UPPER, "Lt": kinds.UPPER, "Ll": kinds.LOWER, "Lo": kinds.UNCASED,
    "Lm": kinds.UNCASED, "Nd": kinds.DIGIT, "No": kinds.DIGIT, "Nl": kinds.DIGIT,
    "Mn": kinds.MARK, "Mc": kinds.MARK, "Me": kinds.MARK, "Cf": kinds.MARK,
    "Ps": kinds.OPENER, "Pi": kinds.OPENER, "Pe": kinds.CLOSER, "Pf": kinds.CLOSER,
    "Pd": kinds.DASH, "Zs": kinds.SPACE, "Po": kinds.POINT,
}  # fmt: skip


FIRST_SURROGATE, AFTER_SURROGATES = 0xD800, 0xE000
CORNER_BRACKETS = "「」『』"
GREEK_QUESTION = ";"
LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"
LAST_CASED = 0x600


class Characters(NamedTuple):
    """Lookup tables over code points and bytes."""

    signs: Hashes  # kind and lower case per code point below N_BMP
    hot: Bytes  # 1 for the first byte of terminators, then for the first two
    line_hot: Bytes  # the same for line breaks


@lru_cache(maxsize=1)
def characters() -> Characters:
    """The tables, built on the first call."""
    table = kind_table()
    enders = [chr(i) for i in np.flatnonzero(np.int64(kinds.ENDERS) >> table & 1)]
    signs = (lower_table() << kinds.KIND_BITS | table).astype(np.uint32)
    stops = first_bytes([*enders, *CORNER_BRACKETS, GREEK_QUESTION])
    return Characters(signs, stops, first_bytes(LINE_BREAKS))


def kind_table() -> Bytes:
    """The kind of every code point below N_BMP."""
    names = map(unicodedata.category, map(chr, range(kinds.N_BMP)))
    table = np.array([BY_CATEGORY.get(name, kinds.OTHER) for name in names], np.uint8)
    listed = files(__package__).joinpath("characters.toml").read_text(encoding="utf-8")
    for name, members in tomllib.loads(listed).items():
        table[[ord(c) for c in members]] = getattr(kinds, name.upper())
    return table


def lower_table() -> Hashes:
    """The lower case of every code point below N_BMP, itself where that is several."""
    table = np.arange(kinds.N_BMP, dtype=np.uint32)
    lower = (chr(i).lower() for i in range(LAST_CASED))
    table[:LAST_CASED] = [ord(c) if len(c) == 1 else i for i, c in enumerate(lower)]
    return table


def first_bytes(members: Iterable[str]) -> Bytes:
    """Where to stop for `members`: by the first byte, and by the first two."""
    single, pairs = np.zeros(256, np.uint8), np.zeros(4096, np.uint8)
    for code in (member.encode() for member in members):
        single[code[0]] = 1
        if len(code) > 1:
            pairs[(code[0] & 0x3F) << 6 | code[1] & 0x3F] = 1
    return np.concatenate([single, pairs])
