"""The LSH join of one band: which texts share a key, and the pairs that follow."""

import numpy as np

from dedup.kernels.arrays import Ints, Keys, Shorts
from dedup.kernels.jit import kernel

__all__ = ["bucket_pairs", "count_bucket_pairs", "keep_seen_twice", "merge_pairs"]

U64 = np.uint64
ONE, WORD_BITS, IN_WORD = U64(1), U64(6), U64(63)


@kernel
def keep_seen_twice(keys: Keys, shift: np.uint64, once: Keys, twice: Keys, kept: Ints) -> int:
    """Write to `kept` the rows whose key's top bits were hit twice or more; returns how many.

    A key seen twice is always kept; most keys are unique and end here, before any sort.
    `once` and `twice` are zeroed bitmaps of 2 ** (64 - shift) bits.
    """
    for i in range(keys.shape[0]):
        slot = keys[i] >> shift
        word, bit = slot >> WORD_BITS, ONE << (slot & IN_WORD)
        if once[word] & bit:
            twice[word] |= bit
        else:
            once[word] |= bit
    n = 0
    for i in range(keys.shape[0]):
        slot = keys[i] >> shift
        if twice[slot >> WORD_BITS] >> (slot & IN_WORD) & ONE:
            kept[n] = i
            n += 1
    return n


@kernel
def count_bucket_pairs(keys: Keys) -> int:
    """How many pairs the runs of equal values in sorted `keys` make."""
    pairs, run = 0, 0
    for i in range(1, keys.shape[0]):
        run = run + 1 if keys[i] == keys[i - 1] else 0
        pairs += run
    return pairs


@kernel
def bucket_pairs(keys: Keys, texts: Ints, pairs: Keys) -> None:
    """Write every pair of texts with equal keys as left << 32 | right.

    `keys` is sorted, `texts` ascends inside a run; `pairs` has room for count_bucket_pairs(keys).
    """
    n, first = 0, 0
    for i in range(1, keys.shape[0]):
        if keys[i] != keys[i - 1]:
            first = i
        right = U64(texts[i])
        for j in range(first, i):
            pairs[n] = U64(texts[j]) << U64(32) | right
            n += 1


@kernel
def merge_pairs(pairs: Keys, left: Ints, right: Ints, n_bands: Shorts) -> int:
    """Split sorted pair codes into columns, each pair once with its count; returns how many."""
    n = -1
    for i in range(pairs.shape[0]):
        if i == 0 or pairs[i] != pairs[i - 1]:
            n += 1
            left[n] = np.int32(pairs[i] >> U64(32))
            right[n] = np.int32(pairs[i] & U64(0xFFFFFFFF))
            n_bands[n] = 0
        n_bands[n] += 1
    return n + 1
