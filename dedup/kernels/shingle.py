"""Shingles of normalized text: the windows of five code points, each as one 64-bit key.

Five code points below 4096 (Latin, Greek, Cyrillic, Hebrew, Arabic, Indic scripts, Thai) pack into
60 bits, so their keys are the shingles themselves; others are mixed into 63 bits with the top bit
set.  A text shorter than the window is one shingle.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Keys
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.normalize import decode

__all__ = ["hash32", "shingle_hashes", "shingle_keys"]

U32, U64 = np.uint32, np.uint64
WIDTH = 5
PACKED_MASK = U64((1 << 60) - 1)
WIDE_MASK = U64((1 << 42) - 1)
TOP_BIT = U64(1 << 63)
GOLDEN = U64(0x9E3779B97F4A7C15)
ODD = U64(0xD6E8FEB86659FD93)


@inlined
def mixed(low: np.uint64, high: np.uint64) -> np.uint64:
    """A 63-bit hash of five code points of 21 bits, three in `low` and two in `high`."""
    x = U64(U64(high + GOLDEN) * ODD)
    x = U64(U64(x ^ (x >> U64(32)) ^ low) * GOLDEN)
    x = U64(U64(x ^ (x >> U64(29))) * ODD)
    return U64(x ^ (x >> U64(32))) | TOP_BIT


@inlined
def hash32(key: np.uint64) -> np.uint32:
    """The 32-bit hash of a shingle that MinHash permutes."""
    x = U64(U64(key ^ (key >> U64(29))) * GOLDEN)
    return U32(x >> U64(32))


@kernel
def shingle_keys(data: Bytes, start: int, end: int, keys: Keys) -> int:
    """Write the keys of the windows of data[start:end], repeats included; returns how many.

    `keys` needs room for end - start + 1.
    """
    n, seen, wide_until, at = 0, 0, 0, start
    packed, low, high = U64(0), U64(0), U64(0)
    while at < end:
        cp = np.int64(data[at])
        at += 1
        if cp >= 0x80:
            lead = cp
            cp = decode(data, at - 1, lead)
            at += 1 + (lead >= 0xE0) + (lead >= 0xF0)
        seen += 1
        if cp >= 0x1000:
            wide_until = seen + WIDTH
        packed = U64(packed << U64(12) | U64(cp & 0xFFF)) & PACKED_MASK
        high = U64(high << U64(21) | low >> U64(42)) & WIDE_MASK
        low = U64(low << U64(21) | U64(cp)) & ~TOP_BIT
        if seen >= WIDTH:
            keys[n] = packed if seen >= wide_until else mixed(low, high)
            n += 1
    if n == 0:
        keys[0] = packed if wide_until == 0 else mixed(low, high)
        n = 1
    return n


@kernel
def shingle_hashes(data: Bytes, start: int, end: int, keys: Keys, hashes: Hashes) -> int:
    """Write the 32-bit hashes of the windows of data[start:end]; `keys` is scratch of equal size."""
    n = shingle_keys(data, start, end, keys)
    for i in range(n):
        hashes[i] = hash32(keys[i])
    return n
