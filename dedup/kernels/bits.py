"""Eight bytes at a time, and the bits of a machine word."""

import numpy as np

from dedup.kernels.arrays import Bytes
from dedup.kernels.jit import inlined

__all__ = ["first_byte", "full_word_at", "ones", "put_word", "unlike"]

U8, U64 = np.uint8, np.uint64
ONE, TWO, FOUR, TOP_BYTE = U64(1), U64(2), U64(4), U64(56)
PAIRS, NIBBLES = U64(0x5555555555555555), U64(0x3333333333333333)
LOW_BITS = U64(0x7F7F7F7F7F7F7F7F)
BYTES, SUM = U64(0x0F0F0F0F0F0F0F0F), U64(0x0101010101010101)


@inlined
def full_word_at(data: Bytes, start: int) -> np.uint64:
    """Eight bytes as a little-endian number; spelled out so that it compiles to one load.

    The index is unsigned: one that may be negative, counted from the end, would be eight loads.
    """
    s = U64(start)
    low = U64(data[s]) | U64(data[s + U64(1)]) << U64(8) | U64(data[s + U64(2)]) << U64(16)
    low |= U64(data[s + U64(3)]) << U64(24) | U64(data[s + U64(4)]) << U64(32)
    low |= U64(data[s + U64(5)]) << U64(40) | U64(data[s + U64(6)]) << U64(48)
    return low | U64(data[s + U64(7)]) << U64(56)


@inlined
def put_word(out: Bytes, start: int, word: np.uint64) -> None:
    """Write the eight bytes of a little-endian number; compiled to one store."""
    s, low = U64(start), U64(0xFF)
    out[s], out[s + U64(1)] = U8(word & low), U8(word >> U64(8) & low)
    out[s + U64(2)], out[s + U64(3)] = U8(word >> U64(16) & low), U8(word >> U64(24) & low)
    out[s + U64(4)], out[s + U64(5)] = U8(word >> U64(32) & low), U8(word >> U64(40) & low)
    out[s + U64(6)], out[s + U64(7)] = U8(word >> U64(48) & low), U8(word >> U64(56))


@inlined
def ones(word: np.uint64) -> int:
    """How many bits are set; compiled to one instruction (Wegner 1960 for the sums)."""
    word = U64(word - (word >> ONE & PAIRS))
    word = U64(word & NIBBLES) + (word >> TWO & NIBBLES)
    word = U64(word + (word >> FOUR)) & BYTES
    return np.int64(U64(word * SUM) >> TOP_BYTE)


@inlined
def unlike(word: np.uint64, pattern: np.uint64) -> np.uint64:
    """The high bit of each byte that is not the pattern's; only ASCII is told right, and what is before other bytes."""
    return U64((word ^ pattern) + LOW_BITS)


@inlined
def first_byte(marks: np.uint64) -> int:
    """Which of eight bytes is the first whose high bit is set; no other bits are, and one is."""
    return ones(U64((marks & U64(~marks + ONE)) - ONE)) >> 3
