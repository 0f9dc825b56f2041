"""A file or folder made beside its final place, and there in one rename or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.errors import UsageError
from dedup.storage import os_errors_explained, sync

__all__ = ["staged"]


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Where to write what becomes `target` when the block ends well; removed when it does not.

    Raises UsageError when `target` exists: what is there is never replaced.
    """
    refuse_existing(target)
    place = target.resolve()
    draft = place.parent / f".{place.name}.draft-{os.getpid()}"
    with os_errors_explained(target):
        place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os_errors_explained(target):
            yield draft
            settle(draft, place)
    finally:
        discard(draft)


def refuse_existing(target: Path) -> None:
    """Raise UsageError when there is something already, a dangling link too."""
    if os.path.lexists(target):
        todo = "choose another name, or remove it yourself; nothing is ever overwritten"
        raise UsageError("the output exists already", where=str(target), todo=todo)


def settle(draft: Path, place: Path) -> None:
    """Sync what was written, and give it its name."""
    for path in [*draft.rglob("*"), draft]:
        sync(path)
    refuse_existing(place)  # someone may have made it meanwhile
    draft.rename(place)
    sync(place.parent)


def discard(draft: Path) -> None:
    """Remove what a failed attempt left."""
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)
