"""New files -> nights: a folder named after a day is the night of that day."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from dedup.nightly.inbox import File

__all__ = ["Night", "nights_of"]

DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}", re.ASCII)


class Night(NamedTuple):
    """The files of one run, and the day it stands for."""

    date: date
    files: list[File]


def nights_of(files: Iterable[File], as_of: date, *, one_by_one: bool = False) -> list[Night]:
    """The nights up to `as_of`, the oldest first; later days wait until they come.

    Files that lie in no folder of a day belong to `as_of`.  With `one_by_one` every file or folder
    directly in the inbox is a run of its own, in the order of days, then of names.
    """
    nights: dict[tuple[date, str], Night] = {}
    for file in files:
        entry = file.name.partition("/")[0]
        day = day_named(entry) or as_of
        if day <= as_of:
            key = (day, entry if one_by_one else "")
            nights.setdefault(key, Night(day, [])).files.append(file)
    return [nights[key] for key in sorted(nights)]


def day_named(entry: str) -> date | None:
    """The day in the name of a folder or file, as 2026-11-21, 20261121 or 2026-11-21.jsonl.gz."""
    stem = entry.partition(".")[0]
    if DAY.fullmatch(stem):
        with suppress(ValueError):
            return datetime.fromisoformat(stem).date()
    return None
