"""The exact join of a few sampled texts with all others: those that share enough rare shingles.

The rarest shingles of each sampled text are indexed, so many that a text of the wanted Jaccard
cannot miss all but `need` of them (prefix filter: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and
Srikant 2007).  The hashes of every other text go past a bitmap of what is indexed, which almost none
passes; those that do are counted for each sampled text.  Nothing that reaches the floor is lost: two
shingles with one hash, or a shingle that a text holds twice, only count more.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.shingle import hash32, shingle_hashes, shingle_keys

__all__ = ["Index", "Matches", "Room", "bucket_ends", "mark", "probe", "text_keys"]

U32, U64 = np.uint32, np.uint64
ONE, IN_WORD, WORD_BITS = U64(1), U64(63), U64(6)


class Index(NamedTuple):
    """The indexed shingles by their hash.

    bitmap: one bit for the top bits of each hash; a power of two of words.
    ends: entries of bucket b, the top bits of a hash, are those from ends[b] to ends[b + 1].
    hashes, owners: the entries, sorted by hash: a shingle's hash and the sampled text it is of.
    need: how many of its entries a text must share with each sampled text.
    least: the smallest of these.
    """

    bitmap: Keys
    ends: Ints
    hashes: Hashes
    owners: Ints
    need: Ints
    least: int


class Room(NamedTuple):
    """Scratch of one thread: keys and hashes of a text; by sampled text who counted last, and what.

    keys and hashes need five more than the longest text has bytes; `counter` starts as -1.
    """

    keys: Keys
    hashes: Hashes
    counter: Ints
    count: Ints


class Matches(NamedTuple):
    """Pairs found: the sampled text, the row of the other; room for one a sampled text and more."""

    sampled: Ints
    row: Ints


@kernel
def text_keys(data: Bytes, offsets: Longs, keys: Keys, owners: Ints, hashes: Hashes) -> int:
    """Write the keys of all windows of each text, their hashes and their text; returns how many.

    Room is needed for as many as all texts have bytes, and five a text.
    """
    n = 0
    for t in range(offsets.shape[0] - 1):
        found = shingle_keys(data, offsets[t], offsets[t + 1], keys[n:])
        for i in range(n, n + found):
            owners[i], hashes[i] = t, hash32(keys[i])
        n += found
    return n


@inlined
def shift_for(size: int) -> np.uint64:
    """By how much a 32-bit hash is shifted to be below `size`, a power of two."""
    shift = U64(32)
    while size > 1:
        size >>= 1
        shift -= ONE
    return shift


@kernel
def mark(hashes: Hashes, bitmap: Keys) -> None:
    """Set the bit of each hash."""
    shift = shift_for(bitmap.shape[0] * 64)
    for i in range(hashes.shape[0]):
        slot = U64(hashes[i]) >> shift
        bitmap[slot >> WORD_BITS] |= ONE << (slot & IN_WORD)


@kernel
def bucket_ends(hashes: Hashes, ends: Ints) -> None:
    """ends[b]: how many of sorted `hashes` lie in buckets before b; all zeros at first."""
    shift = shift_for(ends.shape[0] - 1)
    for i in range(hashes.shape[0]):
        ends[(U64(hashes[i]) >> shift) + ONE] += 1
    for b in range(ends.shape[0] - 1):
        ends[b + 1] += ends[b]


@inlined
def keep_marked(hashes: Hashes, n: int, bitmap: Keys, shift: np.uint64) -> int:
    """Move the marked of hashes[:n] to the front; returns how many.

    No branch on the data: which hash is marked cannot be guessed.
    """
    kept = 0
    for i in range(n):
        h = hashes[i]
        slot = U64(h) >> shift
        hashes[kept] = h
        kept += np.int64(bitmap[slot >> WORD_BITS] >> (slot & IN_WORD) & ONE)
    return kept


@inlined
def count_hits(
    hashes: Hashes,
    n: int,
    index: Index,
    shift: np.uint64,
    room: Room,
    out: Matches,
    at: int,
    row: int,
) -> int:
    """Append to out[:at] each sampled text whose count of hits gets to its need; the new length."""
    for i in range(n):
        h = hashes[i]
        bucket = U64(h) >> shift
        for e in range(index.ends[bucket], index.ends[bucket + ONE]):
            if index.hashes[e] != h:
                continue
            owner = index.owners[e]
            if room.counter[owner] != row:
                room.counter[owner], room.count[owner] = row, 0
            room.count[owner] += 1
            if room.count[owner] == index.need[owner]:
                out.sampled[at], out.row[at] = owner, row
                at += 1
    return at


@kernel
def probe(
    data: Bytes,
    offsets: Longs,
    rows: Ints,
    start: int,
    index: Index,
    room: Room,
    out: Matches,
    n_found: Longs,
) -> int:
    """Join the texts rows[start:] with the sampled ones; returns the first that is still to do.

    It stops when `out` may be too small for the next text; n_found[0] becomes how many it holds.
    """  # fmt: skip
    bits, buckets = shift_for(index.bitmap.shape[0] * 64), shift_for(index.ends.shape[0] - 1)
    found, least = 0, index.least
    for i in range(start, rows.shape[0]):
        if found + index.need.shape[0] > out.row.shape[0]:
            n_found[0] = found
            return i
        t = rows[i]
        n = shingle_hashes(data, offsets[t], offsets[t + 1], room.keys, room.hashes)
        kept = keep_marked(room.hashes, n, index.bitmap, bits)
        if kept >= least:
            found = count_hits(room.hashes, kept, index, buckets, room, out, found, t)
    n_found[0] = found
    return rows.shape[0]
