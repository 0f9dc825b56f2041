"""Takedown: the articles of some ids are no longer part of an index."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.index.archive import Archive, open_archive
from dedup.index.manifest import newest
from dedup.index.store import held
from dedup.index.take_out import take_out
from dedup.kernels.arrays import Longs

__all__ = ["Removal", "remove"]


class Removal(NamedTuple):
    """How many articles were taken out, the ids that the index does not have, and the version made."""

    n_articles: int
    unknown: list[str]
    version: int | None


def remove(index: Path, ids: Sequence[str], wait: float = 0.0, *, dry_run: bool = False) -> Removal:
    """Take the articles of these ids out; no version is made when there is none of them.

    Raises LockedError when another process writes to the index for longer than `wait` seconds.
    """
    newest(index)  # no folder is made where there is no index
    with held(index, wait):
        archive = open_archive(index, newest(index))
        places, found = places_of(archive, ids)
        unknown = [one for one in dict.fromkeys(ids) if one not in found]
        if dry_run or len(places) == 0:
            return Removal(len(places), unknown, None)
        return Removal(len(places), unknown, take_out(archive, places, "remove").version)


def places_of(archive: Archive, ids: Sequence[str]) -> tuple[Longs, set[str]]:
    """Where the articles of these ids stand, numbered over all nights, and which of the ids do."""
    wanted, start = pa.array(list(ids), pa.string()), 0
    places, found = [np.empty(0, np.int64)], set[str]()
    for one in archive.stored:
        for first, part in zip(
            one.articles.starts, one.articles.columns("article_id"), strict=True
        ):
            among = pc.is_in(part.column("article_id"), value_set=wanted).to_numpy()
            rows = np.flatnonzero(among & one.live[first : first + part.num_rows])
            found.update(part.column("article_id").take(pa.array(rows)).to_pylist())
            places.append(rows + start + first)
        start += len(one.live)
    return np.concatenate(places), found
