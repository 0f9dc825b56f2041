"""Runs in the order they were published: which follows which, and which are dropped.

The order is counted in run.json, so a clock that is set back changes nothing.  Whoever calls these
holds the lock of the output.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import NamedTuple

import msgspec

from dedup.config import FEWEST_RUNS
from dedup.errors import OutputError
from dedup.storage.faults import os_errors_explained
from dedup.storage.manifest import MANIFEST, read_manifest
from dedup.storage.runs import swap_latest, sweep

__all__ = ["Run", "complete", "drop_old_runs", "runs_of", "succession"]


class Run(NamedTuple):
    """A published run: the how-manieth, its folder, and what `latest` named before it.

    A night also knows which files of its inbox are done.
    """

    number: int
    folder: Path
    previous: str | None = None
    is_night: bool = False


class Inbox(msgspec.Struct):
    """What run.json says of a night, as far as it is of use here."""

    night: str


class Place(msgspec.Struct):
    """What run.json says of a run's place; older versions say nothing."""

    number: int = 0
    previous: str | None = None
    inbox: Inbox | None = None


def runs_of(out: Path, *, strict: bool = False) -> list[Run]:
    """The published runs below `out`, the newest last; what is no run of ours is passed over.

    So is one whose run.json is damaged, unless `strict`: then it raises OutputError.
    """
    found = [run_in(folder, strict) for folder in out.resolve().glob("run=*")]
    return sorted(filter(None, found), key=lambda run: (run.number, run.folder.name))


def run_in(folder: Path, strict: bool) -> Run | None:  # noqa: FBT001 - see runs_of
    """The run in a folder, if it is one."""
    try:
        manifest = read_manifest(folder)
        place = msgspec.convert(manifest, Place)
    except (OutputError, msgspec.ValidationError):
        if strict and (folder / MANIFEST).exists():
            raise
        return None
    return Run(place.number, folder, place.previous, place.inbox is not None)


def succession(out: Path) -> dict[str, object]:
    """What run.json of the next run says of its place."""
    numbers = [run.number for run in runs_of(out)]
    return {"number": max(numbers, default=0) + 1, "previous": named_latest(out)}


def named_latest(out: Path) -> str | None:
    """The run that `latest` names, whether it is there or not."""
    with suppress(OSError):
        return (out / "latest").readlink().name
    return None


def complete(out: Path) -> None:
    """Finish what a killed run began: `latest` names the run published last, nothing is left staged.

    Only a swap that is missing is made up for: `latest` still names what the last run found there.
    """
    out = out.resolve()
    runs = runs_of(out)
    with os_errors_explained(out):
        for link in out.parent.glob(f".{escape(out.name)}.latest-*"):
            link.unlink(missing_ok=True)
        sweep(out)
        if runs and runs[-1].previous == named_latest(out):
            swap_latest(out, runs[-1].folder.name)


def drop_old_runs(out: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` runs (two at least), and those that a link names.

    The newest night stays too: it alone knows what is done.  Returns
    the names of those removed.  Each vanishes in one rename, so none is ever seen halved.
    """
    out = out.resolve()
    runs = runs_of(out)
    kept = {path.resolve() for path in out.iterdir() if path.is_symlink()}
    kept |= {run.folder for run in [run for run in runs if run.is_night][-1:]}
    old = [run.folder for run in runs[: -max(keep, FEWEST_RUNS)]]
    dropped = [folder for folder in old if folder not in kept]
    with told_as_kept(out):
        for folder in dropped:
            away = out.parent / f".{out.name}.staging-{folder.name}-{os.getpid()}"
            folder.rename(away)
            shutil.rmtree(away)
    return [folder.name for folder in dropped]


@contextmanager
def told_as_kept(out: Path) -> Iterator[None]:
    """Turn an OSError into the error that says the new run is there all the same."""
    try:
        yield
    except OSError as error:
        what = f"the run is published, but an old one stays: {error.strerror or error}"
        where = str(error.filename or out)
        raise OutputError(what, where=where, todo="the next run tries again") from error
