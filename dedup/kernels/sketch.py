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

__all__ = ["VECTOR", "Scratch", "Sketches", "signature_of", "sketch_texts"]

U32, U64 = np.uint32, np.uint64
TOP = U32(0xFFFFFFFF)
MIX = U64(0x9E3779B97F4A7C15)
LANES, VECTOR = 8, 16


@inlined
def fmix32(h: np.uint32) -> np.uint32:
    """MurmurHash3's 32-bit finalizer; cast back at each step, since numba widens products."""
    h = U32(U32(h ^ (h >> U32(16))) * U32(0x85EBCA6B))
    h = U32(U32(h ^ (h >> U32(13))) * U32(0xC2B2AE35))
    return U32(h ^ (h >> U32(16)))


@inlined
def pad(hashes: Hashes, n: int) -> int:
    """Repeat the last of hashes[:n], which changes no minimum, up to whole vectors; returns how many."""
    padded = (n + VECTOR - 1) // VECTOR * VECTOR
    for j in range(n, padded):
        hashes[j] = hashes[n - 1]
    return padded


@kernel
def signature_of(hashes: Hashes, n: int, a: Hashes, b: Hashes, signature: Hashes) -> None:
    """Minimum of every permutation over hashes[:n], which are mixed in place.

    Eight permutations at a time share each load; a, b and signature have a multiple of eight values,
    and `hashes` has room for n rounded up to a multiple of sixteen.
    """
    n = pad(hashes, n)
    for j in range(n):
        hashes[j] = fmix32(hashes[j])
    for k in range(0, a.shape[0], LANES):
        a0, a1, a2, a3, a4, a5, a6, a7 = (
            a[k], a[k + 1], a[k + 2], a[k + 3], a[k + 4], a[k + 5], a[k + 6], a[k + 7],
        )  # fmt: skip
        b0, b1, b2, b3, b4, b5, b6, b7 = (
            b[k], b[k + 1], b[k + 2], b[k + 3], b[k + 4], b[k + 5], b[k + 6], b[k + 7],
        )  # fmt: skip
        m0, m1, m2, m3, m4, m5, m6, m7 = TOP, TOP, TOP, TOP, TOP, TOP, TOP, TOP
        for j in range(n):
            h = hashes[j]
            m0 = min(m0, U32(U32(a0 * h) + b0))
            m1 = min(m1, U32(U32(a1 * h) + b1))
            m2 = min(m2, U32(U32(a2 * h) + b2))
            m3 = min(m3, U32(U32(a3 * h) + b3))
            m4 = min(m4, U32(U32(a4 * h) + b4))
            m5 = min(m5, U32(U32(a5 * h) + b5))
            m6 = min(m6, U32(U32(a6 * h) + b6))
            m7 = min(m7, U32(U32(a7 * h) + b7))
        signature[k], signature[k + 1], signature[k + 2], signature[k + 3] = m0, m1, m2, m3
        signature[k + 4], signature[k + 5], signature[k + 6], signature[k + 7] = m4, m5, m6, m7


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
    outline.  `scratch` has room for 16 keys and hashes more than the longest text has bytes.
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
