"""Articles taken out of an index: no longer part of it at once, erased by the next compaction."""

import polars as pl
import pyarrow as pa

from dedup.index.archive import Archive
from dedup.index.manifest import Manifest
from dedup.index.removed import with_removed
from dedup.index.store import next_version, set_aside
from dedup.kernels.arrays import Longs
from dedup.schemas import HASHES
from dedup.storage import os_errors_explained

__all__ = ["take_out"]


def take_out(archive: Archive, places: Longs, action: str) -> Manifest:
    """Publish the version without the articles at these places, numbered over all nights.

    The texts that stood in them are noted: the next run relates their groups anew.
    """
    units = archive.manifest.params["units"]
    touched = [lost_by(archive, unit, places) for unit in units]
    archive.remove(places)
    with os_errors_explained(archive.folder):
        changed = {
            "nights": with_removed(archive),
            "touched": set_aside(archive.folder, HASHES, touched),
        }
    return next_version(archive.folder, archive.manifest, action, **changed)


def lost_by(archive: Archive, unit: str, places: Longs) -> pa.Table:
    """HASHES of the texts of these articles, and of those that wait for the next run already."""
    mine = archive.hashes_of(unit, places)
    both = pl.concat([pl.DataFrame(archive.touched(unit)), mine]).unique(maintain_order=True)
    return both.to_arrow().cast(HASHES.schema)
