"""Reading characters out of UTF-8 bytes; the bytes are valid and every position is a first byte."""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes
from dedup.kernels.jit import inlined
from dedup.kernels.scan.kinds import EMOJI, KIND, KIND_BITS, N_BMP, UNCASED

__all__ = [
    "char_at", "code_point", "is_unspaced", "kind_at", "kind_of", "lowered", "start_before",
]  # fmt: skip

ASCII, TWO, THREE, FOUR = 0x80, 0xC0, 0xE0, 0xF0
FIRST_EMOJI, LAST_EMOJI = 0x1F000, 0x1FFFF
FIRST_THAI, LAST_LAO, FIRST_BURMESE, LAST_BURMESE = 0x0E00, 0x0EFF, 0x1000, 0x109F
FIRST_KHMER, LAST_KHMER, FIRST_WIDE = 0x1780, 0x17FF, 0x2E80
FIRST_HANGUL, LAST_HANGUL = 0xAC00, 0xD7FF


@inlined
def code_point(text: Bytes, at: int) -> tuple[int, int]:
    """The character whose first byte is text[at], and its size in bytes."""
    lead = np.int64(text[at])
    if lead < ASCII:
        return lead, 1
    low = np.int64(text[at + 1]) & 0x3F
    if lead < THREE:
        return (lead & 0x1F) << 6 | low, 2
    low = low << 6 | np.int64(text[at + 2]) & 0x3F
    if lead < FOUR:
        return (lead & 0x0F) << 12 | low, 3
    return (lead & 0x07) << 18 | low << 6 | np.int64(text[at + 3]) & 0x3F, 4


@inlined
def is_unspaced(char: int) -> bool:
    """Whether the script is written without spaces: Thai and Lao, Burmese, Khmer, Han and Kana."""
    southern = FIRST_THAI <= char <= LAST_LAO or FIRST_BURMESE <= char <= LAST_BURMESE
    wide = FIRST_WIDE <= char and not FIRST_HANGUL <= char <= LAST_HANGUL
    return southern or FIRST_KHMER <= char <= LAST_KHMER or wide


@inlined
def kind_of(char: int, signs: Hashes) -> int:
    """The kind of a code point; beyond the table there are emoji and letters without case."""
    if char < N_BMP:
        return np.int64(signs[char]) & KIND
    return EMOJI if FIRST_EMOJI <= char <= LAST_EMOJI else UNCASED


@inlined
def char_at(text: Bytes, at: int, signs: Hashes) -> tuple[int, int, int]:
    """The character at text[at]: its code point, size in bytes, and kind."""
    char, size = code_point(text, at)
    return char, size, kind_of(char, signs)


@inlined
def kind_at(text: Bytes, at: int, signs: Hashes) -> int:
    """The kind of the character at text[at]; an index into a tuple is compiled anew wherever it is."""
    char, _size = code_point(text, at)
    return kind_of(char, signs)


@inlined
def lowered(char: int, signs: Hashes) -> int:
    """The code point in lower case."""
    return np.int64(signs[char]) >> KIND_BITS if char < N_BMP else char


@inlined
def start_before(text: Bytes, at: int) -> int:
    """Where the character that ends at text[at] starts."""
    at -= 1
    while text[at] & TWO == ASCII:
        at -= 1
    return at
