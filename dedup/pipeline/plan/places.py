"""JSON lines -> slices of them that begin anywhere."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError
from dedup.pipeline.plan.beginnings import beginnings
from dedup.pipeline.plan.slices import SLICES, Found
from dedup.stages.read.discover import Source
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.file import regular_file
from dedup.stages.read.jsonl import json_rows
from dedup.stages.read.ledger import Ledger
from dedup.stages.read.lines import lines

__all__ = ["line_slices"]


class Stretch(NamedTuple):
    """The whole lines of a stretch of a file, as articles; and how long they are."""

    articles: pa.Table
    n_bytes: int
    lacking: UsageError | None


def line_slices(
    sources: Sequence[Source], most: int, config: Config, draw: np.random.Generator
) -> Found:
    """Stretches of about `most` bytes in all; where lines are longer, the beginnings of files."""
    ends = np.cumsum([source.n_bytes for source in sources])
    if ends[-1] <= most:
        return beginnings(sources, most, config, draw)
    size = max(1, most // SLICES)
    found = []
    places = draw.choice(max(1, int(ends[-1]) // size), SLICES, replace=False)
    for place in (np.sort(places) * size).tolist():
        at = int(np.searchsorted(ends, place, side="right"))
        start = place - int(ends[at]) + sources[at].n_bytes
        found.append(stretch(sources[at], start, size, config))
    taken = sum(one.n_bytes for one in found)
    slices = [one.articles for one in found if one.articles.num_rows]
    if len(slices) < SLICES // 2:
        return beginnings(sources, most, config, draw)
    share = taken / int(ends[-1])
    return Found(slices, sum(one.num_rows for one in slices) / share, False, share)


def stretch(source: Source, start: int, size: int, config: Config) -> Stretch:
    """The lines that lie wholly within `size` bytes from `start` on."""
    ledger, data = Ledger(source, config), b""
    try:
        with regular_file(source) as handle:
            handle.seek(start)
            data = whole_lines(handle.read(size), at_start=start == 0)
        for event in json_rows(lines(iter([data]), config.max_record_bytes), ledger):
            ledger.take(event)
    except (BadFileError, OSError):
        return Stretch(ledger.flush()[0], len(data), ledger.lacking)
    return Stretch(ledger.flush()[0], len(data), ledger.lacking)


def whole_lines(data: bytes, *, at_start: bool) -> bytes:
    """`data` without the line it begins in and the one it ends in."""
    first = 0 if at_start else data.find(b"\n") + 1
    return data[first : data.rfind(b"\n") + 1]
