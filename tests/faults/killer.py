"""A kill -9 in this process: from one call to the disk on, nothing more is done, not even cleaning up."""

import fcntl
import os
import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

__all__ = ["killed_at"]

CALLS = [
    (os, "fsync"), (os, "pwrite"), (os, "ftruncate"), (os, "mkdir"), (os, "rename"),
    (Path, "rename"), (Path, "replace"), (Path, "symlink_to"), (Path, "unlink"), (Path, "write_bytes"),
    (Path, "mkdir"), (shutil, "rmtree"),
]  # fmt: skip


class KilledError(BaseException):
    """The process is dead; nobody catches this."""


class Mortal:
    """Counts the calls to the disk, and dies at one of them."""

    def __init__(self, number):
        self.number, self.n_calls, self.locks = number, 0, set()

    @property
    def is_dead(self):
        return self.n_calls >= self.number

    def counted(self, function):
        """The same function, as long as the process lives."""

        def call(*args, **options):
            self.n_calls += 1
            if self.is_dead:
                raise KilledError
            return function(*args, **options)

        return call

    def lock(self, handle, how, _flock=fcntl.flock):
        """Lock, and remember it: the kernel lets go of what the dead held."""
        _flock(handle, how)
        self.locks.add(handle)

    def close(self, handle, _close=os.close):
        """Close, unless dead."""
        if self.is_dead:
            raise KilledError
        _close(handle)
        self.locks.discard(handle)


@contextmanager
def killed_at(number):
    """Die at the number-th call to the disk in the block, if there are so many."""
    mortal = Mortal(number)
    try:
        with ExitStack() as stack:
            for owner, name in CALLS:
                stack.enter_context(patch.object(owner, name, mortal.counted(getattr(owner, name))))
            stack.enter_context(patch.object(fcntl, "flock", mortal.lock))
            stack.enter_context(patch.object(os, "close", mortal.close))
            yield
    except KilledError:
        pass
    for handle in mortal.locks if mortal.is_dead else ():
        os.close(handle)
