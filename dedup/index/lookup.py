"""Where in an index a text lies: by its hash, or by the keys it shares with others."""

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.index.archive import Archive
from dedup.kernels.arrays import Hashes, Ints, Keys, Longs
from dedup.kernels.probe import meetings
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.schemas import GROUPS, empty
from dedup.storage.spill import Parts

__all__ = ["HASH", "collisions_with", "in_groups", "rows_by_hash", "sorted_keys", "texts_of_groups"]

HASH = ["hash_high", "hash_low"]
UPPER, LOWER = np.uint64(32), np.uint64(0xFFFFFFFF)

# With so many texts of one night, that share a key, a new text is compared.
MOST_OF_ONE_KEY = 1 << 12
BY_HASH = -1

# Room for so many pairs a new text in each band is made at first.
USUAL = 2


def sorted_keys(keys: Keys, texts: Ints) -> tuple[Hashes, Ints]:
    """The upper halves of the keys, sorted, and their texts."""
    keys, texts = np.array(keys), np.array(texts)
    room = np.empty_like(keys), np.empty_like(texts), np.empty(COUNTS, np.int64)
    sort_by_key(keys, texts, *room)
    return (keys >> UPPER).astype(np.uint32), texts


def collisions_with(archive: Archive, unit: str, band: int, bands: Parts, first: int) -> Keys:
    """The pairs old text << 32 | text that share a key of a band, sorted: by place in the index.

    Args:
        archive: the index; its texts are numbered as in archive.texts.
        unit: whose texts.
        band: which band.
        bands: BANDS of the new texts.
        first: the number of the first new text.
    """
    several = [(p.column(str(band)), p.column("text")) for p in bands.columns("text", str(band))]
    keys = [np.empty(0, np.uint64), *(key.to_numpy() for key, _ in several)]
    texts = [np.empty(0, np.int32), *(text.to_numpy() for _, text in several)]
    mine = sorted_keys(np.concatenate(keys), np.concatenate(texts) + np.int32(first))
    found = [met(mine, start, *other) for start, other in archive.keys(unit, band, len(mine[0]))]
    pairs = np.concatenate([np.empty(0, np.uint64), *found])
    pairs.sort()
    return pairs


def met(mine: tuple[Hashes, Ints], start: int, keys: Hashes, others: Ints) -> Keys:
    """The pairs of equal keys in a band of one night, whose texts are numbered from `start` on."""
    pairs = np.empty(USUAL * len(mine[0]) + 1, np.uint64)
    n = meetings(*mine, keys, others, start, MOST_OF_ONE_KEY, pairs)
    if n > len(pairs):
        pairs = np.empty(n, np.uint64)
        meetings(*mine, keys, others, start, MOST_OF_ONE_KEY, pairs)
    return pairs[:n]


def rows_by_hash(archive: Archive, unit: str, hashes: pl.DataFrame) -> tuple[Longs, Longs]:
    """Which of the `hashes` are in the index, and the row of each place in archive.texts; sorted by row."""
    high, low = (hashes[name].to_numpy() for name in HASH)
    mine = sorted_keys(high, np.arange(len(high), dtype=np.int32))
    found = [met(mine, start, *other) for start, other in archive.keys(unit, BY_HASH, len(high))]
    pairs = np.concatenate([np.empty(0, np.uint64), *found])
    pairs.sort()
    row, which = (pairs >> UPPER).astype(np.int64), (pairs & LOWER).astype(np.int64)
    if len(row) == 0:
        return which, row
    texts = archive.texts(unit).take(row, *HASH)
    same = (values(texts, "hash_high") == high[which]) & (values(texts, "hash_low") == low[which])
    return which[same], row[same]


def texts_of_groups(archive: Archive, unit: str, hashes: pl.DataFrame) -> pl.DataFrame:
    """GROUPS of every text that is in a group with one of `hashes`, as the newest night has it."""
    rows = groups_of(archive, unit)
    groups = newest_of(rows, hashes).select("group").unique()
    others = rows.join(groups, on="group", how="semi").select(HASH).unique()
    return newest_of(rows, others).join(groups, on="group", how="semi", maintain_order="left")


def in_groups(archive: Archive, unit: str, hashes: pl.DataFrame) -> pl.DataFrame:
    """Those of `hashes` that the newest night to say so has in the index, with a group of their own.

    A text that was removed with its last article is not among them: what came since was never
    compared with it.
    """
    rows = newest_of(groups_of(archive, unit), hashes)
    return rows.filter(pl.col("n_occurrences") > 0).select(HASH)


def groups_of(archive: Archive, unit: str) -> pl.DataFrame:
    """GROUPS of all nights, the newest last."""
    parts = [part for one in archive.stored for part in one.groups[unit]]
    return pl.DataFrame(pa.concat_tables([empty(GROUPS), *parts]))


def newest_of(rows: pl.DataFrame, hashes: pl.DataFrame) -> pl.DataFrame:
    """The last row of each of the hashes."""
    mine = rows.join(hashes, on=HASH, how="semi", maintain_order="left")
    return mine.unique(HASH, keep="last", maintain_order=True)
