"""The sha256 of a file, made beside the reading if the file is large."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import BinaryIO

from dedup.stages.read.faults import BadFileError

__all__ = ["digesting"]

# A file of a text each is hashed sooner than a thread is started.
LARGE = PIECE = 1 << 20


@contextmanager
def digesting(handle: BinaryIO, n_bytes: int) -> Iterator[Callable[[], str]]:
    """What gives the sha256 of the whole file; raises BadFileError where that cannot be read.

    A thread hashes a large file while the block reads it, and is stopped when the block ends.
    """
    stop = Event()
    if n_bytes < LARGE:
        yield partial(digest, handle, stop)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="dedup-sha256") as pool:
        made = pool.submit(digest, handle, stop)
        try:
            yield made.result
        finally:
            stop.set()


def digest(handle: BinaryIO, stop: Event) -> str:
    """The sha256; where the file is read otherwise does not matter."""
    sha256, room, at = hashlib.sha256(), memoryview(bytearray(PIECE)), 0
    while not stop.is_set():
        try:
            n = os.preadv(handle.fileno(), [room], at)
        except OSError as error:
            raise BadFileError("unreadable", f"reading failed: {error}", at_row=True) from error
        if n == 0:
            break
        sha256.update(room[:n])
        at += n
    return sha256.hexdigest()
