"""The keys of one band dealt into shares that fit the cache, so that those seen twice can be sorted."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dedup.arrow import read_only
from dedup.kernels.arrays import Hashes, Ints, Keys, Longs
from dedup.kernels.join import Survivors, count_shares, deal_keys, keep_seen_twice
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.storage.spill import Parts

__all__ = ["IN_CACHE", "Chunks", "deal", "passes", "pieces", "share_sizes", "survivors"]

# Keys of a share, of which the two bitmaps take half a megabyte: the cache of a core holds them.
IN_CACHE = 1 << 18

KEY_BITS = 32

# Into how many shares each part by itself is dealt.
DEALT_BITS = 8
A_SHARE = 1 << KEY_BITS - DEALT_BITS


def deal(part: pa.Table) -> pa.Table:
    """One part of a single band by share, the keys halved: a pass then reads its own rows only."""
    texts, keys = part.column("text").to_numpy(), part.column("0").to_numpy().astype(np.uint32)
    counts = np.zeros(1 << DEALT_BITS, np.int64)
    count_shares(read_only(keys), top(DEALT_BITS), counts)
    dealt = np.empty_like(texts), np.empty_like(keys)
    deal_keys(read_only(keys), texts, top(DEALT_BITS), np.cumsum(counts) - counts, *dealt[::-1])
    return pa.table(list(dealt), names=["text", "0"])


def pieces(dealt: pa.Table, bits: int) -> list[pa.Table]:
    """What `deal` made in pieces by the top bits of the keys, at most DEALT_BITS of them.

    They share no memory, so that one can be forgotten before the others.
    """
    if bits == 0:
        return [dealt]
    texts, keys = dealt.column("text").to_numpy(), dealt.column("0").to_numpy()
    bounds = [starts(keys, at << KEY_BITS - bits) for at in range((1 << bits) + 1)]
    return [
        pa.table([texts[at:to].copy(), keys[at:to].copy()], names=dealt.column_names)
        for at, to in pairwise(bounds)
    ]


class Chunks:
    """The texts and their keys in one band, part by part, as they lie in memory or on disk.

    Each loop loads them anew, one after the other, so that none is held for long.
    """

    def __init__(self, bands: Parts, band: int, *, dealt: bool = False) -> None:
        """Nothing is loaded yet; `dealt`: each part lies by share."""
        self.bands, self.names, self.dealt = bands, ("text", str(band)), dealt

    def __iter__(self) -> Iterator[tuple[Ints, Hashes]]:
        """Those that hold keys."""
        for part in self.bands.columns(*self.names):
            if part.num_rows:
                texts, keys = (part.column(name).to_numpy() for name in self.names)
                yield texts, read_only(keys.astype(np.uint32, copy=False))

    def of(self, first: int, last: int) -> Iterator[tuple[Ints, Hashes]]:
        """Those with the keys from `first` up to `last`, and where parts are not dealt all others."""
        for texts, keys in self:
            mine = (
                slice(starts(keys, first), starts(keys, last + A_SHARE - 1))
                if self.dealt
                else slice(None)
            )
            yield texts[mine], keys[mine]


def starts(keys: Hashes, key: int) -> int:
    """Where, among keys dealt by share, that of `key` starts.

    Within a share keys are in any order, but those of all lower shares come first: that is what a
    binary search needs.
    """
    share = key // A_SHARE * A_SHARE
    return len(keys) if share >> KEY_BITS else int(np.searchsorted(keys, np.uint32(share)))


def share_sizes(chunks: Chunks, bits: int) -> Longs:
    """How many keys have each value of their top bits; all of them if there are no such bits."""
    if bits == 0:
        return np.array([sum(len(keys) for _, keys in chunks)], np.int64)
    counts = np.zeros(1 << bits, np.int64)
    for _, keys in chunks:
        count_shares(keys, top(bits), counts)
    return counts


def passes(counts: Longs, at_once: int) -> list[tuple[int, int]]:
    """Ranges of shares, from and to, of about that many keys."""
    turn = (np.cumsum(counts) - counts) // at_once
    cuts = np.flatnonzero(np.diff(turn)) + 1
    return list(pairwise([0, *cuts.tolist(), len(counts)]))


def survivors(chunks: Chunks, bits: int, counts: Longs) -> Iterator[tuple[Keys, Ints]]:
    """For each share, of which `counts` says how many keys it has, those that may occur twice, sorted."""
    ends = np.cumsum(counts)
    keys, texts = dealt(chunks, bits, counts)
    room = int(counts.max()) + 1
    kept = Survivors(np.empty(room, np.uint64), np.empty(room, np.int32))
    other = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(COUNTS, np.int64)
    words = 1 << max(0, min((8 * room).bit_length(), KEY_BITS - bits) - 6)
    once, twice = np.empty(words, np.uint64), np.empty(words, np.uint64)
    up = np.uint64(64 - KEY_BITS + bits)
    for start, end in zip(ends - counts, ends, strict=True):
        if start == end:
            continue
        n = keep_seen_twice(keys[start:end], texts[start:end], up, once, twice, kept, 0)
        sort_by_key(kept.keys[:n], kept.texts[:n], other[0][:n], other[1][:n], other[2])
        yield kept.keys[:n], kept.texts[:n]


def dealt(chunks: Chunks, bits: int, counts: Longs) -> tuple[Hashes, Ints]:
    """The keys and their texts, share after share; a share whose count is 0 is left out."""
    n = int(counts.sum())
    keys, texts = np.empty(n, np.uint32), np.empty(n, np.int32)
    if n == 0:
        return keys, texts
    if bits == 0:
        np.concatenate([some for _, some in chunks], out=keys)
        np.concatenate([some for some, _ in chunks], out=texts)
        return keys, texts
    to = np.where(counts > 0, np.cumsum(counts) - counts, -1)
    mine = np.flatnonzero(counts) << KEY_BITS - bits
    for some_texts, some_keys in chunks.of(mine[0], mine[-1] + (1 << KEY_BITS - bits)):
        deal_keys(some_keys, some_texts, top(bits), to, keys, texts)
    return keys, texts


def top(bits: int) -> np.uint64:
    """By how much a key is shifted to leave that many of its top bits."""
    return np.uint64(KEY_BITS - bits)
