"""Exact sizes of shingle sets and of their intersections.

Pairs come sorted by their left text: its shingles are put into a hash table once, then those of
each right text are looked up.  Slots carry the number of the pair that last used them, so nothing
is ever cleared.

Most candidates are far below the floor.  A bitmap of each text, one bit a shingle, bounds the
intersection from above, so that they end after a few machine words; a pair that could reach the
floor, or one text of which could be contained in the other, is never refused.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Flags, Hashes, Ints, Keys, Longs
from dedup.kernels.bits import ones
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.prefetch import prefetch
from dedup.kernels.shingle import WIDTH, hash32, shingle_hashes, shingle_keys
from dedup.kernels.winnow import may_contain, share_needed

__all__ = [
    "BITMAP_WORDS",
    "Outlines",
    "Slots",
    "Tables",
    "may_reach",
    "outline_texts",
    "shared_shingles",
]


BITMAP_WORDS = 16
WORD_SHIFT, BIT_MASK = np.uint32(28), np.uint32(63)
U64 = np.uint64
ONE = U64(1)

# The bitmap of a pair's right text is asked for so many pairs before.
AHEAD, LINE = 12, 64

# A table of so many slots a shingle seldom has two of them at one slot.
ROOMY = 8


class Slots(NamedTuple):
    """An open-addressing table: key, the pair that put it there, the pair that last matched it.

    Its size is a power of two above twice the bytes of the longest text; owner and matched start
    as -1.
    """

    key: Keys
    owner: Ints
    matched: Ints


class Tables(NamedTuple):
    """Room for the left text of a pair, for one text by itself, and for the keys of one."""

    left: Slots
    own: Slots
    keys: Keys


class Outlines(NamedTuple):
    """By text: its bitmap, how many bits are set, its shingles with repeats."""

    bitmap: Keys
    bits: Ints
    windows: Ints


@inlined
def mask_for(slots: Slots, n: int) -> np.uint64:
    """The slots to use for n keys, less one: few enough to stay in the cache."""
    size = slots.key.shape[0]
    while size >= 2 * ROOMY * n:
        size >>= 1
    return U64(size - 1)


@inlined
def find(slots: Slots, mask: np.uint64, key: np.uint64, owner: int) -> np.uint64:
    """The slot where `owner` holds `key`, or the free one where it would.

    Slots are unsigned: the compiler would look out for negative ones.
    """
    at = U64(hash32(key)) & mask
    while slots.owner[at] == owner and slots.key[at] != key:
        at = (at + ONE) & mask
    return at


@inlined
def insert_all(slots: Slots, mask: np.uint64, keys: Keys, n: int, owner: int) -> int:
    """Make `owner` hold the set of keys[:n]; returns its size."""
    size = 0
    for i in range(n):
        at = find(slots, mask, keys[i], owner)
        size += slots.owner[at] != owner
        slots.key[at], slots.owner[at] = keys[i], owner
    return size


@inlined
def count_matches(slots: Slots, mask: np.uint64, keys: Keys, n: int, owner: int, pair: int) -> int:
    """How many distinct keys[:n] `owner` holds."""
    count = 0
    for i in range(n):
        at = find(slots, mask, keys[i], owner)
        count += (slots.owner[at] == owner) & (slots.matched[at] != pair)
        slots.matched[at] = pair
    return count


@kernel
def shared_shingles(
    data: Bytes, offsets: Longs, left: Ints, right: Ints, tables: Tables, sizes: Ints, shared: Ints
) -> None:
    """shared[p]: how many distinct shingles texts left[p] and right[p] have in common.

    sizes[t] becomes how many text t has; 0, on entry, means that nobody has counted.
    """
    slots, own, keys = tables.left, tables.own, tables.keys
    owner, mask = -1, U64(0)
    for p in range(left.shape[0]):
        a, b = left[p], right[p]
        ahead = offsets[right[min(p + AHEAD, right.shape[0] - 1)]]
        prefetch(data, ahead)
        prefetch(data, ahead + LINE)
        if p == 0 or a != left[p - 1]:
            n = shingle_keys(data, offsets[a], offsets[a + 1], keys)
            owner, mask = p, mask_for(slots, n)
            sizes[a] = insert_all(slots, mask, keys, n, owner)
        n = shingle_keys(data, offsets[b], offsets[b + 1], keys)
        shared[p] = count_matches(slots, mask, keys, n, owner, p)
        if sizes[b] == 0:
            sizes[b] = insert_all(own, mask_for(own, n), keys, n, p)


@kernel
def outline_texts(
    data: Bytes, offsets: Longs, texts: Ints, outlines: Outlines, keys: Keys, hashes: Hashes
) -> None:
    """Make the outline of texts[i] the one numbered i.

    keys and hashes are scratch, with room for the bytes of the longest text and for five.
    """
    for i in range(texts.shape[0]):
        ahead = offsets[texts[min(i + AHEAD, texts.shape[0] - 1)]]
        prefetch(data, ahead)
        prefetch(data, ahead + LINE)
        bitmap, bits, t = outlines.bitmap[i], 0, texts[i]
        n = shingle_hashes(data, offsets[t], offsets[t + 1], keys, hashes)
        for word in range(BITMAP_WORDS):
            bitmap[word] = U64(0)
        for j in range(n):
            bitmap[hashes[j] >> WORD_SHIFT] |= ONE << U64(hashes[j] & BIT_MASK)
        for word in range(BITMAP_WORDS):
            bits += ones(bitmap[word])
        outlines.windows[i], outlines.bits[i] = n, bits


@inlined
def common_bits(outlines: Outlines, a: int, b: int) -> int:
    """The most shingles that texts a and b can share.

    Each bit that two outlines have in common stands for one shared shingle, and for as many more as
    one of the texts has shingles without a bit of their own.
    """
    bits, windows, shared = outlines.bits, outlines.windows, 0
    one, other = outlines.bitmap[a], outlines.bitmap[b]
    for word in range(BITMAP_WORDS):
        shared += ones(one[word] & other[word])
    return shared + min(windows[a] - bits[a], windows[b] - bits[b])


@kernel
def may_reach(
    left: Ints, right: Ints, floor: float, containment: float, outlines: Outlines, reachable: Flags
) -> None:
    """reachable[p]: whether the Jaccard of texts left[p] and right[p] can be `floor` or more.

    Or the containment of the shorter one, if it may count as contained, `containment` or more; 0: no.
    """
    bits, windows = outlines.bits, outlines.windows
    for p in range(left.shape[0]):
        a, b = left[p], right[p]
        ahead = np.int64(right[min(p + AHEAD, right.shape[0] - 1)]) * BITMAP_WORDS
        prefetch(outlines.bitmap, ahead)
        prefetch(outlines.bitmap, ahead + BITMAP_WORDS // 2)
        shared = common_bits(outlines, a, b)
        reachable[p] = shared >= floor * (bits[a] + bits[b] - shared)
        one, other = windows[a] + WIDTH - 1, windows[b] + WIDTH - 1
        if containment > 0.0 and may_contain(one, other):
            short = a if one < other else b
            reachable[p] |= shared >= share_needed(one, other, containment) * bits[short]
