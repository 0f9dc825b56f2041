"""The articles that are no longer part of an index: noted beside each night until it is compacted."""

import numpy as np
import pyarrow as pa
from msgspec import structs

from dedup.index.archive import Archive, Stored
from dedup.index.manifest import Night
from dedup.index.store import set_aside
from dedup.schemas import REMOVED

__all__ = ["with_removed"]


def with_removed(archive: Archive) -> tuple[Night, ...]:
    """The nights as a manifest lists them, with the articles that were removed since."""
    return tuple(noted(archive, one) for one in archive.stored)


def noted(archive: Archive, one: Stored) -> Night:
    """A night with a new list of what was removed from it, if there is more than was listed."""
    gone = np.flatnonzero(~one.live).astype(np.int32)
    if len(gone) == one.night.n_removed:
        return one.night
    file = set_aside(archive.folder, REMOVED, [pa.table([gone], schema=REMOVED.schema)])
    return structs.replace(one.night, removed=file, n_removed=len(gone))
