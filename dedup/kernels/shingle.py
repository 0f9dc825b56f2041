"""Shingles of normalized text: the windows of five code points, each as one 64-bit key.

Five code points below 4096 (Latin, Greek, Cyrillic, Hebrew, Arabic, Indic scripts, Thai) pack into
60 bits, so their keys are the shingles themselves; others are mixed into 63 bits with the top bit
set.  A text shorter than the window is one shingle.

No loop but the one that decodes UTF-8 carries a value from one window to the next, so the compiler
makes eight keys at a time; pure ASCII, most of English news, needs no decoding.  The text is sliced
first: an index that may be negative would keep the compiler from it.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Keys
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.normalize import decode, is_ascii

__all__ = ["WIDTH", "hash32", "shingle_hashes", "shingle_keys"]

U32, U64 = np.uint32, np.uint64
WIDTH = 5
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


@inlined
def ascii_key(text: Bytes, i: int) -> np.uint64:
    """The key of the five ASCII characters from `i`."""
    high = U64(text[i]) << U64(48) | U64(text[i + 1]) << U64(36) | U64(text[i + 2]) << U64(24)
    return high | U64(text[i + 3]) << U64(12) | U64(text[i + 4])


@inlined
def decoded(data: Bytes, start: int, end: int, points: Keys) -> int:
    """Write the code points of data[start:end], at least WIDTH with zeros before; returns how many."""
    n, at = 0, start
    while at < end:
        lead = np.int64(data[at])
        cp, width = lead, 1
        if lead >= 0x80:
            cp = decode(data, at, lead)
            width = 2 + (lead >= 0xE0) + (lead >= 0xF0)
        points[n] = U64(cp)
        n, at = n + 1, at + width
    if n >= WIDTH:
        return n
    for i in range(WIDTH):
        last = n - 1 - i
        points[WIDTH - 1 - i] = points[last] if last >= 0 else U64(0)
    return WIDTH


@inlined
def key_of(points: Keys, i: int) -> np.uint64:
    """The key of the five code points from `i`."""
    a, b, c, d, e = points[i], points[i + 1], points[i + 2], points[i + 3], points[i + 4]
    packed = a << U64(48) | b << U64(36) | c << U64(24) | d << U64(12) | e
    wide = mixed(c << U64(42) | d << U64(21) | e, a << U64(21) | b)
    return packed if a | b | c | d | e < U64(0x1000) else wide


@inlined
def other_keys(data: Bytes, start: int, end: int, keys: Keys) -> int:
    """`shingle_keys` for any text: its code points are written first, then made into keys in place."""
    n = decoded(data, start, end, keys) - WIDTH + 1
    for i in range(n):
        keys[i] = key_of(keys, i)
    return n


@kernel
def shingle_keys(data: Bytes, start: int, end: int, keys: Keys) -> int:
    """Write the keys of the windows of data[start:end], repeats included; returns how many.

    `keys` needs room for end - start, and for WIDTH.
    """
    text = data[start:end]
    n = text.shape[0] - WIDTH + 1
    if n < 1 or not is_ascii(text):
        return other_keys(data, start, end, keys)
    for i in range(n):
        keys[i] = ascii_key(text, i)
    return n


@kernel
def shingle_hashes(data: Bytes, start: int, end: int, keys: Keys, hashes: Hashes) -> int:
    """Write the 32-bit hashes of the windows of data[start:end]; `keys` is scratch of equal size."""
    text = data[start:end]
    n = text.shape[0] - WIDTH + 1
    if n >= 1 and is_ascii(text):
        for i in range(n):
            hashes[i] = hash32(ascii_key(text, i))
        return n
    n = other_keys(data, start, end, keys)
    for i in range(n):
        hashes[i] = hash32(keys[i])
    return n
