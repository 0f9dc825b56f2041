"""The articles of an index as they were read, without those that were removed."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from dedup.index.archive import Archive, Stored
from dedup.kernels.arrays import Ints
from dedup.schemas import RAW_ARTICLES

__all__ = ["days_of_live", "live_articles"]

ROWS_AT_ONCE = 1 << 12


def live_articles(archive: Archive) -> Iterator[pa.Table]:
    """RAW_ARTICLES, so many at a time, night by night."""
    for one in archive.stored:
        for start, part in zip(one.articles.starts, one.articles, strict=True):
            for first in range(0, part.num_rows, ROWS_AT_ONCE):
                yield raw(part.slice(first, ROWS_AT_ONCE), one, start + first)


def raw(part: pa.Table, one: Stored, start: int) -> pa.Table:
    """RAW_ARTICLES of those of a night's articles from `start` on that are left."""
    kept = part.filter(pa.array(one.live[start : start + part.num_rows]))
    text = kept.column("text").cast(pa.large_string()).cast(pa.string())
    columns = {name: kept.column(name) for name in RAW_ARTICLES.schema.names if name != "text"}
    columns["text"] = text
    return pa.table(
        [columns[name] for name in RAW_ARTICLES.schema.names], schema=RAW_ARTICLES.schema
    )


def days_of_live(archive: Archive) -> Ints:
    """The day that brought each of these articles, since 1970."""
    found = [np.empty(0, np.int32)]
    for one in archive.stored:
        parts = one.articles.columns("day")
        days = [part.column("day").to_numpy().astype(np.int32) for part in parts]
        found.append(np.concatenate([np.empty(0, np.int32), *days])[one.live])
    return np.concatenate(found)
