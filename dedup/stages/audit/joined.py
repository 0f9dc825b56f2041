"""True pairs of some texts, joined exactly with all: a prefix-filter set join, part by part.

Nothing is assumed but that the texts were drawn by hash.  They are drawn from strata of length, from
each its share, so that every true pair is as likely to be met as any other.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.arrays import Doubles, Flags, Hashes, Ints, Keys, Longs
from dedup.kernels.audit import Index, Matches, Room, bucket_ends, mark, probe, text_keys
from dedup.kernels.shingle import WIDTH
from dedup.overlap import outlines_in, overlaps, reachable
from dedup.stages.audit.sample import Sample, mixed
from dedup.storage.spill import Parts

__all__ = ["Draw", "joined"]

# The sampled text, the row of the other, and their Jaccard.
Found = tuple[Ints, Ints, Doubles]
NOTHING: Found = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
Each = Callable[[Callable[[int], Found], Iterable[int]], Iterable[Found]]

# Beyond what the floor needs, one more shingle in so many is indexed, and as many more must be met.
MORE = 10
BITS_PER_ENTRY = 16
PAIRS_AT_ONCE = 1 << 16

# Strata of length, and how many texts more than its quota are looked at in each.
STRATA, SPARE = 40, 32


class Draw(NamedTuple):
    """How many texts to draw, of those with so many words, and the seed."""

    n_texts: int
    min_words: int
    seed: int


def joined(texts: Parts, similarity: float, draw: Draw, each: Each = map) -> Sample:
    """Every pair at or above the floor that one of the drawn texts is in.

    A pair of two drawn texts is listed twice, with half the weight.

    Args:
        texts: TEXTS.
        similarity: the floor.
        draw: which texts.
        each: `map` or an engine's, which may join the parts side by side.
    """
    rows = drawn(texts, draw)
    some = texts.take(rows)
    index = index_of(some, similarity) if len(rows) else None

    def join(at: int) -> Found:
        if index is None:
            return NOTHING
        own, other, jaccard = join_part(texts.kept[at].load(), some, index, (similarity, draw))
        return own, other + np.int32(texts.starts[at]), jaccard

    found = list(each(join, range(len(texts))))
    own, other, jaccard = (np.concatenate(one) for one in zip(NOTHING, *found, strict=True))
    return sample_of(rows, (own, other, jaccard), draw)


def sample_of(rows: Ints, pairs: Found, draw: Draw) -> Sample:
    """The pairs of two different texts, with their weights."""
    own, other, jaccard = pairs
    ends = rows[own], other
    apart = ends[0] != ends[1]
    weight = np.where(np.isin(ends[1], rows), 0.5, 1.0)[apart]
    left, right = (way(*ends)[apart].astype(np.int32) for way in (np.minimum, np.maximum))
    group = own[apart].astype(np.int64)
    method = "exact join of sampled texts with all"
    return Sample(left, right, jaccard[apart], group, weight, len(rows), method, draw.seed)


# ---- drawing ------------------------------------------------------------------------------------


def drawn(texts: Parts, draw: Draw) -> Ints:
    """The rows of the texts drawn: from each stratum of length those of the lowest hash."""
    sizes = np.zeros(STRATA, np.int64)
    for part in texts.columns("n_words"):
        sizes += np.bincount(strata(values(part, "n_words"), draw.min_words), minlength=STRATA)
    quota = quotas(sizes, draw)
    limit = np.minimum(1.0, (2 * quota + SPARE) / np.maximum(sizes, 1)) * 2.0**63
    pool = [np.empty((3, 0), np.int64)]
    for start, part in zip(texts.starts, texts.columns("n_words", "hash_low"), strict=True):
        stratum = strata(values(part, "n_words"), draw.min_words)
        order = (mixed(values(part, "hash_low"), draw.seed) >> np.uint64(1)).astype(np.int64)
        few = np.flatnonzero((stratum > 0) & (order <= limit[stratum]))
        pool.append(np.stack([stratum[few], order[few], few + start]))
    return lowest(np.concatenate(pool, axis=1), quota)


def quotas(sizes: Longs, draw: Draw) -> Longs:
    """How many texts of each stratum are drawn: its share, rounded up or down by chance."""
    share = min(1.0, draw.n_texts / max(1, int(sizes[1:].sum())))
    chance = mixed(np.arange(STRATA, dtype=np.uint64), draw.seed) / 2.0**64
    quota = np.minimum(sizes, np.floor(sizes * share + chance).astype(np.int64))
    quota[0] = 0
    return quota


def strata(n_words: Ints, min_words: int) -> Longs:
    """The stratum of each text, by doubling length; 0 for those too short to be compared."""
    doubled = np.floor(np.log2(np.maximum(n_words, 1))).astype(np.int64) + 1
    return np.where(n_words >= min_words, doubled, 0)


def lowest(pool: Longs, quota: Longs) -> Ints:
    """Of each stratum its quota of rows, those that come first in order; ascending."""
    stratum, order, row = pool
    by_order = np.lexsort((row, order, stratum))
    stratum = stratum[by_order]
    place = np.arange(len(stratum)) - np.searchsorted(stratum, stratum)
    return np.sort(row[by_order][place < quota[stratum]]).astype(np.int32)


# ---- indexing -----------------------------------------------------------------------------------


def index_of(texts: pa.Table, similarity: float) -> Index:
    """The rarest shingles of each text, as many as a text of this Jaccard cannot miss."""
    keys, owners, hashes = shingle_sets(texts)
    sizes = np.bincount(owners, minlength=texts.num_rows)
    missing = sizes - np.ceil(similarity * sizes - 1e-9).astype(np.int64)
    need = np.minimum(1 + sizes // MORE, sizes - missing)
    kept = rarest(keys, owners, missing + need)
    hashes, owners = hashes[kept], owners[kept]
    order = np.argsort(hashes, kind="stable")
    return laid_out(hashes[order], owners[order], need.astype(np.int32))


def shingle_sets(texts: pa.Table) -> tuple[Keys, Ints, Hashes]:
    """Each shingle of each text once: its key, its text, its hash; sorted by key."""
    data, offsets = bytes_of(texts, "normalized")
    room = int(offsets[-1] - offsets[0]) + WIDTH * texts.num_rows
    keys, owners = np.empty(room, np.uint64), np.empty(room, np.int32)
    hashes = np.empty(room, np.uint32)
    n = text_keys(data, offsets, keys, owners, hashes)
    order = np.argsort(keys[:n], kind="stable")
    keys, owners, hashes = keys[order], owners[order], hashes[order]
    new = np.ones(n, np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return keys[new], owners[new], hashes[new]


def rarest(keys: Keys, owners: Ints, quota: Longs) -> Flags:
    """Which shingles are among the quota[t] of their text t that fewest texts hold."""
    number = np.cumsum(np.concatenate([[False], keys[1:] != keys[:-1]])[: len(keys)])
    frequency = np.bincount(number)[number] if len(keys) else number
    order = np.lexsort((keys, frequency, owners))
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys)) - np.searchsorted(owners[order], owners[order])
    chosen: Flags = rank < quota[owners]
    return chosen


def laid_out(hashes: Hashes, owners: Ints, need: Ints) -> Index:
    """The index of sorted entries; read-only, since threads share it."""
    buckets = 1 << max(6, len(hashes).bit_length())
    ends, bitmap = (
        np.zeros(buckets + 1, np.int32),
        np.zeros(buckets * BITS_PER_ENTRY // 64, np.uint64),
    )
    bucket_ends(hashes, ends)
    mark(hashes, bitmap)
    for one in (bitmap, ends, hashes, owners, need):
        one.flags.writeable = False
    return Index(bitmap, ends, hashes, owners, need, int(need.min()))


# ---- joining ------------------------------------------------------------------------------------


def join_part(part: pa.Table, some: pa.Table, index: Index, how: tuple[float, Draw]) -> Found:
    """The pairs of `some` texts and texts of one part at or above the floor, with their Jaccard."""
    similarity, draw = how
    data, offsets = bytes_of(part, "normalized")
    rows = np.flatnonzero(values(part, "n_words") >= draw.min_words).astype(np.int32)
    room, out = room_for(int(np.diff(offsets).max(initial=0)), len(index.need))
    found = [NOTHING]
    at, count = 0, np.zeros(1, np.int64)
    while at < len(rows):
        at = probe(data, offsets, rows, at, index, room, out, count)
        pairs = out.sampled[: count[0]], out.row[: count[0]]
        found.append(scored(some, part, pairs, similarity))
    own, other, jaccard = (np.concatenate(column) for column in zip(*found, strict=True))
    return own, other, jaccard


def room_for(longest: int, sampled: int) -> tuple[Room, Matches]:
    """Scratch for texts of up to `longest` bytes, and room for what is found."""
    keys, hashes = np.empty(longest + WIDTH, np.uint64), np.empty(longest + WIDTH, np.uint32)
    room = Room(keys, hashes, np.full(sampled, -1, np.int32), np.empty(sampled, np.int32))
    n = PAIRS_AT_ONCE + sampled
    return room, Matches(np.empty(n, np.int32), np.empty(n, np.int32))


def scored(some: pa.Table, part: pa.Table, pairs: tuple[Ints, Ints], similarity: float) -> Found:
    """Of these pairs those at or above the floor, with their exact Jaccard."""
    order = np.argsort(pairs[0], kind="stable")
    own, other = pairs[0][order], pairs[1][order]
    met, place = np.unique(other, return_inverse=True)
    both = pa.concat_tables([some, part.take(pa.array(met))]).combine_chunks()
    ends = own, (place + some.num_rows).astype(np.int32)
    near = reachable(outlines_in(both), *ends, similarity)
    jaccard = overlaps(both, ends[0][near], ends[1][near]).jaccard
    true = jaccard >= similarity
    return own[near][true], other[near][true], jaccard[true]
