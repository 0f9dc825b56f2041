"""BANDS, FINGERPRINTS -> CANDIDATES: the texts that share a key; wide, by key, then by text.

Each band by itself gives sorted collisions, and so do the phrases that texts share; then all are
merged, one range of texts after another, so that neither step holds more than a share.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Ints, Keys, Longs
from dedup.kernels.encounters import enough_shared
from dedup.kernels.join import (
    NEAR,
    WHOLE,
    bucket_pairs,
    closest_partners,
    count_bucket_pairs,
    count_pairs,
    merge_pairs,
)
from dedup.schemas import CANDIDATES, COLLISIONS
from dedup.stages.candidates.phrases import Encountered, Shared, Traits, encounters
from dedup.stages.candidates.shares import (
    IN_CACHE,
    Chunks,
    deal,
    passes,
    pieces,
    share_sizes,
    survivors,
)
from dedup.storage.spill import Kept, Parts

__all__ = [
    "MOST_PARTNERS", "Collided", "Encountered", "Proposed", "Range", "Shared", "Traits", "across",
    "candidates", "collisions", "deal", "encounters", "pieces", "ranges", "unlisted",
]  # fmt: skip

HALF = np.uint64(32)
MOST_RANGES = 4096

# A text is compared with so many later ones at first: those that met it in the most bands.
MOST_PARTNERS = 128


class Collided(NamedTuple):
    """The COLLISIONS of one band, and the texts of each bucket too large to list all its pairs."""

    pairs: pa.Table
    crowds: list[Ints]


def collisions(bands: Parts, band: int, at_once: int = 1 << 26) -> Collided:
    """The pairs of texts with an equal key in one band.

    Args:
        bands: BANDS over distinct texts, in order of text; the lower half of a whole key counts.
        band: which band.
        at_once: about how many keys are in memory at a time.
    """
    chunks = Chunks(bands, band)
    bits = (bands.num_rows // IN_CACHE).bit_length()
    counts = share_sizes(chunks, bits)
    pairs, crowds = [np.empty(0, np.uint64)], []
    for first, last in passes(counts, at_once):
        some = np.zeros_like(counts)
        some[first:last] = counts[first:last]
        for keys, texts in survivors(chunks, bits, some):
            pairs.append(pairs_of(keys, texts))
            crowds += crowds_of(keys, texts)
    found = np.concatenate(pairs)
    found.sort()
    return Collided(pa.table([found], schema=COLLISIONS.schema), crowds)


def pairs_of(keys: Keys, texts: Ints) -> Keys:
    """The pairs that follow from sorted keys."""
    pairs = np.empty(count_bucket_pairs(keys), np.uint64)
    bucket_pairs(keys, texts, pairs)
    return pairs


def crowds_of(keys: Keys, texts: Ints) -> list[Ints]:
    """The texts of each bucket of which not all pairs are listed."""
    if len(keys) <= WHOLE:
        return []
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1, [len(keys)]])
    large = np.flatnonzero(np.diff(bounds) > WHOLE)
    return [texts[bounds[i] : bounds[i + 1]].copy() for i in large]


def unlisted(texts: int) -> int:
    """Of how many pairs of a crowd of so many texts nothing is listed."""
    beyond = texts - WHOLE
    return texts * (texts - 1) // 2 - WHOLE * (WHOLE - 1) // 2 - beyond * 2 * NEAR


def across(crowd: Ints, group: Ints, most: int) -> Keys | None:
    """The pairs of a crowd whose texts are in different groups, coded; None if more than `most`."""
    order = np.argsort(group, kind="stable")
    texts, group = crowd[order], group[order]
    block_end = np.searchsorted(group, group, side="right")
    counts = len(texts) - block_end
    total = int(counts.sum())
    if total > most:
        return None
    first = np.repeat(np.arange(len(texts)), counts)
    second = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts) + block_end[first]
    ends = texts[first].astype(np.uint64), texts[second].astype(np.uint64)
    pairs: Keys = np.minimum(*ends) << HALF | np.maximum(*ends)
    pairs.sort()
    return pairs


class Range(NamedTuple):
    """Texts `start` to `end`, and for each band the rows of its collisions with them on the left."""

    start: int
    end: int
    first: Longs
    last: Longs


def ranges(found: Sequence[Kept], n_texts: int, most: int) -> list[Range]:
    """Ranges of texts that are on the left of about `most` collisions each at most."""
    total = sum(one.num_rows for one in found)
    edges = np.linspace(0, n_texts, min(n_texts, MOST_RANGES) + 1).astype(np.uint64)
    runs = (one.load().column("pair").to_numpy() for one in found)
    places = np.array([np.searchsorted(pairs, edges << HALF) for pairs in runs])
    before = places.sum(axis=0)
    shares = max(1, -(-total // most))
    cuts = np.searchsorted(before, np.arange(shares) * total // shares, side="right") - 1
    bounds = np.unique([*cuts, len(edges) - 1])
    return [
        Range(int(edges[at]), int(edges[to]), places[:, at], places[:, to])
        for at, to in pairwise(bounds)
    ]


class Proposed(NamedTuple):
    """CANDIDATES, and those put off because their left text has closer ones enough.

    Pairs that share a phrase only are never put off: `encounters` bounds them.
    """

    pairs: pa.Table
    put_off: pa.Table


def candidates(found: Sequence[Kept], some: Range, shared: Shared | None = None) -> Proposed:
    """The collisions of all bands with some texts on the left, once each, with their number.

    Pairs that share phrases enough are among them, but phrases are no bands: one with no other
    collision has the number 0.  `some` names the rows of bands, then those of phrases.
    """
    n_found = len(found)
    met = np.empty(0, np.uint64)
    if shared is not None:
        met = gathered(shared.several, some.first[n_found:], some.last[n_found:])
        met = met[: enough_shared(met, shared.lengths)]
    pairs = np.concatenate([met, gathered(found, some.first[:n_found], some.last[:n_found])])
    pairs.sort()
    n = count_pairs(pairs)
    left, right = np.empty(n, np.int32), np.empty(n, np.int32)
    n_bands = np.empty(n, np.int16)
    merge_pairs(pairs, left, right, n_bands)
    if len(met):
        merged = left.astype(np.uint64) << HALF | right.astype(np.uint64)
        n_bands[np.searchsorted(merged, met)] -= 1
    table = pa.table([left, right, n_bands], schema=CANDIDATES.schema)
    kept, counts = np.empty(n, np.bool_), np.empty(int(n_bands.max(initial=0)) + 1, np.int64)
    closest_partners(left, n_bands, MOST_PARTNERS, counts, kept)
    kept |= n_bands == 0
    if kept.all():
        return Proposed(table, table.slice(0, 0))
    return Proposed(table.filter(pa.array(kept)), table.filter(pa.array(~kept)))


def gathered(found: Sequence[Kept], first: Longs, last: Longs) -> Keys:
    """The collisions in some rows of each table, sorted."""
    sizes = last - first
    pairs = np.empty(int(sizes.sum()), np.uint64)
    for one, start, end, n in zip(found, first, np.cumsum(sizes), sizes, strict=True):
        one.read("pair", int(start), pairs[end - n : end])
    pairs.sort()
    return pairs
