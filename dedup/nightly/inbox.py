"""The files of an inbox, as they are now; who is still written to waits for the next night."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dedup.errors import InputError, PermissionRefusedError
from dedup.ledger import Progress
from dedup.stages.read import Source, discover

__all__ = ["File", "files_of", "still_there"]

# A file written to in the last minute is looked at again after a second.
YOUNG, PAUSE = 60.0, 1.0


class File(NamedTuple):
    """A file of the inbox: its path inside, and what tells that it changed."""

    name: str
    source: Source
    n_bytes: int
    mtime_ns: int
    ctime_ns: int

    def is_unchanged(self) -> bool:
        """Whether it is there as it was."""
        return stamp(self.source.path) == self[2:]

    @property
    def is_young(self) -> bool:
        """Whether it was written to a moment ago, or by a clock that is ahead."""
        return time.time() - self.mtime_ns / 1e9 < YOUNG


def files_of(inbox: Path) -> list[File]:
    """Every file to read below `inbox`, in the order of their paths.

    Raises InputError when there is no such folder, PermissionRefusedError when it cannot be listed.
    """
    if not inbox.is_dir():
        todo = "make it, or name another with [job] inbox"
        raise InputError("no such inbox", where=str(inbox), todo=todo)
    if not os.access(inbox, os.R_OK | os.X_OK):
        todo = "change its owner or mode"
        raise PermissionRefusedError("the inbox cannot be listed", where=str(inbox), todo=todo)
    try:
        sources = discover([str(inbox)])
    except InputError:  # nothing in it that could be read
        return []
    wanted = [source for source in sources if source.format != "skipped"]
    return [File(source.name, source, *stamp(source.path)) for source in wanted]


def stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file does; zeros for one that is gone or cannot be reached."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def still_there(
    files: list[File], watch: Callable[[Progress], None], pause: float = PAUSE
) -> list[File]:
    """The files that do not change while we look; of the others `watch` is told."""
    if pause and any(file.is_young for file in files):
        time.sleep(pause)
    settled = []
    for file in files:
        if file.is_unchanged():
            settled.append(file)
        else:
            line = f"{file.source.shown} is still being written: it waits for the next night"
            watch(Progress("read", 0, None, line))
    return settled
