"""What a night must know of the past: every occurrence of the texts it touches, as parts of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import bytes_of, strings_of, values
from dedup.errors import OutputError
from dedup.index.archive import Archive, Stored
from dedup.index.lookup import HASH, rows_by_hash
from dedup.kernels.arrays import Bytes, Flags, Ints, Longs
from dedup.kernels.rows import copy_rows
from dedup.schemas import ARCHIVED_UNITS, FACTS, RAW_ARTICLES, SPANS, empty
from dedup.storage.spill import Parts

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
    """Some articles of a night with some of their units; what lies between these is left out."""
    units = {unit: units_of(one, unit, few) for unit, few in rows.items()}
    text, places = compact(one.articles, articles, list(units.values()))
    about = one.articles.take(articles, *FACTS.schema.names)
    raw = [text if name == "text" else about.column(name) for name in RAW_ARTICLES.schema.names]
    spans = {
        unit: spans_of(table, unit, place)
        for (unit, table), place in zip(units.items(), places, strict=True)
    }
    hashes = {
        unit: one.texts[unit].take_any(values(table, "text").astype(np.int64), *HASH)
        for unit, table in units.items()
    }
    return Recalled(pa.table(raw, schema=RAW_ARTICLES.schema), about, spans, hashes, one.night.name)


def units_of(one: Stored, unit: str, rows: Longs) -> pa.Table:
    """Some units of a night."""
    return one.units[unit].take(rows) if len(rows) else empty(ARCHIVED_UNITS)


class Placed(NamedTuple):
    """The article of each unit, and where the unit lies in its text as recalled."""

    article: Ints
    start: Ints
    end: Ints


def compact(
    archived: Parts, articles: Ints, several: Sequence[pa.Table]
) -> tuple[pa.Array, list[Placed]]:
    """The text of each article, made of its units alone, and where these lie in it."""
    article, start, end = (
        np.concatenate([values(units, name) for units in several])
        for name in ("article", "byte_start", "byte_end")
    )
    order = np.argsort(article, kind="stable")
    ends = np.cumsum((end - start)[order], dtype=np.int64)
    data = cut(archived, article[order], start[order], end[order], int(ends[-1]))
    owner = np.searchsorted(articles, article).astype(np.int32)
    bounds = np.append(0, ends)[
        np.searchsorted(article[order], np.append(articles, articles[-1] + 1))
    ]
    last = np.empty_like(ends)
    last[order] = ends
    last -= bounds[owner]
    placed = Placed(owner, (last - (end - start)).astype(np.int32), last.astype(np.int32))
    cuts = np.cumsum([units.num_rows for units in several])[:-1]
    each = zip(*(np.split(column, cuts) for column in placed), strict=True)
    return strings_of(data, bounds), [Placed(*one) for one in each]


def cut(archived: Parts, article: Ints, start: Ints, end: Ints, n_bytes: int) -> Bytes:
    """The bytes of spans of articles, whose numbers ascend, one after the other."""
    out, to = np.empty(n_bytes, np.uint8), 0
    for first, kept in zip(archived.starts, archived.kept, strict=True):
        mine = slice(*np.searchsorted(article, [first, first + kept.num_rows]))
        if mine.start < mine.stop:
            data, offsets = bytes_of(kept.load(), "text")
            base = offsets[article[mine] - first]
            to = copy_rows(data, base + start[mine], base + end[mine], out, to)
            kept.release()
    return out


def spans_of(units: pa.Table, unit: str, placed: Placed) -> pa.Table:
    """The units as SPANS."""
    columns = {name: units.column(name) for name in units.column_names}
    columns |= {"article": pa.array(placed.article), "byte_start": pa.array(placed.start)}
    columns["byte_end"] = pa.array(placed.end)
    columns["is_paragraph"] = pa.array(np.full(units.num_rows, unit == "paragraph"))
    return pa.table([columns[name] for name in SPANS.schema.names], schema=SPANS.schema)


def refuse_other_texts(normalized: pa.Table, hashes: pa.Table, where: str) -> None:
    """Raise OutputError where what is read is not what was written, told by the hash of each text."""
    for name in HASH:
        if not np.array_equal(values(normalized, name), values(hashes, name)):
            todo = "dedup index verify names every damaged file; restore the index from a copy"
            what = "the index is damaged: a text is not the one that was written"
            raise OutputError(what, where=where, todo=todo)
