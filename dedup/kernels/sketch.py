"""MinHash band keys of normalized texts; shingles and signatures live for one text only.

The signature is datasketch's `affine32` scheme, value for value: the minimum over the shingle
hashes h of a * fmix32(h) + b mod 2**32 (Broder 1997 for MinHash; datasketch 2.0 for the scheme).
A band key folds `rows` consecutive values into 64 bits.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.overlap import outline
from dedup.kernels.shingle import shingle_hashes

__all__ = ["Scratch", "Sketches", "signature_of", "sketch_texts"]

U32, U64 = np.uint32, np.uint64
TOP = U32(0xFFFFFFFF)
MIX = U64(0x9E3779B97F4A7C15)
LANES = 4


@inlined
def fmix32(h: np.uint32) -> np.uint32:
    """MurmurHash3's 32-bit finalizer; cast back at each step, since numba widens products."""
    h = U32(U32(h ^ (h >> U32(16))) * U32(0x85EBCA6B))
    h = U32(U32(h ^ (h >> U32(13))) * U32(0xC2B2AE35))
    return U32(h ^ (h >> U32(16)))


@kernel
def signature_of(hashes: Hashes, n: int, a: Hashes, b: Hashes, signature: Hashes) -> None:
    """Minimum of every permutation over hashes[:n], which are mixed in place.

    Four permutations at a time share each load; a, b and signature have a multiple of four values.
    """
    for j in range(n):
        hashes[j] = fmix32(hashes[j])
    for k in range(0, a.shape[0], LANES):
        a0, a1, a2, a3 = a[k], a[k + 1], a[k + 2], a[k + 3]
        b0, b1, b2, b3 = b[k], b[k + 1], b[k + 2], b[k + 3]
        m0, m1, m2, m3 = TOP, TOP, TOP, TOP
        for j in range(n):
            h = hashes[j]
            m0 = min(m0, U32(U32(a0 * h) + b0))
            m1 = min(m1, U32(U32(a1 * h) + b1))
            m2 = min(m2, U32(U32(a2 * h) + b2))
            m3 = min(m3, U32(U32(a3 * h) + b3))
        signature[k], signature[k + 1], signature[k + 2], signature[k + 3] = m0, m1, m2, m3


@inlined
def fold_band(signature: Hashes, start: int, rows: int) -> np.uint64:
    """One 64-bit key from signature[start:start + rows]."""
    key = U64(rows)
    for t in range(start, start + rows):
        key = U64(U64(key ^ U64(signature[t])) * MIX)
        key ^= key >> U64(32)
    return key


class Scratch(NamedTuple):
    """Room for one text: keys and hashes of its shingles, and its signature."""

    keys: Keys
    hashes: Hashes
    signature: Hashes


class Sketches(NamedTuple):
    """What is kept: keys by band and text; by text an outline, zero at first, and its shingles."""

    keys: Keys
    bitmaps: Keys
    windows: Ints


@kernel
def sketch_texts(
    data: Bytes,
    offsets: Longs,
    texts: Ints,
    a: Hashes,
    b: Hashes,
    rows: int,
    scratch: Scratch,
    sketches: Sketches,
) -> None:
    """Sketch the texts t of `texts`, which are data[offsets[t]:offsets[t + 1]].

    keys[band, i] is the key of text texts[i] in a band of `rows` rows; bitmaps[t] and windows[t] its
    outline.  `scratch` has room for a key and a hash more than the longest text has bytes.
    """
    signature, hashes = scratch.signature, scratch.hashes
    for i in range(texts.shape[0]):
        t = texts[i]
        n = shingle_hashes(data, offsets[t], offsets[t + 1], scratch.keys, hashes)
        sketches.windows[t] = n
        outline(hashes, n, sketches.bitmaps[t])
        signature_of(hashes, n, a, b, signature)
        for band in range(sketches.keys.shape[0]):
            sketches.keys[band, i] = fold_band(signature, band * rows, rows)
