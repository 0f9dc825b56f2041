"""OSErrors as the errors that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.errors import DedupError, OutputError, PermissionRefusedError

__all__ = ["explained", "os_errors_explained"]


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
