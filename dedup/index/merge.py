"""The tables of all nights as those of one night, without the articles that were removed.

Texts are told apart by hash and numbered in order of first appearance.  Articles, units and texts
go through batch by batch, keys band by band, groups and phrases share by share; what stays in memory
is a few bytes a text.
"""

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.index.archive import Archive, Stored, file_name
from dedup.index.lookup import HASH
from dedup.kernels.arrays import Flags, Ints, Longs
from dedup.schemas import (
    ARCHIVED_ARTICLES,
    ARCHIVED_TEXTS,
    ARCHIVED_UNITS,
    GROUPS,
    KEYS,
    PHRASES,
    empty,
)
from dedup.stages.fold import fold
from dedup.storage.mapped import damaged, write_mapped

__all__ = ["merge_articles", "merge_unit"]

# A batch of the merged tables has about so many bytes; hashes and groups of so many rows are
# worked on at once.
BATCH_BYTES, ROWS_AT_ONCE = 32 << 20, 1 << 21
ONE = np.uint64(1)


class Numbers(NamedTuple):
    """For each text of the archive its new number, -1 where it stands nowhere any more.

    Only of a text that `is_first` the table row is kept; n_occurrences is by new number.
    """

    text: Ints
    is_first: Flags
    n_occurrences: Ints


def merge_articles(archive: Archive, folder: Path) -> int:
    """Write the articles that were not removed; returns how many there are."""

    def live() -> Iterator[pa.Table]:
        for one in archive.stored:
            for start, part in zip(one.articles.starts, one.articles, strict=True):
                yield part.filter(pa.array(one.live[start : start + part.num_rows]))

    path, schema = folder / file_name(ARCHIVED_ARTICLES), ARCHIVED_ARTICLES.schema
    return write_mapped(path, schema, coalesced(live(), schema))


def merge_unit(archive: Archive, unit: str, folder: Path) -> dict[str, int]:
    """Write texts, units, keys and groups of one kind; returns how many rows each table has."""
    numbers = numbered(archive, unit)
    merged = (
        (ARCHIVED_TEXTS, texts_of(archive, unit, numbers)),
        (ARCHIVED_UNITS, units_of(archive, unit, numbers)),
        (GROUPS, groups_of(archive, unit)),
    )
    rows = {
        f"{unit} {kind.name}": write_mapped(
            folder / file_name(kind, unit), kind.schema, coalesced(tables, kind.schema)
        )
        for kind, tables in merged
    }
    write_mapped(folder / file_name(KEYS, unit), KEYS.schema, keys_of(archive, unit, numbers))
    if any(len(one.phrases[unit]) for one in archive.stored):
        path, tables = folder / file_name(PHRASES, unit), phrases_of(archive, unit, numbers)
        rows[f"{unit} {PHRASES.name}"] = write_mapped(path, PHRASES.schema, tables)
    return rows


