"""How a table is defined, and how one is checked against its definition."""

from collections.abc import Iterable
from typing import NamedTuple

import pyarrow as pa

from dedup.errors import DedupError

__all__ = [
    "BOOL", "DATE", "INT16", "INT32", "INT64", "SCORE", "STRING", "TIME", "UINT64", "WORD", "Table",
    "check", "col", "empty", "table",
]  # fmt: skip

BOOL, STRING, WORD = pa.bool_(), pa.string(), pa.dictionary(pa.int32(), pa.string())
INT16, INT32, INT64, SCORE = pa.int16(), pa.int32(), pa.int64(), pa.float32()
UINT64, TIME, DATE = pa.uint64(), pa.timestamp("us", "UTC"), pa.date32()


class Table(NamedTuple):
    """A table's name, what one row is, its columns, and the order of its rows."""

    name: str
    row: str
    schema: pa.Schema
    sort: tuple[tuple[str, str], ...] = ()


def col(name: str, kind: pa.DataType, comment: str, unit: str = "") -> pa.Field:
    """One column; a name ending in `?` may hold nulls."""
    metadata = {"comment": comment} | ({"unit": unit} if unit else {})
    return pa.field(name.rstrip("?"), kind, nullable=name.endswith("?"), metadata=metadata)


def table(name: str, row: str, sort: str, columns: Iterable[pa.Field]) -> Table:
    """A table sorted by the comma-separated `sort` columns (`name desc` for descending)."""
    keys = [part.split() for part in sort.split(",") if part]
    order = tuple((key[0], "descending" if "desc" in key else "ascending") for key in keys)
    return Table(name, row, pa.schema(columns), order)


def empty(kind: Table) -> pa.Table:
    """A table of `kind` without rows."""
    return kind.schema.empty_table()


def check(given: pa.Table, kind: Table) -> pa.Table:
    """`given` with the schema of `kind`; raises DedupError comparing columns that differ."""
    want = {field.name: field.type for field in kind.schema}
    got = {field.name: field.type for field in given.schema}
    if want != got or given.column_names != kind.schema.names:
        what = f"table {kind.name} has other columns than its schema"
        raise DedupError(what, where=difference(got, want))
    counts = {f.name: given.column(f.name).null_count for f in kind.schema if not f.nullable}
    nulls = [f"{name}: {count}" for name, count in counts.items() if count]
    if nulls:
        raise DedupError(f"table {kind.name} has nulls where none may be", where="; ".join(nulls))
    return pa.Table.from_arrays(given.columns, schema=kind.schema)


def difference(got: dict[str, pa.DataType], want: dict[str, pa.DataType]) -> str:
    """The columns that are not as wanted, or their order."""
    names = [n for n in dict.fromkeys([*want, *got]) if want.get(n) != got.get(n)]
    if names:
        return "; ".join(f"{n}: got {got.get(n)}, expected {want.get(n)}" for n in names)
    return f"got the order {', '.join(got)}, expected {', '.join(want)}"
