"""One process at a time: a lock file beside the output, held by flock.

The kernel lets go of the lock when its holder dies, so a file that is left over stops nobody.  The
file tells people who holds it; it is gone when the holder ends.
"""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dedup.errors import LockedError
from dedup.storage.faults import os_errors_explained

__all__ = ["beside", "lock"]

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
PAUSE = 0.1


@contextmanager
def lock(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` while the block lasts.

    Raises LockedError when another process holds it, and still does after `wait` seconds.
    """
    with os_errors_explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = taken(path, time.monotonic() + wait)
    try:
        with os_errors_explained(path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, record(), 0)
        yield
    finally:
        with suppress(OSError):  # the next holder takes over what cannot be removed
            path.unlink()
        os.close(handle)


def beside(out: Path) -> Path:
    """The lock file of an output folder, which lies beside it."""
    out = out.resolve()
    return out.parent / f".{out.name}.lock"


def taken(path: Path, deadline: float) -> int:
    """The open lock file, locked; raises LockedError when the deadline passes before."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if is_ours(handle, path):
            return handle
        os.close(handle)
        if time.monotonic() >= deadline:
            raise held_by(path)
        time.sleep(PAUSE)


def is_ours(handle: int, path: Path) -> bool:
    """Whether the lock was free, and the file is still the one that others would open."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def record() -> bytes:
    """Who holds the lock: process, machine, and since when."""
    boot = BOOT_ID.read_text("ascii").strip() if BOOT_ID.exists() else ""
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    who = {"pid": os.getpid(), "host": socket.gethostname(), "boot_id": boot}
    return json.dumps(who | {"started": started}).encode() + b"\n"


def held_by(path: Path) -> LockedError:
    """The error that names the holder, as far as its record can be read."""
    who = ""
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(path.read_bytes())
        who = f", held by process {known['pid']} on {known['host']} since {known['started']}"
    todo = "wait until it has ended, or let this one wait with --wait SECONDS"
    return LockedError("another run is active", where=f"{path}{who}", todo=todo)
