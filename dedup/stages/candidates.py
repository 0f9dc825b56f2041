"""BANDS -> CANDIDATES: the texts that share a band key; wide, by band, then by text.

Each band by itself gives sorted collisions; then all bands are merged, one range of texts after
another, so that neither step holds more than a share.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Ints, Keys, Longs
from dedup.kernels.join import (
    bucket_pairs,
    collect_keys,
    count_bucket_pairs,
    count_pairs,
    mark_keys,
    merge_pairs,
)
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.schemas import CANDIDATES, COLLISIONS
from dedup.storage.spill import Kept, Parts

__all__ = ["candidates", "collisions", "ranges"]

HALF = np.uint64(32)
MOST_RANGES = 4096


def collisions(bands: Parts, band: int) -> pa.Table:
    """Every pair of texts with an equal key in one band.

    Args:
        bands: BANDS over distinct texts, in order of text.
        band: which band.
    """
    keys, texts = seen_twice(bands, band)
    other = np.empty_like(keys), np.empty_like(texts)
    sort_by_key(keys, texts, *other, np.empty(COUNTS, np.int64))
    pairs = np.empty(count_bucket_pairs(keys), np.uint64)
    bucket_pairs(keys, texts, pairs)
    pairs.sort()
    return pa.table([pairs], schema=COLLISIONS.schema)


def seen_twice(bands: Parts, band: int) -> tuple[Keys, Ints]:
    """The keys that may occur twice, all that do and about one in eight of the others; their texts."""
    names = "text", str(band)
    chunks = [[part.column(n).to_numpy() for n in names] for part in bands.columns(*names)]
    bits = max(6, (8 * bands.num_rows).bit_length())
    once, twice = np.zeros(1 << bits - 6, np.uint64), np.zeros(1 << bits - 6, np.uint64)
    shift = np.uint64(64 - bits)
    for _, keys in chunks:
        mark_keys(keys, shift, once, twice)
    kept_keys, kept = np.empty(bands.num_rows, np.uint64), np.empty(bands.num_rows, np.int32)
    n = 0
    for texts, keys in chunks:
        n += collect_keys(keys, texts, shift, twice, kept_keys[n:], kept[n:])
    return kept_keys[:n], kept[:n]


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
