"""The flags of a run through an index."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dedup.cli.settings import Job
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.pipeline import IndexAt

__all__ = ["index_at", "index_flags", "of_index"]

F = TypeVar("F", bound=Callable[..., object])

SIZES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
INDEX = "Compare with all that this index holds too, and add to it; it is made if it is not there."
EXPECT = "How many sentences a new index is made for, as 500K or 100M. [default: 10M]"
AS_OF = "The day (UTC) of this night, as 2026-11-21. [default: today]"


def index_flags(function: F) -> F:
    """Give a command --index, --expect and --as-of."""
    return of_index(click.option("--as-of", metavar="DATE", help=AS_OF)(function))


def of_index(function: F) -> F:
    """Give a command --index and --expect."""
    function = click.option("--expect", metavar="N", help=EXPECT)(function)
    return click.option("--index", metavar="DIR", help=INDEX)(function)


def index_at(index: str | None, expect: str | None, day: str | None, job: Job) -> "IndexAt | None":
    """The index that the flags name, or else the `[job]` table; None where neither does."""
    index, expect = index or job.index, expect or job.expect
    if index is None:
        for name, value in (("--expect", expect), ("--as-of", day)):
            if value is not None:
                raise UsageError(f"{name} is of no use without --index", todo="add --index DIR")
        return None
    from dedup.pipeline.night import EXPECT, IndexAt

    size = EXPECT if expect is None else size_of(expect)
    return IndexAt(Path(index), size, day="" if day is None else day_of(day))


def size_of(text: str) -> int:
    """A number of sentences as people write it."""
    match = re.fullmatch(r"([0-9]+)([KMG]?)", text.upper())
    if match is None or int(match[1]) == 0:
        raise UsageError(f"no number of sentences: {text!r}", where="--expect", todo="--expect 10M")
    return int(match[1]) * SIZES[match[2]]


def day_of(text: str) -> str:
    """A day as people write it."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        todo = "--as-of 2026-11-21"
        raise UsageError(f"no day: {text!r}", where="--as-of", todo=todo) from error
