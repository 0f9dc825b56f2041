"""Exact sizes of shingle sets and of their intersections.

Pairs come sorted by their left text: its shingles are put into a hash table once, then those of
each right text are looked up.  Slots carry the number of the text or pair that last used them, so
nothing is ever cleared.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.kernels.jit import inlined, kernel
from dedup.kernels.shingle import hash32, shingle_keys

__all__ = ["Slots", "set_sizes", "shared_shingles"]

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]


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
