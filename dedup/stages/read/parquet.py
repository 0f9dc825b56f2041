"""Parquet -> tables, by slices of its row groups; rows are numbered from 1 through the file."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.stages.read.arrow import is_stringlike
from dedup.stages.read.columns import SAMPLE_ROWS
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.ledger import Ledger, Tables
from dedup.stages.read.slices import slice_tables

__all__ = ["parquet_tables"]

MAX_ROWS = 1 << 15
# What damaged bytes make the reader raise: its own errors, and the ones of decoding names.
DAMAGE = (pa.ArrowException, OSError, UnicodeDecodeError)


def parquet_tables(handle: BinaryIO, ledger: Ledger) -> Iterator[Tables]:
    """The tables of a file, about `batch_bytes` each; raises BadFileError when it is damaged."""
    file = opened(handle)
    names = unique_names(file)
    columns = ledger.choose(names, lambda: sample(file))
    wanted = [name for name in dict.fromkeys(columns) if name is not None]
    n_rows = rows_per_batch(file, ledger.config.batch_bytes)
    for slice_ in slices(file, wanted, n_rows):
        yield decoded(slice_, columns, ledger)


def decoded(slice_: pa.RecordBatch, columns: list[str | None], ledger: Ledger) -> Tables:
    """The tables of a slice; damage may show as late as in the codes of a dictionary."""
    try:
        return slice_tables(slice_, columns, ledger)
    except DAMAGE as error:
        raise damaged(error) from error


def damaged(error: BaseException) -> BadFileError:
    """The fault that ends the file at the next row."""
    message = f"the rest of the file is damaged: {first_line(error)}"
    return BadFileError("corrupt", message, at_row=True)


def opened(handle: BinaryIO) -> pq.ParquetFile:
    """The file; raises BadFileError when it is no Parquet, or has types nobody can read."""
    try:
        file = pq.ParquetFile(
            handle, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True
        )
        file.schema_arrow  # noqa: B018 - read here, where its faults are caught
    except DAMAGE as error:
        raise BadFileError("corrupt", f"no readable Parquet file: {first_line(error)}") from error
    return file


def first_line(error: BaseException) -> str:
    """The first line of a message."""
    return str(error).partition("\n")[0]


def unique_names(file: pq.ParquetFile) -> list[str]:
    """The columns; raises BadFileError when two share a name."""
    names: list[str] = file.schema_arrow.names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadFileError("duplicate_header", f"two columns are called {twice!r}: rename one")
    return names


def sample(file: pq.ParquetFile) -> list[dict[str, Any]]:
    """The first rows of the string columns, for a suggestion."""
    texts = [field.name for field in file.schema_arrow if is_stringlike(field.type)]
    try:
        batch = next(file.iter_batches(batch_size=SAMPLE_ROWS, columns=texts), None)
        rows: list[dict[str, Any]] = batch.to_pylist() if batch else []
    except DAMAGE:
        return []
    return rows


def rows_per_batch(file: pq.ParquetFile, batch_bytes: int) -> int:
    """How many rows make `batch_bytes` or less, the same for all batches, by the size of whole rows.

    The sizes of single columns are not asked for: pyarrow aborts the process when the metadata of
    a column is damaged, while its reader raises.
    """
    about: pq.FileMetaData = file.metadata
    size: int = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    n_rows: int = max(about.num_rows, 1)
    fit = max(1, min(MAX_ROWS, batch_bytes * n_rows // max(size, 1)))
    return -(-n_rows // -(-n_rows // fit))


def slices(file: pq.ParquetFile, columns: list[str], n_rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of the columns wanted; damage ends the file at the next row."""
    batches = file.iter_batches(batch_size=n_rows, columns=columns)
    while True:
        try:
            batch = next(batches, None)
        except DAMAGE as error:
            raise damaged(error) from error
        if batch is None:
            return
        yield batch