def coalesced(tables: Iterator[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in fewer, larger tables; one without rows if there is none."""
    waiting, n_bytes, n_tables = [schema.empty_table()], 0, 0
    for table in tables:
        waiting.append(table)
        n_bytes += table.nbytes
        if n_bytes >= BATCH_BYTES:
            yield pa.concat_tables(waiting)
            waiting, n_bytes, n_tables = [schema.empty_table()], 0, n_tables + 1
    if n_bytes or n_tables == 0:
        yield pa.concat_tables(waiting)


# ---- texts --------------------------------------------------------------------------------------


def numbered(archive: Archive, unit: str) -> Numbers:
    """Number the texts that stand in the articles left."""
    texts = archive.texts(unit)
    shares = 1 << (texts.num_rows // ROWS_AT_ONCE).bit_length()
    folded = fold(texts, shares)
    counts = np.zeros(int(folded.text.max(initial=-1)) + 1, np.int32)
    np.add.at(counts, folded.text, live_occurrences(archive, unit))
    there = counts > 0
    number = np.where(there, np.cumsum(there) - 1, -1).astype(np.int32)
    most_before = np.maximum.accumulate(np.concatenate([[-1], folded.text]))[:-1]
    is_first = (folded.text > most_before) & there[folded.text]
    return Numbers(number[folded.text], is_first, counts[there])


def live_occurrences(archive: Archive, unit: str) -> Ints:
    """How often each text of the archive stands in articles of its night that are left."""
    found = [np.empty(0, np.int32)]
    for one in archive.stored:
        counts = np.zeros(one.texts[unit].num_rows, np.int64)
        for part in one.units[unit].columns("article", "text"):
            texts = values(part, "text")[one.live[values(part, "article")]]
            counts += np.bincount(texts, minlength=len(counts))
        found.append(counts.astype(np.int32))
    return np.concatenate(found)


def texts_of(archive: Archive, unit: str, numbers: Numbers) -> Iterator[pa.Table]:
    """TEXTS, each once, with its occurrences in all nights."""
    texts = archive.texts(unit)
    for start, part in zip(texts.starts, texts, strict=True):
        mine = slice(start, start + part.num_rows)
        kept = part.filter(pa.array(numbers.is_first[mine]))
        counts = numbers.n_occurrences[numbers.text[mine][numbers.is_first[mine]]]
        at = kept.schema.get_field_index("n_occurrences")
        yield kept.set_column(at, kept.schema.field(at), pa.array(counts))


def units_of(archive: Archive, unit: str, numbers: Numbers) -> Iterator[pa.Table]:
    """The units of the articles left, with the new numbers of articles and texts."""
    first_text = archive.text_starts(unit)
    left = accumulate((int(one.live.sum()) for one in archive.stored), initial=0)
    for one, start, first in zip(archive.stored, first_text, left, strict=False):
        article = (np.cumsum(one.live) - 1 + first).astype(np.int32)
        for part in one.units[unit]:
            yield renumbered(part, one, article, numbers.text[start:])


def renumbered(units: pa.Table, one: Stored, article: Ints, text: Ints) -> pa.Table:
    """Those of some units that are left, with other numbers of articles and texts."""
    kept = units.filter(pa.array(one.live[values(units, "article")]))
    columns = {name: kept.column(name) for name in kept.column_names}
    columns["article"] = pa.array(article[values(kept, "article")])
    columns["text"] = pa.array(text[values(kept, "text")])
    return pa.table([columns[name] for name in kept.column_names], schema=ARCHIVED_UNITS.schema)


# ---- keys, phrases and groups -------------------------------------------------------------------


def keys_of(archive: Archive, unit: str, numbers: Numbers) -> Iterator[pa.Table]:
    """The keys of each band, sorted, and last those by hash."""
    for band in range(archive.manifest.bands["bands"] + 1):
        keys, texts = [np.empty(0, np.uint32)], [np.empty(0, np.int32)]
        for start, (key, text) in archive.keys(unit, band, archive.texts(unit).num_rows):
            rows: Longs = text.astype(np.int64) + start
            kept = numbers.is_first[rows]
            keys.append(key[kept])
            texts.append(numbers.text[rows[kept]])
        together = np.concatenate(keys)
        # What is in order already is found by runs, so this merges the nights.
        order = np.argsort(together, kind="stable")
        yield pa.table([together[order], np.concatenate(texts)[order]], schema=KEYS.schema)


def phrases_of(archive: Archive, unit: str, numbers: Numbers) -> Iterator[pa.Table]:
    """The phrases of the texts left, one range of keys after another."""
    n_rows = sum(one.phrases[unit].num_rows for one in archive.stored)
    bounds = np.linspace(0, 1 << 32, 2 + n_rows // ROWS_AT_ONCE).astype(np.uint64)
    for keys in zip(
        bounds[:-1].astype(np.uint32), (bounds[1:] - ONE).astype(np.uint32), strict=True
    ):
        found = [empty(PHRASES), *some_phrases(archive, unit, numbers, keys)]
        rows = pa.concat_tables(found).combine_chunks()
        codes = values(rows, "key").astype(np.uint64) << np.uint64(32) | values(rows, "mark")
        yield rows.take(pa.array(np.argsort(codes, kind="stable")))


def some_phrases(
    archive: Archive, unit: str, numbers: Numbers, keys: tuple[np.uint32, np.uint32]
) -> Iterator[pa.Table]:
    """The PHRASES of every night from one key to another, with the new numbers of texts."""
    for first, part in archive.phrases(unit, archive.texts(unit).num_rows):
        mine = part.slice(0, 0)
        if part.num_rows:
            its = part.column("key").to_numpy()
            start, end = np.searchsorted(its, keys[0]), np.searchsorted(its, keys[1], side="right")
            mine = part.slice(start, end - start)
        text: Longs = values(mine, "text").astype(np.int64) + first
        if len(text) and not (text.min() >= 0 and text.max() < len(numbers.text)):
            raise damaged(archive.folder, "its phrases name texts that are not there")
        mine = mine.set_column(2, PHRASES.schema.field("text"), pa.array(numbers.text[text]))
        yield mine.filter(pa.array(numbers.is_first[text]))


def groups_of(archive: Archive, unit: str) -> Iterator[pa.Table]:
    """GROUPS as the newest night has each, of texts in a cluster, or that wait for the next run."""
    waiting = pl.DataFrame(archive.touched(unit))
    n_rows = sum(one.groups[unit].num_rows for one in archive.stored)
    shares = 1 << (n_rows // ROWS_AT_ONCE).bit_length()
    for share in range(shares):
        mine = pl.col("hash_high").mod(shares) == share
        rows = pl.concat([pl.DataFrame(empty(GROUPS)), *some_groups(archive, unit, mine)])
        newest = rows.unique(HASH, keep="last", maintain_order=True)
        waits = newest.join(waiting.filter(mine), on=HASH, how="semi")
        is_there = (pl.col("name") > 0) & (pl.col("n_occurrences") > 0)
        kept = pl.concat([newest.filter(is_there), waits]).unique(HASH, maintain_order=True)
        yield kept.to_arrow().cast(GROUPS.schema)


def some_groups(archive: Archive, unit: str, mine: pl.Expr) -> Iterator[pl.DataFrame]:
    """The GROUPS of every night for which `mine` holds, the oldest night first."""
    for one in archive.stored:
        for part in one.groups[unit]:
            yield pl.DataFrame(part).filter(mine)
