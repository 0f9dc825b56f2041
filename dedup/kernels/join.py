"""The LSH join of one band: which texts share a key, and the pairs that follow.

A band is marked, then collected, chunk by chunk; what is left, mostly keys that occur twice, is
sorted.  No loop here branches on the data: keys are random, so a branch would be guessed wrong.
"""

import numpy as np

from dedup.kernels.arrays import Ints, Keys, Shorts
from dedup.kernels.jit import kernel

__all__ = [
    "bucket_pairs",
    "collect_keys",
    "count_bucket_pairs",
    "count_pairs",
    "keep_seen_twice",
    "mark_keys",
    "merge_pairs",
]

U64 = np.uint64
ONE, WORD_BITS, IN_WORD = U64(1), U64(6), U64(63)


@kernel
def mark_keys(keys: Keys, shift: np.uint64, once: Keys, twice: Keys) -> None:
    """Set in `once` the bit of each key, which is its top bits, and in `twice` a bit met before.

    Both are bitmaps of 2 ** (64 - shift) bits, zeros before the first chunk of a band.
    """
    for i in range(keys.shape[0]):
        slot = keys[i] >> shift
        word, bit = slot >> WORD_BITS, ONE << (slot & IN_WORD)
        before = once[word]
        once[word] = before | bit
        twice[word] |= before & bit


@kernel
def collect_keys(
    keys: Keys, texts: Ints, shift: np.uint64, twice: Keys, out_keys: Keys, out_texts: Ints
) -> int:
    """Write the keys, and their texts, whose bit is set in `twice`; returns how many.

    Every key that occurs twice is kept; most are unique and end here, before any sort.  The outputs
    have room for all of `keys`.
    """
    n = 0
    for i in range(keys.shape[0]):
        key = keys[i]
        slot = key >> shift
        out_keys[n], out_texts[n] = key, texts[i]
        n += np.int64(twice[slot >> WORD_BITS] >> (slot & IN_WORD) & ONE)
    return n


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
def count_pairs(pairs: Keys) -> int:
    """How many distinct values sorted `pairs` holds."""
    n = min(1, pairs.shape[0])
    for i in range(1, pairs.shape[0]):
        n += pairs[i] != pairs[i - 1]
    return n


@kernel
def merge_pairs(pairs: Keys, left: Ints, right: Ints, n_bands: Shorts) -> int:
    """Split sorted pair codes into columns, each pair once with its count; returns how many.

    The columns have room for count_pairs(pairs).
    """
    n = -1
    for i in range(pairs.shape[0]):
        if i == 0 or pairs[i] != pairs[i - 1]:
            n += 1
            left[n] = np.int32(pairs[i] >> U64(32))
            right[n] = np.int32(pairs[i] & U64(0xFFFFFFFF))
            n_bands[n] = 0
        n_bands[n] += 1
    return n + 1
