"""From a frame to a published table: the schema's columns, types and order."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dedup.kernels.arrays import Longs
from dedup.schemas import Table, empty

__all__ = ["Made", "Task", "as_report", "exact_mean", "in_order"]

ROWS_AT_ONCE = 1 << 17

# Pieces of reports, and what makes them: one task is independent of the next.
Made = Sequence[tuple[Table, pa.Table]]
Task = Callable[[], Made]

# A float32 of 2**-16 or more is a whole number of these.
PARTS = 2**40


def as_report(frames: Sequence[pl.DataFrame], kind: Table, *, is_sorted: bool = False) -> pa.Table:
    """The frames end to end as a table of `kind`: nulls for absent columns, sorted, typed."""
    kept = [frame.select(c for c in kind.schema.names if c in frame.columns) for frame in frames]
    rows = pl.concat(kept)
    if not is_sorted:
        keys, ways = [key for key, _ in kind.sort], [way == "descending" for _, way in kind.sort]
        rows = rows.sort(keys, descending=ways, nulls_last=True, maintain_order=True)
    pieces = [typed(rows.slice(at, ROWS_AT_ONCE), kind) for at in starts(rows.height)]
    return pa.concat_tables([empty(kind), *pieces])


def starts(rows: int) -> range:
    """Where each piece begins; a column of strings holds 2 GiB at most, so tables come in pieces."""
    return range(0, rows, ROWS_AT_ONCE)


def typed(rows: pl.DataFrame, kind: Table) -> pa.Table:
    """The rows with the columns and types of `kind`."""
    table = rows.to_arrow()
    return pa.table([column(table, field) for field in kind.schema], schema=kind.schema)


def column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    """The column of that name in the field's type; all nulls when there is none."""
    if field.name not in table.column_names:
        return pa.nulls(table.num_rows, field.type)
    given = table.column(field.name).combine_chunks()
    if pa.types.is_dictionary(field.type):
        return pc.dictionary_encode(given.cast(pa.string())).cast(field.type)
    return given.cast(field.type)


def in_order(keys: Sequence[Sequence[Any]], at_once: int) -> Iterator[list[Longs]]:
    """The rows of several sorted-by keys as one sequence, so many at a time.

    Args:
        keys: for each frame the arrays its rows are sorted by, the most significant first.
        at_once: how many rows at a time.

    Returns:
        Each time, of every frame the rows that are next, in order.
    """
    sizes = [len(several[0]) for several in keys]
    first = np.concatenate([[0], np.cumsum(sizes)])
    order = np.lexsort([np.concatenate(each) for each in zip(*keys, strict=True)][::-1])
    for start in range(0, len(order), at_once):
        some = order[start : start + at_once]
        yield [some[(some >= at) & (some < to)] - at for at, to in pairwise(first.tolist())]


def exact_mean(score: str) -> pl.Expr:
    """The mean of float32 scores in 0..1, summed as whole numbers.

    Sums of floats depend on the order of the rows, which depends on the number of threads.
    """
    whole = (pl.col(score).cast(pl.Float64) * PARTS).round().cast(pl.Int64)
    return whole.sum() / pl.len() / PARTS
