"""BANDS -> CANDIDATES: the texts that share a band key; wide, by band, then by text.

Each band by itself gives sorted collisions; then all bands are merged, one range of texts after
another, so that neither step holds more than a share.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Ints, Keys, Longs
from dedup.kernels.join import (
    Survivors,
    bucket_pairs,
    count_bucket_pairs,
    count_pairs,
    count_shares,
    deal_keys,
    keep_seen_twice,
    merge_pairs,
)
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.schemas import CANDIDATES, COLLISIONS
from dedup.storage.spill import Kept, Parts

__all__ = ["candidates", "collisions", "ranges"]

HALF = np.uint64(32)
MOST_RANGES = 4096

# Keys of a share, of which the two bitmaps take a quarter of a megabyte: the cache of a core holds them.
IN_CACHE = 1 << 17


def collisions(bands: Parts, band: int, at_once: int = 1 << 26) -> pa.Table:
    """Every pair of texts with an equal key in one band.

    Args:
        bands: BANDS over distinct texts, in order of text.
        band: which band.
        at_once: about how many keys are in memory at a time.
    """
    chunks = chunks_of(bands, band)
    bits = max(1, (bands.num_rows // IN_CACHE).bit_length())
    counts = np.zeros(1 << bits, np.int64)
    for _, keys in chunks:
        count_shares(keys, top(bits), counts)
    pairs = [np.empty(0, np.uint64)]
    for first, last in passes(counts, at_once):
        some = np.zeros_like(counts)
        some[first:last] = counts[first:last]
        pairs += pairs_of(chunks, bits, some)
    found = np.concatenate(pairs)
    found.sort()
    return pa.table([found], schema=COLLISIONS.schema)


def chunks_of(bands: Parts, band: int) -> list[tuple[Ints, Keys]]:
    """The texts and their keys in one band, part by part, as they lie in memory or on disk."""
    names = "text", str(band)
    several = [[part.column(n).to_numpy() for n in names] for part in bands.columns(*names)]
    return [(texts, keys) for texts, keys in several if len(keys)]


def passes(counts: Longs, at_once: int) -> list[tuple[int, int]]:
    """Ranges of shares, from and to, of about that many keys."""
    turn = (np.cumsum(counts) - counts) // at_once
    cuts = np.flatnonzero(np.diff(turn)) + 1
    return list(pairwise([0, *cuts.tolist(), len(counts)]))


def pairs_of(chunks: Sequence[tuple[Ints, Keys]], bits: int, counts: Longs) -> Iterator[Keys]:
    """The pairs within each share of which `counts` says how many keys it has."""
    ends = np.cumsum(counts)
    keys, texts = np.empty(ends[-1], np.uint64), np.empty(ends[-1], np.int32)
    to = np.where(counts > 0, ends - counts, -1)
    for some_texts, some_keys in chunks:
        deal_keys(some_keys, some_texts, top(bits), to, keys, texts)
    room = int(counts.max()) + 1
    kept = Survivors(np.empty(room, np.uint64), np.empty(room, np.int32))
    other = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(COUNTS, np.int64)
    words = 1 << max(0, (8 * room).bit_length() - 6)
    bitmaps = np.empty((2, words), np.uint64)
    shift = np.uint64(64 - bits - (words * 64).bit_length() + 1)
    for start, end in zip(ends - counts, ends, strict=True):
        n = keep_seen_twice(
            keys[start:end], texts[start:end], shift, bitmaps[0], bitmaps[1], kept, 0
        )
        sort_by_key(kept.keys[:n], kept.texts[:n], other[0][:n], other[1][:n], other[2])
        pairs = np.empty(count_bucket_pairs(kept.keys[:n]), np.uint64)
        bucket_pairs(kept.keys[:n], kept.texts[:n], pairs)
        yield pairs


def top(bits: int) -> np.uint64:
    """By how much a key is shifted to leave that many of its top bits."""
    return np.uint64(64 - bits)


def ranges(found: Sequence[Kept], n_texts: int, most: int) -> list[tuple[int, int]]:
    """Ranges of texts, from and to, on the left of about `most` collisions each at most."""
    total = sum(one.num_rows for one in found)
    edges = np.linspace(0, n_texts, min(n_texts, MOST_RANGES) + 1).astype(np.uint64)
    before = np.zeros(len(edges), np.int64)
    for one in found:
        before += np.searchsorted(codes(one), edges << HALF)
    shares = max(1, -(-total // most))
    cuts = edges[np.searchsorted(before, np.arange(shares) * total // shares, side="right") - 1]
    bounds = np.unique([*cuts.tolist(), n_texts]).tolist()
    return list(pairwise(bounds))


def candidates(found: Sequence[Kept], start: int, end: int) -> pa.Table:
    """The collisions of all bands with left text start..end, once each, with their number."""
    edges = np.array([start, end], np.uint64) << HALF
    runs = [codes(one)[slice(*np.searchsorted(codes(one), edges))] for one in found]
    pairs = np.concatenate([np.empty(0, np.uint64), *runs])
    pairs.sort()
    n = count_pairs(pairs)
    left, right = np.empty(n, np.int32), np.empty(n, np.int32)
    n_bands = np.empty(n, np.int16)
    merge_pairs(pairs, left, right, n_bands)
    return pa.table([left, right, n_bands], schema=CANDIDATES.schema)


def codes(found: Kept) -> Longs:
    """The collisions of one band, sorted."""
    column: Longs = found.load().column("pair").to_numpy()
    return column
