"""The LSH join of one band: which texts share a key, and the pairs that follow.

Keys have 32 bits: half the bytes of whole ones to write, read and deal, for one chance pair more in
2**32.  The keys of a band are dealt into shares by their top bits, so that the bitmaps of one share
fit the cache; what is left of a share, mostly keys that occur twice, is sorted.  No loop over keys
branches on the data: keys are random, so a branch would be guessed wrong.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Flags, Hashes, Ints, Keys, Longs, Shorts
from dedup.kernels.jit import inlined, kernel

__all__ = [
    "Survivors",
    "bucket_pairs",
    "closest_partners",
    "count_bucket_pairs",
    "count_pairs",
    "count_shares",
    "deal_keys",
    "keep_seen_twice",
    "merge_pairs",
]

U64 = np.uint64
ONE, WORD_BITS, IN_WORD = U64(1), U64(6), U64(63)

# Of the texts in one bucket so many are all paired with one another; each later one with this many
# at the start of the bucket, and as many just before it.
WHOLE, NEAR = 256, 8


class Survivors(NamedTuple):
    """Room for the keys that are kept, moved up, and one more, and for their texts."""

    keys: Keys
    texts: Ints


@kernel
def count_shares(keys: Hashes, shift: np.uint64, counts: Longs) -> None:
    """counts[s]: add how many keys have s as their top bits, those above `shift`."""
    for i in range(keys.shape[0]):
        counts[np.int64(U64(keys[i]) >> shift)] += 1


@kernel
def deal_keys(
    keys: Hashes, texts: Ints, shift: np.uint64, ends: Longs, out_keys: Hashes, out_texts: Ints
) -> None:
    """Append each key and its text to its share, which ends at ends[s] so far; -1: it is not dealt."""
    for i in range(keys.shape[0]):
        key = keys[i]
        share = np.int64(U64(key) >> shift)
        to = ends[share]
        if to >= 0:
            out_keys[to], out_texts[to] = key, texts[i]
            ends[share] = to + 1


@kernel
def keep_seen_twice(
    keys: Hashes, texts: Ints, up: np.uint64, once: Keys, twice: Keys, out: Survivors, n: int
) -> int:
    """Append to out[:n] the keys whose bit others share, and their texts; returns the new n.

    Keys are moved up by `up`, past the bits that all of them have in common; those that are then on
    top name a key's bit.  Every key that occurs twice is kept; most are unique and end here, before
    any sort.  `once` and `twice` are cleared first; a power of two of bits each.
    """
    once[:], twice[:] = U64(0), U64(0)
    bits = 6
    while once.shape[0] * 64 >> bits > 1:
        bits += 1
    down = U64(64 - bits)
    for i in range(keys.shape[0]):
        slot = U64(keys[i]) << up >> down
        word, bit = slot >> WORD_BITS, ONE << (slot & IN_WORD)
        before = once[word]
        once[word] = before | bit
        twice[word] |= before & bit
    for i in range(keys.shape[0]):
        key = U64(keys[i]) << up
        slot = key >> down
        out.keys[n], out.texts[n] = key, texts[i]
        n += np.int64(twice[slot >> WORD_BITS] >> (slot & IN_WORD) & ONE)
    return n


@inlined
def partners(place: int) -> int:
    """With how many of those before it the member at `place` of a bucket is paired."""
    return place if place < WHOLE else 2 * NEAR


@kernel
def count_bucket_pairs(keys: Keys) -> int:
    """How many pairs bucket_pairs makes of sorted `keys`."""
    pairs, place = 0, 0
    for i in range(1, keys.shape[0]):
        place = place + 1 if keys[i] == keys[i - 1] else 0
        pairs += partners(place)
    return pairs


@kernel
def bucket_pairs(keys: Keys, texts: Ints, pairs: Keys) -> None:
    """Write the pairs of texts with equal keys as left << 32 | right.

    In a bucket of up to WHOLE texts those are all; each further text is paired with the first NEAR
    and with the NEAR before it, so that a bucket of n texts makes O(n) pairs.  `keys` is sorted,
    `texts` ascends inside a run; `pairs` has room for count_bucket_pairs(keys).
    """
    n, first = 0, 0
    for i in range(1, keys.shape[0]):
        if keys[i] != keys[i - 1]:
            first = i
        right, leaders = U64(texts[i]), min(i, first + NEAR) if i - first >= WHOLE else first
        for j in range(first, leaders):
            pairs[n] = U64(texts[j]) << U64(32) | right
            n += 1
        for j in range(i - NEAR if i - first >= WHOLE else first, i):
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


@inlined
def least_bands(n_bands: Shorts, first: int, end: int, most: int, counts: Longs) -> int:
    """The least number of bands of which more than `most` of n_bands[first:end] have as many."""
    for i in range(counts.shape[0]):
        counts[i] = 0
    for i in range(first, end):
        counts[n_bands[i]] += 1
    above, least = 0, counts.shape[0] - 1
    while above + counts[least] <= most:
        above += counts[least]
        least -= 1
    counts[0] = most - above
    return least


@kernel
def closest_partners(left: Ints, n_bands: Shorts, most: int, counts: Longs, kept: Flags) -> int:
    """kept[i]: whether pair i is among the `most` of its left text; returns how many are kept.

    Those that met in the most bands come first, then those that stand first.  `left` is sorted;
    `counts` has room for one more than the most bands.
    """
    n, first = 0, 0
    while first < left.shape[0]:
        end = first + 1
        while end < left.shape[0] and left[end] == left[first]:
            end += 1
        least, ties = 0, 0
        if end - first > most:
            least = least_bands(n_bands, first, end, most, counts)
            ties = counts[0]
        for i in range(first, end):
            take = n_bands[i] > least or (n_bands[i] == least and ties > 0)
            ties -= n_bands[i] == least
            kept[i] = take
            n += take
        first = end
    return n
