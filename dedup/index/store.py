"""The folder of an index: made, locked, repaired, and given a new version.

    FORMAT         what this is
    LOCK           held while somebody writes
    data/NAME/     the tables of one night; never changed once they are there
    manifests/     one file a version

What a killed run left behind is found and removed by the next one that holds the lock.
"""

import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
from msgspec import structs

from dedup.index.manifest import FORMAT, File, Manifest, Night, newest, publish, read, versions
from dedup.schemas import Table
from dedup.storage import commit, file_sha256, os_errors_explained, sync
from dedup.storage.lock import lock
from dedup.storage.mapped import write_mapped

__all__ = [
    "file_of",
    "held",
    "make",
    "new_name",
    "next_version",
    "night_of",
    "set_aside",
    "staged",
]

TEMPORARY = ".tmp-"


@contextmanager
def held(index: Path, wait: float = 0.0) -> Iterator[None]:
    """Nobody else writes to the index while the block lasts; what was left half done is put right.

    Raises LockedError when it is held by another process for longer than `wait` seconds.
    """
    with lock(index / "LOCK", wait):
        if versions(index):
            with os_errors_explained(index):
                publish_staged(newest(index))
                sweep(index)
        yield


def make(index: Path, params: Mapping[str, Any], bands: Mapping[str, int], expect: int) -> Manifest:
    """An index without a night; its first version is published with the first night."""
    with os_errors_explained(index):
        for folder in (index / "data", index / "manifests"):
            folder.mkdir(parents=True, exist_ok=True)
        (index / "FORMAT").write_text(FORMAT + "\n", "utf-8")
        sync(index / "FORMAT")
        sync(index)
    return Manifest(
        version=0,
        index_id=secrets.token_hex(8),
        made_by=version("dedup"),
        made_at=now(),
        action="make",
        params=params,
        bands=bands,
        expect=expect,
    )


def now() -> str:
    """The time, for people."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def next_version(index: Path, before: Manifest, action: str, **changed: Any) -> Manifest:  # noqa: ANN401 - fields
    """Publish the version after `before`, with some fields changed."""
    after = structs.replace(
        before,
        version=before.version + 1,
        made_by=version("dedup"),
        made_at=now(),
        action=action,
        **{"run": None, **changed},
    )
    with os_errors_explained(index):
        publish(index, after)
    return after


def new_name(day: str) -> str:
    """The name of a night's folder, which nobody used before."""
    return f"{day}-{secrets.token_hex(6)}"


@contextmanager
def staged(index: Path, name: str) -> Iterator[Path]:
    """A folder for a night's tables; gone when the block ends, unless it was added."""
    folder = index / "data" / f"{TEMPORARY}{name}"
    with os_errors_explained(index):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def set_aside(index: Path, kind: Table, tables: Iterable[pa.Table]) -> File:
    """Write tables as a file of data/ that lies beside the nights."""
    path = index / "data" / f"{kind.name}-{secrets.token_hex(8)}.arrow"
    write_mapped(path, kind.schema, tables)
    sync(path.parent)
    return file_of(path)


def night_of(folder: Path, day: str, rows: Mapping[str, int]) -> Night:
    """Give a staged folder its lasting name; returns it as a manifest lists it."""
    name = folder.name.removeprefix(TEMPORARY)
    return Night(name=name, day=day, rows=dict(rows), files=added(folder, name))


def added(folder: Path, name: str) -> tuple[File, ...]:
    """Rename a staged folder; returns its files as a manifest lists them."""
    target = folder.with_name(name)
    sync(folder)
    folder.rename(target)
    sync(target.parent)
    return tuple(file_of(path) for path in sorted(target.iterdir()))


def file_of(path: Path) -> File:
    """A file below data/ as a manifest lists it."""
    index = next(folder.parent for folder in path.parents if folder.name == "data")
    name = path.relative_to(index).as_posix()
    return File(path=name, n_bytes=path.stat().st_size, sha256=file_sha256(path))


def publish_staged(manifest: Manifest) -> None:
    """Publish the run of this version, if the process that made both ended in between."""
    if manifest.run is not None and Path(manifest.run.staged).is_dir():
        commit(Path(manifest.run.staged), Path(manifest.run.out), manifest.run.run_id)


def sweep(index: Path) -> None:
    """Remove the tables that belong to no version, and runs staged for versions that never were."""
    kept = {path for number in versions(index) for path in paths_of(read(index, number))}
    for entry in (index / "data").iterdir():
        if entry.name not in kept:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for entry in (index / "manifests").glob(".*.json.*"):
        entry.unlink()


def paths_of(manifest: Manifest) -> Iterator[str]:
    """What a version needs of data/."""
    for night in manifest.nights:
        yield night.name
        if night.removed is not None:
            yield Path(night.removed.path).name
    if manifest.touched is not None:
        yield Path(manifest.touched.path).name
