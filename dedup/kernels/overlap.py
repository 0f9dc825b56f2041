"""Exact sizes of shingle sets and of their intersections.

Pairs come sorted by their left text: its shingles are put into a hash table once, then those of
each right text are looked up.  Slots carry the number of the text or pair that last used them, so
nothing is ever cleared.

Most candidates are far below the floor.  A bitmap of each text, one bit a shingle, bounds the
intersection from above, so that they end after a few machine words; a pair that could reach the
floor is never refused.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Flags, Hashes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.shingle import hash32, shingle_keys

__all__ = ["BITMAP_WORDS", "Slots", "may_reach", "outline", "set_sizes", "shared_shingles"]


BITMAP_WORDS = 8
WORD_SHIFT, BIT_MASK = np.uint32(29), np.uint32(63)
ONE, TWO, FOUR, TOP_BYTE = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)
PAIRS, NIBBLES = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
BYTES, SUM = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


class Slots(NamedTuple):
    """An open-addressing table: key, the text that put it there, the pair that last matched it.

    Its size is a power of two above twice the bytes of the longest text; owner and matched start
    as -1.
    """

    key: Keys
    owner: Longs
    matched: Longs


@inlined
def find(slots: Slots, key: np.uint64, owner: int) -> int:
    """The slot where `owner` holds `key`, or the free one where it would."""
    mask = slots.key.shape[0] - 1
    at = np.int64(hash32(key)) & mask
    while slots.owner[at] == owner and slots.key[at] != key:
        at = (at + 1) & mask
    return at


@inlined
def insert_all(slots: Slots, keys: Keys, n: int, owner: int) -> int:
    """Make `owner` hold the set of keys[:n]; returns its size."""
    size = 0
    for i in range(n):
        at = find(slots, keys[i], owner)
        if slots.owner[at] != owner:
            slots.key[at], slots.owner[at] = keys[i], owner
            size += 1
    return size


@kernel
def set_sizes(
    data: Bytes, offsets: Longs, texts: Ints, slots: Slots, keys: Keys, sizes: Ints
) -> None:
    """sizes[i]: how many distinct shingles text texts[i] has."""
    for i in range(texts.shape[0]):
        n = shingle_keys(data, offsets[texts[i]], offsets[texts[i] + 1], keys)
        sizes[i] = insert_all(slots, keys, n, i)


@kernel
def shared_shingles(
    data: Bytes, offsets: Longs, left: Ints, right: Ints, slots: Slots, keys: Keys, shared: Ints
) -> None:
    """shared[p]: how many distinct shingles texts left[p] and right[p] have in common."""
    owner = -1
    for p in range(left.shape[0]):
        t = left[p]
        if p == 0 or t != left[p - 1]:
            owner = p
            n = shingle_keys(data, offsets[t], offsets[t + 1], keys)
            insert_all(slots, keys, n, owner)
        n, count = shingle_keys(data, offsets[right[p]], offsets[right[p] + 1], keys), 0
        for i in range(n):
            at = find(slots, keys[i], owner)
            if slots.owner[at] == owner and slots.matched[at] != p:
                slots.matched[at] = p
                count += 1
        shared[p] = count


@inlined
def ones(word: np.uint64) -> int:
    """How many bits are set; compiled to one instruction (Wegner 1960 for the sums)."""
    word = word - (word >> ONE & PAIRS)
    word = (word & NIBBLES) + (word >> TWO & NIBBLES)
    word = word + (word >> FOUR) & BYTES
    return np.int64(np.uint64(word * SUM) >> TOP_BYTE)


@inlined
def outline(hashes: Hashes, n: int, bitmap: Keys) -> None:
    """Set a bit of `bitmap`, BITMAP_WORDS zeros, for each of hashes[:n]."""
    for j in range(n):
        bitmap[hashes[j] >> WORD_SHIFT] |= ONE << np.uint64(hashes[j] & BIT_MASK)


@kernel
def may_reach(
    left: Ints, right: Ints, bitmaps: Keys, windows: Ints, floor: float, reachable: Flags
) -> None:
    """reachable[p]: whether the Jaccard of texts left[p] and right[p] can be `floor` or more.

    windows[t] is how many shingles text t has, repeats included, and bitmaps[t] its outline.
    Each bit in common stands for one shared shingle, and for as many more as one of the texts has
    shingles without a bit of their own.
    """
    for p in range(left.shape[0]):
        a, b = left[p], right[p]
        in_a, in_b, in_both = 0, 0, 0
        for word in range(BITMAP_WORDS):
            one, other = bitmaps[a, word], bitmaps[b, word]
            in_a, in_b, in_both = in_a + ones(one), in_b + ones(other), in_both + ones(one & other)
        shared = in_both + min(windows[a] - in_a, windows[b] - in_b)
        reachable[p] = shared >= floor * (in_a + in_b - shared)
