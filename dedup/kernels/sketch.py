"""MinHash band keys of normalized texts; shingles and signatures live for one text only.

The signature is datasketch's `affine32` scheme, value for value: the minimum over the shingle
hashes h of a * fmix32(h) + b mod 2**32 (Broder 1997 for MinHash; datasketch 2.0 for the scheme).
A band key folds `rows` values into 64 bits.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.minima import BLOCK, VECTOR, block_minima, vector_minima
from dedup.kernels.shingle import shingle_hashes

__all__ = ["VECTOR", "Scratch", "signature_of", "sketch_texts"]

U32, U64 = np.uint32, np.uint64
TOP = U32(0xFFFFFFFF)
MIX = U64(0x9E3779B97F4A7C15)
FEW = 4


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


@inlined
def few_minima(hashes: Hashes, n: int, a: Hashes, b: Hashes, k: int, signature: Hashes) -> None:
    """The minima of FEW permutations from `k` on, the hashes in the lanes."""
    m0, m1, m2, m3 = TOP, TOP, TOP, TOP
    for j in range(n):
        h = hashes[j]
        m0 = min(m0, U32(U32(a[k] * h) + b[k]))
        m1 = min(m1, U32(U32(a[k + 1] * h) + b[k + 1]))
        m2 = min(m2, U32(U32(a[k + 2] * h) + b[k + 2]))
        m3 = min(m3, U32(U32(a[k + 3] * h) + b[k + 3]))
    signature[k], signature[k + 1], signature[k + 2], signature[k + 3] = m0, m1, m2, m3


@kernel
def signature_of(hashes: Hashes, n: int, a: Hashes, b: Hashes, signature: Hashes) -> None:
    """Minimum of every permutation over hashes[:n], which are mixed in place.

    a, b and signature have a multiple of FEW values; `hashes` has room for n rounded up to VECTOR.
    """
    padded, k = pad(hashes, n), 0
    for j in range(padded):
        hashes[j] = fmix32(hashes[j])
    while k + BLOCK <= a.shape[0]:
        block_minima(hashes, n, a, b, k, signature)
        k += BLOCK
    while k + VECTOR <= a.shape[0]:
        vector_minima(hashes, n, a, b, k, signature)
        k += VECTOR
    while k < a.shape[0]:
        few_minima(hashes, padded, a, b, k, signature)
        k += FEW


@inlined
def mix_in(keys: Keys, words: Hashes, more: Hashes) -> None:
    """Mix one value, or two, into the key of every band."""
    for band in range(keys.shape[0]):
        key = keys[band] ^ (U64(words[band]) | U64(more[band]) << U64(32))
        key = U64(key * MIX)
        keys[band] = key ^ key >> U64(32)


@inlined
def fold_bands(signature: Hashes, idle: Hashes, rows: int, keys: Keys) -> None:
    """keys[band]: 64 bits from the `rows` values signature[row * bands + band]."""
    bands = keys.shape[0]
    for band in range(bands):
        keys[band] = U64(rows)
    for row in range(0, rows, 2):
        words = signature[row * bands : (row + 1) * bands]
        more = signature[(row + 1) * bands : (row + 2) * bands] if row + 1 < rows else idle
        mix_in(keys, words, more)


class Scratch(NamedTuple):
    """Room for one text: keys and hashes of its shingles, its signature, the keys of its bands.

    idle is as many zeros as there are bands.
    """

    keys: Keys
    hashes: Hashes
    signature: Hashes
    bands: Keys
    idle: Hashes


@kernel
def sketch_texts(
    data: Bytes,
    offsets: Longs,
    texts: Ints,
    a: Hashes,
    b: Hashes,
    rows: int,
    scratch: Scratch,
    keys: Keys,
) -> None:
    """keys[band, i]: the band key of text texts[i], where text t is data[offsets[t]:offsets[t + 1]].

    Permutation row * bands + band is a row of a band.  `scratch` has room for VECTOR keys and hashes
    more than the longest text has bytes.
    """
    signature, hashes, folded = scratch.signature, scratch.hashes, scratch.bands
    for i in range(texts.shape[0]):
        t = texts[i]
        n = shingle_hashes(data, offsets[t], offsets[t + 1], scratch.keys, hashes)
        signature_of(hashes, n, a, b, signature)
        fold_bands(signature, scratch.idle, rows, folded)
        for band in range(folded.shape[0]):
            keys[band, i] = folded[band]
