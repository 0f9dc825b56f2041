"""Parquet -> slices of some row groups; the footers tell how many rows there are."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.config import Config
from dedup.errors import UsageError
from dedup.pipeline.plan.slices import SLICES, Found
from dedup.schemas import RAW_ARTICLES, empty
from dedup.stages.read.discover import Source
from dedup.stages.read.faults import BadFileError, MissingColumnError
from dedup.stages.read.file import regular_file
from dedup.stages.read.ledger import Ledger
from dedup.stages.read.parquet import DAMAGE, opened, sample, unique_names
from dedup.stages.read.slices import slice_tables

__all__ = ["parquet_slices"]

MOST_FOOTERS, GROUPS = 256, 8

# A row group of more bytes is gone through only so far.
MOST_OF_A_GROUP = 128 << 20


class Group(NamedTuple):
    """A row group: which file, which of its groups, how many rows, and bytes unpacked."""

    source: Source
    number: int
    rows: int
    n_bytes: int


class Visit(NamedTuple):
    """Slices of a row group, how many of its rows were gone through, and what its file lacks."""

    slices: list[pa.Table]
    rows: int
    lacking: UsageError | None = None


def parquet_slices(
    sources: Sequence[Source], most: int, config: Config, draw: np.random.Generator
) -> Found:
    """Slices of some row groups, about `most` bytes in all."""
    few = [sources[at] for at in draw.permutation(len(sources))[:MOST_FOOTERS].tolist()]
    groups = [group for source in few for group in groups_of(source)]
    seen, all_bytes = (sum(one.n_bytes for one in several) for several in (few, sources))
    rows = sum(group.rows for group in groups) * all_bytes / max(1, seen)
    if not rows:
        return Found([], 0, len(few) == len(sources), 1.0)
    weights = np.array([group.rows for group in groups], float)
    n = min(GROUPS, int((weights > 0).sum()))
    chosen = draw.choice(len(groups), n, replace=False, p=weights / weights.sum())
    mean = weights[chosen].mean()
    visits = [
        visit(groups[at], int(most / n * weights[at] / mean), config, draw)
        for at in sorted(chosen.tolist())
    ]
    return extrapolated(visits, rows)._replace(exact=len(few) == len(sources))


def extrapolated(visits: Sequence[Visit], rows: float) -> Found:
    """What these visits say of all rows."""
    slices = [one for visited in visits for one in visited.slices if one.num_rows]
    gone_through = sum(one.rows for one in visits)
    lacking = next((one.lacking for one in visits if one.lacking), None)
    return Found(slices, rows if slices else 0, False, min(1.0, gone_through / rows), lacking)


def groups_of(source: Source) -> list[Group]:
    """The row groups of a file; none if it is damaged."""
    try:
        with regular_file(source) as handle:
            about = opened(handle).metadata
            several = [about.row_group(i) for i in range(about.num_row_groups)]
            return [
                Group(source, i, one.num_rows, one.total_byte_size) for i, one in enumerate(several)
            ]
    except (BadFileError, *DAMAGE):
        return []


def visit(group: Group, most: int, config: Config, draw: np.random.Generator) -> Visit:
    """Slices of a row group; fewer if it is damaged."""
    ledger = Ledger(group.source, config)
    rows = max(1, min(group.rows, MOST_OF_A_GROUP * group.rows // max(1, group.n_bytes)))
    wanted = max(1, most * group.rows // max(1, group.n_bytes))
    n_slices = max(1, min(SLICES // GROUPS, rows // max(1, wanted // (SLICES // GROUPS))))
    size = max(1, min(wanted // n_slices, rows // n_slices))
    chosen = set(draw.choice(max(1, rows // size), n_slices, replace=False).tolist())
    found: list[pa.Table] = []
    try:
        for number, batch in enumerate(batches(group, size, ledger)):
            if number in chosen:
                found.append(slice_tables(*batch, ledger)[0])
            if number >= max(chosen):
                return Visit(found, (number + 1) * size)
    except MissingColumnError as error:
        return Visit([], group.rows, error.usage)
    except (BadFileError, *DAMAGE):
        return Visit(found or [empty(RAW_ARTICLES)], group.rows)
    return Visit(found, group.rows)


def batches(
    group: Group, size: int, ledger: Ledger
) -> Iterator[tuple[pa.RecordBatch, list[str | None]]]:
    """The rows of a group, `size` at a time, and the column of each role."""
    with ExitStack() as stack:
        file: pq.ParquetFile = opened(stack.enter_context(regular_file(group.source)))
        columns = ledger.choose(unique_names(file), lambda: sample(file))
        wanted = [name for name in dict.fromkeys(columns) if name is not None]
        for batch in file.iter_batches(size, row_groups=[group.number], columns=wanted):
            yield batch, columns
