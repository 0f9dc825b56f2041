"""A slice of columns -> tables.

A slice in which every row is an article stays in Arrow.  One with a row to reject, or with types
that need a look at each value, goes through the same checks as the rows of every other format.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.schemas import RAW_ARTICLES
from dedup.stages.read.arrow import filled_ids, is_stringlike, metadata, stamps, strings
from dedup.stages.read.batch import Reject, Row
from dedup.stages.read.cells import Foreign
from dedup.stages.read.columns import ROLES
from dedup.stages.read.dates import Stamp
from dedup.stages.read.faults import PREFIX_BYTES
from dedup.stages.read.ledger import NO_REJECTS, Event, Ledger, Tables
from dedup.stages.read.lines import too_long

__all__ = ["convert", "row_by_row", "slice_tables"]


def slice_tables(slice_: pa.RecordBatch, columns: Sequence[str | None], ledger: Ledger) -> Tables:
    """The articles and rejects of a slice; `columns` holds the column of each role."""
    arrays = {r: stored(slice_, c) for r, c in zip(ROLES, columns, strict=True) if c is not None}
    tables = whole(arrays, ledger)
    if tables is None:
        for event in row_by_row(arrays, ledger):
            ledger.take(event)
        tables = ledger.flush()
    return tables


def stored(slice_: pa.RecordBatch, name: str) -> pa.Array:
    """A column as it is stored, whatever extension type it is dressed in."""
    column = slice_.column(name)
    return column.storage if isinstance(column, pa.ExtensionArray) else column


def whole(arrays: dict[str, pa.Array], ledger: Ledger) -> Tables | None:
    """The slice as tables, when every row of it is an article."""
    try:
        return convert(arrays, ledger)
    except pa.ArrowInvalid:  # a value is no UTF-8
        return None


def convert(arrays: dict[str, pa.Array], ledger: Ledger) -> Tables | None:
    """The slice as tables; None when a row, or a type, needs a closer look."""
    n = len(arrays["text"])
    first = ledger.last_row + 1
    rows = pa.array(np.arange(first, first + n))
    nothing = pa.nulls(n)
    ids = filled_ids(arrays.get("id", nothing), ledger.source.name, rows)
    texts = good_texts(arrays["text"], ledger.config.max_record_bytes)
    about = [metadata(arrays.get(r, nothing)) for r in ROLES[3:]]
    if ids is None or texts is None or any(column is None for column in about):
        return None
    dates, n_bad = stamps(arrays.get("date", nothing))
    paths = pa.repeat(pa.scalar(ledger.source.shown), n)
    ledger.rows_read, ledger.last_row = ledger.rows_read + n, ledger.last_row + n
    ledger.bad_dates += n_bad
    columns = [ids, texts, dates, *about, paths, rows]
    return pa.Table.from_arrays(columns, schema=RAW_ARTICLES.schema), NO_REJECTS


def good_texts(column: pa.Array, limit: int) -> pa.Array | None:
    """The texts; None when one is missing, blank or too long."""
    if not is_stringlike(column.type) or column.null_count:
        return None
    texts = strings(column)
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    shortest = pc.min(pc.binary_length(texts)).as_py()
    if longest > limit or shortest == 0 or pc.any(pc.utf8_is_space(texts)).as_py():
        return None
    return texts


def row_by_row(arrays: dict[str, pa.Array], ledger: Ledger) -> Iterator[Event]:
    """The rows of a slice, each by itself."""
    n, first = len(arrays["text"]), ledger.last_row + 1
    columns = [cells(role, arrays.get(role, pa.nulls(n))) for role in ROLES]
    for number, values in enumerate(zip(*columns, strict=True), first):
        yield examine(number, values, ledger)


def cells(role: str, column: pa.Array) -> list[Any]:
    """The values of a column: bytes for strings, `Stamp` for times, `Foreign` for what is neither."""
    kind = column.type
    if is_stringlike(kind):
        return as_bytes(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return list(column.to_pylist())
    foreign = [Foreign(str(kind)) if valid else None for valid in column.is_valid().to_pylist()]
    if role == "date" and (pa.types.is_timestamp(kind) or pa.types.is_date(kind)):
        times = stamps(column)[0].cast(pa.int64()).to_pylist()
        return [f if t is None else Stamp(t) for t, f in zip(times, foreign, strict=True)]
    return foreign


def as_bytes(column: pa.Array) -> list[bytes | None]:
    """The bytes of a stringlike column, valid UTF-8 or not."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return list(column.cast(pa.binary()).to_pylist())


def examine(number: int, values: Sequence[Any], ledger: Ledger) -> Event:
    """One row with its strings decoded, or the reason why they cannot be."""
    decoded = list(values)
    for place, value in enumerate(values):
        if isinstance(value, bytes):
            try:
                decoded[place] = value.decode()
            except UnicodeDecodeError as error:
                column = ledger.columns[ROLES[place]]
                message = f'"{column}": byte {error.start + 1} of the value is no UTF-8'
                return Reject(number, "bad_encoding", message, value[:PREFIX_BYTES])
    raw = values[1] if isinstance(values[1], bytes) else b""
    limit = ledger.config.max_record_bytes
    if len(raw) > limit:
        return too_long(number, len(raw), limit, raw[:PREFIX_BYTES])
    return Row(number, decoded, raw)
