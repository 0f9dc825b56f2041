"""BANDS, FINGERPRINTS -> CANDIDATES: the texts that share a key; wide, by key, then by text.

Each band by itself gives sorted collisions, and so do the phrases that texts share; then all are
merged, one range of texts after another, so that neither step holds more than a share.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import read_only
from dedup.kernels.arrays import Hashes, Ints, Keys, Longs
from dedup.kernels.encounters import FEW, Traits, distinct_rows, enough_shared, list_encounters
from dedup.kernels.join import (
    NEAR,
    WHOLE,
    Survivors,
    bucket_pairs,
    closest_partners,
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

__all__ = [
    "Collided", "Encountered", "Proposed", "Range", "Traits", "across", "candidates", "collisions",
    "encounters", "ranges", "unlisted",
]  # fmt: skip

HALF = np.uint64(32)
KEY_BITS = 32
MOST_RANGES = 4096

# A text is compared with so many later ones at first: those that met it in the most bands.
MOST_PARTNERS = 128

# Keys of a share, of which the two bitmaps take half a megabyte: the cache of a core holds them.
IN_CACHE = 1 << 18


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
    chunks = chunks_of(bands, band)
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


class Encountered(NamedTuple):
    """The COLLISIONS of all phrases, each pair once, and how many pairs were not looked at."""

    pairs: pa.Table
    unlisted: int


Met = tuple[Keys, int]
Each = Callable[[Callable[[tuple[int, int]], Met], Iterable[tuple[int, int]]], Iterable[Met]]


def encounters(
    fingerprints: Parts, traits: Traits, at_once: int = 1 << 26, each: Each = map
) -> Encountered:
    """The pairs of texts that share phrases enough, if by their lengths one may contain the other.

    Args:
        fingerprints: FINGERPRINTS of distinct texts, in order of text.
        traits: of all texts.
        at_once: about how many keys are in memory at a time.
        each: `map` or an engine's, which may join shares of the keys side by side.
    """
    chunks = chunks_of(fingerprints, 0)
    bits = (fingerprints.num_rows // IN_CACHE).bit_length()
    counts = share_sizes(chunks, bits)

    def meet(share: tuple[int, int]) -> Met:
        some = np.zeros_like(counts)
        some[slice(*share)] = counts[slice(*share)]
        met = [encountered(*rows, traits) for rows in survivors(chunks, bits, some)]
        return all_of([pairs for pairs, _ in met]), sum(unlisted for _, unlisted in met)

    met = list(each(meet, passes(counts, at_once)))
    pairs = all_of([pairs for pairs, _ in met])
    pairs.sort()
    enough = pairs[: enough_shared(pairs, traits.lengths)]
    unlisted = sum(unlisted for _, unlisted in met)
    return Encountered(pa.table([enough], schema=COLLISIONS.schema), unlisted)


def all_of(several: Sequence[Keys]) -> Keys:
    """Pairs end to end."""
    return np.concatenate([np.empty(0, np.uint64), *several])


def encountered(keys: Keys, texts: Ints, traits: Traits) -> Met:
    """The pairs that follow from sorted keys, and how many were not looked at."""
    n, few, unlisted = distinct_rows(keys, texts), np.empty(FEW, np.int32), np.zeros(1, np.int64)
    rows = keys[:n], texts[:n], traits, few
    pairs = np.empty(list_encounters(*rows, np.empty(0, np.uint64), unlisted), np.uint64)
    list_encounters(*rows, pairs, unlisted)
    return pairs, int(unlisted[0])


def chunks_of(bands: Parts, band: int) -> list[tuple[Ints, Hashes]]:
    """The texts and their keys in one band, part by part, as they lie in memory or on disk."""
    names = "text", str(band)
    several = [[part.column(n).to_numpy() for n in names] for part in bands.columns(*names)]
    return [
        (texts, read_only(keys.astype(np.uint32, copy=False)))
        for texts, keys in several
        if len(keys)
    ]


def share_sizes(chunks: Sequence[tuple[Ints, Hashes]], bits: int) -> Longs:
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


def survivors(
    chunks: Sequence[tuple[Ints, Hashes]], bits: int, counts: Longs
) -> Iterator[tuple[Keys, Ints]]:
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
        n = keep_seen_twice(keys[start:end], texts[start:end], up, once, twice, kept, 0)
        sort_by_key(kept.keys[:n], kept.texts[:n], other[0][:n], other[1][:n], other[2])
        yield kept.keys[:n], kept.texts[:n]


def dealt(chunks: Sequence[tuple[Ints, Hashes]], bits: int, counts: Longs) -> tuple[Hashes, Ints]:
    """The keys and their texts, share after share; a share whose count is 0 is left out."""
    n = int(counts.sum())
    keys, texts = np.empty(n, np.uint32), np.empty(n, np.int32)
    if bits == 0:
        np.concatenate([some for _, some in chunks] or [keys], out=keys)
        np.concatenate([some for some, _ in chunks] or [texts], out=texts)
        return keys, texts
    to = np.where(counts > 0, np.cumsum(counts) - counts, -1)
    for some_texts, some_keys in chunks:
        deal_keys(some_keys, some_texts, top(bits), to, keys, texts)
    return keys, texts


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


def top(bits: int) -> np.uint64:
    """By how much a key is shifted to leave that many of its top bits."""
    return np.uint64(KEY_BITS - bits)


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


def candidates(found: Sequence[Kept], some: Range, encountered: Kept | None = None) -> Proposed:
    """The collisions of all bands with some texts on the left, once each, with their number.

    Those of phrases, each pair once, are no bands: a pair with no other has the number 0.  `some`
    names their rows last.
    """
    runs = [*found, encountered] if encountered else found
    sizes = some.last - some.first
    pairs = np.empty(int(sizes.sum()), np.uint64)
    for one, first, end, n in zip(runs, some.first, np.cumsum(sizes), sizes, strict=True):
        one.read("pair", int(first), pairs[end - n : end])
    met = pairs[len(pairs) - int(sizes[-1]) :].copy() if encountered else pairs[:0]
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
