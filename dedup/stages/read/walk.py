"""A folder -> the files in it and below; links are followed, loops end."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Found", "walk"]


class Found(NamedTuple):
    """A file, a folder that was passed over, or one that could not be read."""

    path: Path
    root: Path
    named: bool = False
    skipped: bool = False
    problem: str = ""


def walk(folder: Path, root: Path) -> Iterator[Found]:
    """Every file below `folder`; hidden folders are passed over, each other one is read once.

    Real folders are read before linked ones, so a file has its own path rather than a link's.
    """
    pending, seen, n_found = deque([folder]), set[tuple[int, int]](), 0
    while pending:
        here = pending.popleft()
        try:
            entries = sorted(here.iterdir()) if is_new(here, seen) else []
        except OSError as error:
            entries = []
            n_found += 1
            yield Found(here, root, problem=f"cannot be listed: {error}")
        n_found += len(entries)
        for path in entries:
            if is_folder(path) and not path.name.startswith("."):
                enqueue(path, pending)
            else:
                yield Found(path, root, skipped=is_folder(path))
    if not n_found:
        yield Found(folder, root, skipped=True)


def is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    """Whether the folder was not seen yet; now it is."""
    status = folder.stat()
    key = (status.st_dev, status.st_ino)
    known = key in seen
    seen.add(key)
    return not known


def enqueue(folder: Path, pending: deque[Path]) -> None:
    """Put a link behind every real folder."""
    if folder.is_symlink():
        pending.append(folder)
    else:
        pending.appendleft(folder)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one."""
    try:
        return path.is_dir()
    except OSError:
        return False
