"""Run folders: made beside the output, visible in one rename, found again.

A run is written into a staging folder beside the output folder, every file is synced, and one
rename makes it visible as `OUT/run=<run_id>`; then `OUT/latest` is swapped to point at it.  Whoever
reads sees the old run or the new one.  A staging folder is held by a lock that dies with its
process, so a later run knows a leftover from work in progress.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from dedup.errors import InputError, OutputError, UsageError
from dedup.storage.faults import os_errors_explained
from dedup.storage.files import sync
from dedup.storage.manifest import MANIFEST
from dedup.storage.signals import undisturbed

__all__ = [
    "commit",
    "find_run",
    "free_run_id",
    "refuse_unwritable",
    "staging_folder",
    "swap_latest",
    "sweep",
]

LATEST = "latest"


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
def staging_folder(out: Path, name: str) -> Iterator[Path]:
    """A locked folder beside `out`, on its filesystem; gone when the block ends."""
    out = out.resolve()
    folder = out.parent / f".{out.name}.staging-{name}-{os.getpid()}"
    with os_errors_explained(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep(out)
        lock = locked(folder)
    try:
        yield folder
    finally:
        with undisturbed():
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
        with suppress(FileNotFoundError, PermissionError):  # its run ended, or another user's did
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                continue
            finally:
                os.close(lock)


def commit(folder: Path, out: Path, run_id: str) -> Path:
    """Make a complete staging folder visible as a run and as `latest`; returns its path.

    The rename publishes; what fails after it is told as such, and completed by the next run.  A
    signal waits until both are done.
    """
    out = out.resolve()
    with undisturbed():
        with os_errors_explained(out):
            make_synced(out)
            sync(folder)
            target = out / f"run={free_run_id(out, run_id)}"
            folder.rename(target)
        with told_as_published(target):
            swap_latest(out, target.name)
    return target


def make_synced(out: Path) -> None:
    """Make the output folder, and force its name to the disk, unless it is there."""
    if not out.is_dir():
        out.mkdir(parents=True)
        sync(out.parent)


@contextmanager
def told_as_published(target: Path) -> Iterator[None]:
    """Turn an OSError into the error that says the run is there all the same."""
    try:
        yield
    except OSError as error:
        what = f"the run is published, but the disk did not confirm it: {error.strerror or error}"
        todo = "check the disk; the next run completes what is missing"
        raise OutputError(what, where=str(target), todo=todo) from error


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
    sync(out)
    link.symlink_to(name)
    try:
        link.replace(out / LATEST)
    except OSError:
        with suppress(OSError):
            link.unlink()
        raise
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
