"""One run at a time: what holds while a run works on its output, and what is kept of older ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dedup.storage import beside, complete, drop_old_runs, lock, refuse_unwritable

__all__ = ["KEEP_ALL", "Keeping", "alone", "drop"]


class Keeping(NamedTuple):
    """How many seconds to wait for another run of the output, and how many runs to keep."""

    wait: float = 0.0
    runs: int | None = None


KEEP_ALL = Keeping()


@contextmanager
def alone(out: Path, wait: float = 0.0) -> Iterator[None]:
    """Let no other run work on `out`, and finish what a killed one left half done there.

    Raises:
        LockedError: another run is at work on `out`, and still is after `wait` seconds.
        DedupError: no run could be published there.
    """
    refuse_unwritable(out)
    with lock(beside(out), wait):
        complete(out)
        yield


def drop(out: Path, keeping: Keeping) -> None:
    """Remove the runs that are too old to be kept."""
    if keeping.runs is not None:
        drop_old_runs(out, keeping.runs)
