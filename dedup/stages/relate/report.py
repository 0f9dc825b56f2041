"""From a frame to a published table: the schema's columns, types and order."""

from collections.abc import Sequence

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dedup.schemas import Table

__all__ = ["as_report", "exact_mean"]

# A float32 of 2**-16 or more is a whole number of these.
PARTS = 2**40


def as_report(frames: Sequence[pl.DataFrame], kind: Table) -> pa.Table:
    """The frames end to end as a table of `kind`: nulls for absent columns, sorted, typed."""
    kept = [frame.select(c for c in kind.schema.names if c in frame.columns) for frame in frames]
    rows = pl.concat(kept)
    keys, ways = [key for key, _ in kind.sort], [way == "descending" for _, way in kind.sort]
    table = rows.sort(keys, descending=ways, nulls_last=True, maintain_order=True).to_arrow()
    return pa.table([column(table, field) for field in kind.schema], schema=kind.schema)


def column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    """The column of that name in the field's type; all nulls when there is none."""
    if field.name not in table.column_names:
        return pa.nulls(table.num_rows, field.type)
    given = table.column(field.name).combine_chunks()
    if pa.types.is_dictionary(field.type):
        return pc.dictionary_encode(given.cast(pa.string())).cast(field.type)
    return given.cast(field.type)


def exact_mean(score: str) -> pl.Expr:
    """The mean of float32 scores in 0..1, summed as whole numbers.

    Sums of floats depend on the order of the rows, which depends on the number of threads.
    """
    whole = (pl.col(score).cast(pl.Float64) * PARTS).round().cast(pl.Int64)
    return whole.sum() / pl.len() / PARTS
