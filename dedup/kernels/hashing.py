"""128-bit hashes of rows of bytes, and their hex names.

The hash is MurmurHash3_x64_128 with seed 0 (Austin Appleby, public domain), so any library that has
it reproduces a text_id.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Keys, Longs
from dedup.kernels.bits import full_word_at
from dedup.kernels.jit import inlined, kernel

__all__ = ["hash_rows", "hex_rows"]

U64 = np.uint64
C1, C2 = U64(0x87C37B91114253D5), U64(0x4CF5AD432745937F)
ADD1, ADD2 = U64(0x52DCE729), U64(0x38495AB5)
FIVE = U64(5)
FMIX1, FMIX2 = U64(0xFF51AFD7ED558CCD), U64(0xC4CEB9FE1A85EC53)


@inlined
def rotated(x: np.uint64, bits: np.uint64) -> np.uint64:
    """`x` rotated left."""
    return U64(x << bits) | U64(x >> (U64(64) - bits))


@inlined
def final_mix(x: np.uint64) -> np.uint64:
    """Murmur's 64-bit finalizer: every input bit reaches every output bit."""
    x = U64(U64(x ^ (x >> U64(33))) * FMIX1)
    x = U64(U64(x ^ (x >> U64(33))) * FMIX2)
    return U64(x ^ (x >> U64(33)))


@inlined
def word_at(data: Bytes, first: int, start: int, end: int) -> np.uint64:
    """Up to eight bytes data[start:end] of a row, which begins at `first`, as a little-endian number."""
    if end - first >= 8:
        return full_word_at(data, end - 8) >> U64(8 * (8 - (end - start)))
    word = U64(0)
    for i in range(end - start):
        word |= U64(data[start + i]) << U64(8 * i)
    return word


@kernel
def hash_rows(data: Bytes, offsets: Longs, high: Keys, low: Keys) -> None:
    """high[i], low[i]: the two halves of the hash of data[offsets[i]:offsets[i + 1]]."""
    for row in range(offsets.shape[0] - 1):
        at, end = offsets[row], offsets[row + 1]
        length = U64(end - at)
        h1, h2 = U64(0), U64(0)
        while at + 16 <= end:
            k1 = U64(rotated(U64(full_word_at(data, at) * C1), U64(31)) * C2)
            h1 = U64(U64(rotated(h1 ^ k1, U64(27)) + h2) * FIVE + ADD1)
            k2 = U64(rotated(U64(full_word_at(data, at + 8) * C2), U64(33)) * C1)
            h2 = U64(U64(rotated(h2 ^ k2, U64(31)) + h1) * FIVE + ADD2)
            at += 16
        first, rest = offsets[row], end - at
        if rest > 8:
            h2 ^= U64(rotated(U64(word_at(data, first, at + 8, end) * C2), U64(33)) * C1)
            rest = 8
        if rest > 0:
            h1 ^= U64(rotated(U64(word_at(data, first, at, at + rest) * C1), U64(31)) * C2)
        h1, h2 = h1 ^ length, h2 ^ length
        h1 = U64(h1 + h2)
        h2 = U64(h2 + h1)
        h1, h2 = final_mix(h1), final_mix(h2)
        high[row] = U64(h1 + h2)
        low[row] = U64(h2 + high[row])


@kernel
def hex_rows(high: Keys, low: Keys, prefix: int, out: Bytes) -> None:
    """out[i]: the letter `prefix`, a dash, and as many leading hex digits as the row has room for."""
    for row in range(out.shape[0]):
        out[row, 0] = prefix
        out[row, 1] = 45
        for i in range(out.shape[1] - 2):
            half = high[row] if i < 16 else low[row]
            digit = np.int64(half >> U64(60 - 4 * (i % 16))) & 15
            out[row, 2 + i] = 48 + digit if digit < 10 else 87 + digit
