"""Compaction: all nights become one, and nothing that was removed is left in the folder.

The merged night is complete on disk before a version names it; only then are the older versions
and their files deleted.  Killed in between, the index is as before, or as after; what is left to
delete is deleted by whoever holds the lock next, or by the next compaction.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dedup.errors import OutputError
from dedup.index.archive import Archive, open_archive
from dedup.index.files import files_of
from dedup.index.manifest import Manifest, newest, path_of, versions
from dedup.index.merge import merge_articles, merge_unit
from dedup.index.store import held, new_name, next_version, night_of, staged, sweep
from dedup.ledger import Progress, ignore
from dedup.storage import os_errors_explained, sync

__all__ = ["Compacted", "compact"]


class Compacted(NamedTuple):
    """What there was, what there is now, and how many articles and versions were erased."""

    version: int
    n_nights: int
    n_articles: int
    n_erased: int
    n_versions_erased: int
    n_bytes_before: int
    n_bytes: int


def compact(
    index: Path, wait: float = 0.0, watch: Callable[[Progress], None] = ignore
) -> Compacted:
    """Make one night of all, without the articles that were removed; then erase what was before.

    Raises LockedError when another process writes to the index for longer than `wait` seconds.
    """
    newest(index)  # no folder is made where there is no index
    with held(index, wait):
        before, n_bytes = newest(index), bytes_in(index)
        after = merged(index, before, watch) if to_merge(before) else before
        n_versions = erase_before(index, after)
        n_erased = sum(night.n_removed for night in before.nights)
        n_articles = sum(night.rows["articles"] for night in before.nights) - n_erased
        sizes = (n_bytes, bytes_in(index))
    return Compacted(after.version, len(before.nights), n_articles, n_erased, n_versions, *sizes)


def to_merge(manifest: Manifest) -> bool:
    """Whether there is more than one night, or something that was removed from it."""
    return len(manifest.nights) > 1 or any(night.n_removed for night in manifest.nights)


def bytes_in(index: Path) -> int:
    """What lies in the folder, of all versions."""
    return sum(path.stat().st_size for path in index.rglob("*") if path.is_file())


def merged(index: Path, before: Manifest, watch: Callable[[Progress], None]) -> Manifest:
    """Publish the version in which all nights are one."""
    archive = open_archive(index, before)
    refuse_small_disk(index, before)
    day = max(night.day for night in before.nights)
    with staged(index, new_name(day)) as folder:
        with os_errors_explained(index):
            rows = merge_all(archive, folder, watch)
            night = night_of(folder, day, rows)
        return next_version(index, before, "compact", nights=(night,))


def merge_all(archive: Archive, folder: Path, watch: Callable[[Progress], None]) -> dict[str, int]:
    """Write the tables of the one night; returns how many rows each has."""
    units = archive.manifest.params["units"]
    watch(Progress("compact", 0, 1 + len(units)))
    rows = {"articles": merge_articles(archive, folder)}
    for done, unit in enumerate(units, 1):
        watch(Progress("compact", done, 1 + len(units)))
        rows |= merge_unit(archive, unit, folder)
    return rows


def refuse_small_disk(index: Path, manifest: Manifest) -> None:
    """Raise OutputError when there is no room for a second copy."""
    needed = sum(file.n_bytes for file in files_of(manifest))
    free = shutil.disk_usage(index).free
    if needed > free:
        what = f"the disk is too small: up to {needed / 1e9:,.1f} GB are needed, {free / 1e9:,.1f} GB are free"
        todo = "free some space: the compacted index is written beside the old one, then that is deleted"
        raise OutputError(what, where=str(index), todo=todo)


def erase_before(index: Path, manifest: Manifest) -> int:
    """Delete the older versions, and every file that belongs to none that is left; returns how many."""
    older = [number for number in versions(index) if number < manifest.version]
    with os_errors_explained(index):
        for number in older:
            path_of(index, number).unlink()
        sync(index / "manifests")
        sweep(index)
        sync(index / "data")
    return len(older)
