"""Retention: the articles of before a day are no longer part of an index."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.index.archive import Archive, open_archive
from dedup.index.manifest import newest
from dedup.index.store import held
from dedup.index.take_out import take_out
from dedup.kernels.arrays import Flags, Longs

__all__ = ["Dropped", "drop_before"]


class Dropped(NamedTuple):
    """How many articles were taken out, how many are left, and the version made."""

    n_articles: int
    n_left: int
    version: int | None


def drop_before(index: Path, day: date, wait: float = 0.0, *, dry_run: bool = False) -> Dropped:
    """Take out what was published before `day` (UTC); an undated article by the day that brought it.

    Raises LockedError when another process writes to the index for longer than `wait` seconds.
    """
    newest(index)  # no folder is made where there is no index
    with held(index, wait):
        archive = open_archive(index, newest(index))
        places = places_before(archive, day)
        n_left = sum(int(one.live.sum()) for one in archive.stored) - len(places)
        if dry_run or len(places) == 0:
            return Dropped(len(places), n_left, None)
        action = f"drop-before {day.isoformat()}"
        return Dropped(len(places), n_left, take_out(archive, places, action).version)


def places_before(archive: Archive, day: date) -> Longs:
    """Where the articles of before that day stand, numbered over all nights."""
    places, start = [np.empty(0, np.int64)], 0
    for one in archive.stored:
        parts = one.articles.columns("published_at", "day")
        for first, part in zip(one.articles.starts, parts, strict=True):
            live = one.live[first : first + part.num_rows]
            places.append(np.flatnonzero(is_before(part, day) & live) + start + first)
        start += len(one.live)
    return np.concatenate(places)


def is_before(articles: pa.Table, day: date) -> Flags:
    """Which articles are of before that day."""
    published = articles.column("published_at").to_numpy()
    brought = articles.column("day").to_numpy()
    moment = np.datetime64(day, "D")
    undated = np.isnat(published)
    before: Flags = np.where(undated, brought < moment, published < moment.astype("M8[us]"))
    return before
