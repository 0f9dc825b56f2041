"""Every place in an index where some texts stand, with the little that is needed to rank them."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from dedup.arrow import values
from dedup.index.archive import Archive, Stored
from dedup.kernels.arrays import Ints, Longs
from dedup.schemas import ARCHIVED_ARTICLES, empty
from dedup.storage.spill import Parts

__all__ = ["articles_at", "occurrences_of"]

SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    "place": pl.Int64(),
    "char_start": pl.Int32(),
    "char_end": pl.Int32(),
    "published_at": pl.Datetime("us", "UTC"),
}


def occurrences_of(archive: Archive, unit: str, rows: Longs) -> pl.DataFrame:
    """row, place, char_start, char_end, published_at of each unit left that holds one of the texts.

    Args:
        archive: the index.
        unit: whose texts.
        rows: of archive.texts, ascending.

    A `place` is the number of an article over all nights.
    """
    found = [pl.DataFrame(schema=SCHEMA)]
    starts, first = [*archive.text_starts(unit), archive.texts(unit).num_rows], 0
    for at, one in enumerate(archive.stored):
        mine = rows[slice(*np.searchsorted(rows, starts[at : at + 2]))] - starts[at]
        if len(mine):
            some = in_night(one, unit, mine)
            found.append(some.with_columns(pl.col("row") + starts[at], pl.col("place") + first))
        first += len(one.live)
    return pl.concat(found)


def in_night(one: Stored, unit: str, texts: Longs) -> pl.DataFrame:
    """The same of one night, by its own numbers of texts and articles."""
    wanted = np.zeros(one.texts[unit].num_rows, np.bool_)
    wanted[texts] = True
    units = one.units[unit]
    rows = np.concatenate([np.empty(0, np.int64), *places(one, units, wanted)])
    kept = units.take(rows, "text", "article", "char_start", "char_end")
    article = values(kept, "article")
    return pl.DataFrame(
        {
            "row": values(kept, "text"),
            "place": article,
            "char_start": values(kept, "char_start"),
            "char_end": values(kept, "char_end"),
            "published_at": published(one, article),
        },
        schema=SCHEMA,
    )


def places(one: Stored, units: Parts, wanted: np.ndarray) -> Iterator[Longs]:
    """The rows of the units that hold a wanted text and stand in an article that is left."""
    for start, part in zip(units.starts, units.columns("text", "article"), strict=True):
        found = np.flatnonzero(wanted[part.column("text").to_numpy()])
        article = part.column("article").to_numpy()[found]
        yield found[one.live[article]] + start


def published(one: Stored, articles: Ints) -> pl.Series:
    """When these articles of a night, in any order and number, were published."""
    few, back = np.unique(articles, return_inverse=True)
    dates = pl.Series("published_at", one.articles.take(few, "published_at").column(0))
    return dates.gather(back)


def articles_at(archive: Archive, places: Longs, *names: str) -> pl.DataFrame:
    """`place` and these columns of the articles at these places, in the order of the places."""
    parts = Parts([kept for one in archive.stored for kept in one.articles.kept])
    few = np.unique(places)
    found = parts.take(few, *names) if len(few) else empty(ARCHIVED_ARTICLES).select(list(names))
    return pl.DataFrame(found).insert_column(0, pl.Series("place", few, pl.Int64))
