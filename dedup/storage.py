"""Parquet on disk: written whole or not at all, read back checked.

A run is written into a staging folder beside the output folder, every file is synced, and one
rename makes it visible as `OUT/run=<run_id>`; then `OUT/latest` is swapped to point at it.  Whoever
reads sees the old run or the new one.  A staging folder is held by a lock that dies with its
process, so a later run knows a leftover from work in progress.
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.errors import (
    DedupError,
    IncompatibleError,
    InputError,
    OutputError,
    PermissionRefusedError,
    UsageError,
)
from dedup.schemas import SCHEMA_VERSION, Table, check

__all__ = [
    "commit",
    "file_sha256",
    "find_run",
    "free_run_id",
    "os_errors_explained",
    "read_manifest",
    "read_table",
    "refuse_unwritable",
    "staging_folder",
    "sync",
    "write_manifest",
    "write_table",
]

ROWS_PER_GROUP = 122_880
ZSTD_LEVEL = 3
MANIFEST = "run.json"
LATEST = "latest"


@contextmanager
def os_errors_explained(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into the error that says what to do."""
    try:
        yield
    except OSError as error:
        raise explained(error, path) from error


def explained(error: OSError, path: Path) -> DedupError:
    """The error of ours that an OSError about `path` means."""
    where = str(error.filename or path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        todo = "free some space and run again; what was published before is untouched"
        return OutputError("the disk is full", where=where, todo=todo)
    if isinstance(error, PermissionError):
        todo = "choose another folder, or change its owner or mode"
        return PermissionRefusedError("permission denied", where=where, todo=todo)
    reason = error.strerror or str(error)
    return OutputError(f"input/output error: {reason}", where=where, todo="check the disk")


# ---- one table ----------------------------------------------------------------------------------


def write_table(table: pa.Table, kind: Table, folder: Path, metadata: Mapping[str, str]) -> Path:
    """Write a sorted report table as `folder/NAME.parquet`, synced; returns its path."""
    path = folder / f"{kind.name}.parquet"
    order = pq.SortingColumn.from_ordering(kind.schema, list(kind.sort), null_placement="at_end")
    facts = {
        "dedup.schema": kind.name,
        "dedup.schema_version": SCHEMA_VERSION,
        "dedup.offset_unit": "codepoint",
        "dedup.sort": ",".join(f"{name} {way}" for name, way in kind.sort),
        **metadata,
    }
    pq.write_table(
        check(table, kind).replace_schema_metadata(facts),
        path,
        row_group_size=ROWS_PER_GROUP,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        sorting_columns=order,
        write_page_index=True,
        write_page_checksum=True,
    )
    sync(path)
    return path


def read_table(run: Path, kind: Table, columns: list[str] | None = None) -> pa.Table:
    """The published table of a run, its page checksums verified.

    Raises:
        IncompatibleError: another schema version wrote it.
        OutputError: the file is missing, cut short or damaged.
    """
    path = run / f"{kind.name}.parquet"
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            refuse_other_version(path, file.schema_arrow.metadata or {})
            refuse_other_columns(path, file.schema_arrow, kind)
            return file.read(columns=columns)
    except (pa.ArrowException, OSError, ValueError) as error:
        todo = "run again, or restore the file from a copy"
        raise OutputError(
            f"cannot read {kind.name}: {error}", where=str(path), todo=todo
        ) from error


def refuse_other_version(path: Path, metadata: Mapping[bytes, bytes]) -> None:
    """Raise IncompatibleError unless this version's schema wrote the file."""
    version = metadata.get(b"dedup.schema_version", b"none").decode()
    if version != SCHEMA_VERSION:
        raise IncompatibleError(
            f"schema version {version}, this dedup reads {SCHEMA_VERSION}",
            where=str(path),
            todo="run again with this version, or read it with the version that wrote it",
        )


def refuse_other_columns(path: Path, found: pa.Schema, kind: Table) -> None:
    """Raise OutputError for a footer that no longer says what was written; it has no checksum."""
    if not found.equals(kind.schema):
        what = f"cannot read {kind.name}: its columns are not those of version {SCHEMA_VERSION}"
        raise OutputError(what, where=str(path), todo="run again, or restore the file from a copy")


# ---- one run ------------------------------------------------------------------------------------


def refuse_unwritable(out: Path) -> None:
    """Raise, before any work, when a run could not be published as `out`."""
    if out.exists() and not out.is_dir():
        todo = "name a folder with --out"
        raise UsageError("the output is a file, not a folder", where=str(out), todo=todo)
    if out.resolve().is_mount():
        what = "the output is the root of a filesystem, so nothing can be staged beside it"
        raise UsageError(what, where=str(out), todo=f"name a folder inside it, as {out}/reports")
    above = next(folder for folder in out.resolve().parents if folder.exists())
    with os_errors_explained(out):
        for folder in (above, out):
            if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "permission denied", str(folder))


@contextmanager
def staging_folder(out: Path, run_id: str) -> Iterator[Path]:
    """A locked folder beside `out`, on its filesystem; gone when the block ends."""
    out = out.resolve()
    folder = out.parent / f".{out.name}.staging-{run_id}-{os.getpid()}"
    with os_errors_explained(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep(out)
        lock = locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def locked(folder: Path) -> int:
    """Make `folder` and lock it; made again when another run swept it before the lock held."""
    while True:
        folder.mkdir()
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return lock
            os.close(lock)


def sweep(out: Path) -> None:
    """Remove the staging folders that a killed run of the same output left behind."""
    for folder in out.parent.glob(f".{escape(out.name)}.staging-*"):
        with suppress(FileNotFoundError):  # its run ended meanwhile
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                continue
            finally:
                os.close(lock)


def commit(folder: Path, out: Path, run_id: str) -> Path:
    """Make a complete staging folder visible as a run and as `latest`; returns its path."""
    out = out.resolve()
    with os_errors_explained(out):
        out.mkdir(parents=True, exist_ok=True)
        sync(folder)
        target = out / f"run={free_run_id(out, run_id)}"
        folder.rename(target)
        sync(out)
        swap_latest(out, target.name)
    return target


def free_run_id(out: Path, run_id: str) -> str:
    """`run_id`, with a counter when an equal run started in the same second."""
    free, n = run_id, 1
    while (out / f"run={free}").exists():
        n += 1
        free = f"{run_id}-{n}"
    return free


def swap_latest(out: Path, name: str) -> None:
    """Point `out/latest` at the run `name` in one step."""
    link = out.parent / f".{out.name}.latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    try:
        link.replace(out / LATEST)
    finally:
        link.unlink(missing_ok=True)
    sync(out)


def find_run(path: Path) -> Path:
    """The run folder that `path` names: itself, or the newest complete one below it.

    The symlink is resolved once, so a reader never mixes the tables of two runs.
    Raises InputError when there is none.
    """
    for candidate in (path, path / LATEST):
        if (candidate / MANIFEST).is_file():
            return candidate.resolve()
    where = f"{path} has no {MANIFEST} and no {LATEST} run"
    raise InputError("no published run", where=where, todo="dedup run INPUT... --out DIR makes one")


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write `run.json`, synced; returns its path."""
    path = folder / MANIFEST
    path.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    sync(path)
    return path


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run; raises OutputError when it is damaged."""
    path = run / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, OSError) as error:
        raise OutputError(f"cannot read {MANIFEST}: {error}", where=str(path)) from error


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
