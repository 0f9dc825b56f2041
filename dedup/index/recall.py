"""What a night must know of the past: every occurrence of the texts it touches, as parts of a corpus."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.errors import OutputError
from dedup.index.archive import Archive, Stored
from dedup.index.lookup import HASH, rows_by_hash
from dedup.kernels.arrays import Flags, Ints, Longs
from dedup.schemas import FACTS, RAW_ARTICLES, SPANS, empty

__all__ = ["Recalled", "recall", "refuse_other_texts"]

ARTICLES_AT_ONCE = 1 << 14


class Recalled(NamedTuple):
    """Some articles of a night: RAW_ARTICLES, FACTS, and by unit the SPANS recalled and their HASHES."""

    articles: pa.Table
    facts: pa.Table
    spans: dict[str, pa.Table]
    hashes: dict[str, pa.Table]
    where: str


def recall(archive: Archive, hashes: Mapping[str, pl.DataFrame]) -> Iterator[Recalled]:
    """Every place in the index where one of the texts stands, in articles that were not removed.

    Args:
        archive: the index.
        hashes: by unit, the HASHES of the texts.
    """
    wanted = {unit: rows_by_hash(archive, unit, few)[1] for unit, few in hashes.items()}
    starts = {unit: archive.text_starts(unit) for unit in hashes}
    for at, one in enumerate(archive.stored):
        flags = {
            unit: flags_of(rows - starts[unit][at], one.texts[unit].num_rows)
            for unit, rows in wanted.items()
        }
        yield from of_night(one, flags)


def flags_of(rows: Longs, n: int) -> Flags:
    """Which of n texts are named by rows; rows of other nights are below 0, or n and above."""
    flags = np.zeros(n, np.bool_)
    flags[rows[(rows >= 0) & (rows < n)]] = True
    return flags


def of_night(one: Stored, wanted: Mapping[str, Flags]) -> Iterator[Recalled]:
    """The places of one night, so many articles at a time."""
    rows = {unit: places(one, unit, flags) for unit, flags in wanted.items()}
    articles = np.unique(np.concatenate([article for _, article in rows.values()]))
    for start in range(0, len(articles), ARTICLES_AT_ONCE):
        some = articles[start : start + ARTICLES_AT_ONCE]
        yield of_articles(one, some, {unit: within(*both, some) for unit, both in rows.items()})


def places(one: Stored, unit: str, wanted: Flags) -> tuple[Longs, Ints]:
    """The rows of a night's units that hold a wanted text, and their articles."""
    rows, articles = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    units = one.units[unit]
    for start, part in zip(units.starts, units.columns("text", "article"), strict=True):
        article = part.column("article").to_numpy()
        found = np.flatnonzero(wanted[part.column("text").to_numpy()] & one.live[article])
        rows.append(found + start)
        articles.append(article[found])
    return np.concatenate(rows), np.concatenate(articles)


def within(rows: Longs, articles: Ints, some: Ints) -> Longs:
    """Those rows whose articles are between the first and the last of `some`; all ascend."""
    return rows[slice(*np.searchsorted(articles, [some[0], some[-1] + 1]))]


def of_articles(one: Stored, articles: Ints, rows: Mapping[str, Longs]) -> Recalled:
    """Some articles of a night with some of their units."""
    archived = one.articles.take(articles)
    text = archived.column("text").cast(pa.large_string()).cast(pa.string())
    raw = {name: archived.column(name) for name in RAW_ARTICLES.schema.names} | {"text": text}
    spans, hashes = {}, {}
    for unit, few in rows.items():
        units = (
            one.units[unit].take(few) if len(few) else one.units[unit].kept[0].load().slice(0, 0)
        )
        spans[unit] = spans_of(units, unit, articles)
        hashes[unit] = one.texts[unit].take_any(values(units, "text").astype(np.int64), *HASH)
    facts = archived.select(FACTS.schema.names)
    return Recalled(pa.table(raw, schema=RAW_ARTICLES.schema), facts, spans, hashes, one.night.name)


def spans_of(units: pa.Table, unit: str, articles: Ints) -> pa.Table:
    """The units as SPANS of the articles, which are numbered as they stand in `articles`."""
    if units.num_rows == 0:
        return empty(SPANS)
    columns = {name: units.column(name) for name in units.column_names}
    local = np.searchsorted(articles, values(units, "article")).astype(np.int32)
    columns["article"] = pa.array(local)
    columns["is_paragraph"] = pa.array(np.full(units.num_rows, unit == "paragraph"))
    return pa.table([columns[name] for name in SPANS.schema.names], schema=SPANS.schema)


def refuse_other_texts(normalized: pa.Table, hashes: pa.Table, where: str) -> None:
    """Raise OutputError where what is read is not what was written, told by the hash of each text."""
    for name in HASH:
        if not np.array_equal(values(normalized, name), values(hashes, name)):
            todo = "dedup index verify names every damaged file; restore the index from a copy"
            what = "the index is damaged: a text is not the one that was written"
            raise OutputError(what, where=where, todo=todo)
