"""The articles that are no longer part of an index: noted beside each night until it is compacted."""

import secrets

import numpy as np
import pyarrow as pa
from msgspec import structs

from dedup.index.archive import Archive, Stored
from dedup.index.manifest import Night
from dedup.index.store import file_of
from dedup.schemas import REMOVED
from dedup.storage import sync
from dedup.storage.mapped import write_mapped

__all__ = ["with_removed"]


def with_removed(archive: Archive) -> tuple[Night, ...]:
    """The nights as a manifest lists them, with the articles that were removed since."""
    return tuple(noted(archive, one) for one in archive.stored)


def noted(archive: Archive, one: Stored) -> Night:
    """A night with a new list of what was removed from it, if there is more than was listed."""
    gone = np.flatnonzero(~one.live).astype(np.int32)
    if len(gone) == one.night.n_removed:
        return one.night
    path = archive.folder / "data" / f"removed-{secrets.token_hex(8)}.arrow"
    write_mapped(path, REMOVED.schema, [pa.table([gone], schema=REMOVED.schema)])
    sync(path.parent)
    return structs.replace(one.night, removed=file_of(path), n_removed=len(gone))
