"""Reading characters out of UTF-8 bytes; the bytes are valid and every position is a first byte."""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes
from dedup.kernels.jit import inlined
from dedup.kernels.scan.kinds import EMOJI, KIND, KIND_BITS, N_BMP, UNCASED

__all__ = ["char_at", "code_point", "kind_at", "kind_of", "lowered", "start_before"]

ASCII, TWO, THREE, FOUR = 0x80, 0xC0, 0xE0, 0xF0
FIRST_EMOJI, LAST_EMOJI = 0x1F000, 0x1FFFF


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
