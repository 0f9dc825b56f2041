"""Arrow files that are mapped: what is not looked at is not read."""

import mmap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa

from dedup.errors import OutputError
from dedup.storage.files import sync
from dedup.storage.spill import Kept, Parts

__all__ = ["Mapped", "damaged", "mapped", "write_mapped"]


# madvise(2); Python does not name it yet.
MADV_POPULATE_READ = 22


class Mapped(Kept):
    """One batch of a mapped file; it is never dropped, but can let go of the pages that were read."""

    def __init__(self, batch: pa.RecordBatch, pages: mmap.mmap, path: Path) -> None:
        """The batch of the file at `path`, which stays mapped as long as it is used."""
        self.table = pa.Table.from_batches([batch])
        self.path, self.origin = None, path
        self.unchecked = {field.name for field in batch.schema if has_offsets(field.type)}
        self.num_rows, self.nbytes = batch.num_rows, 0
        self.pages, self.extent = pages, extent(batch, pages)

    def load(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The batch, or only some columns of it; raises OutputError for a damaged column."""
        whole = pa.table(self.table)
        chosen = whole if columns is None else whole.select(columns)
        for name in self.unchecked.intersection(chosen.column_names):
            for column in chosen.column(name).chunks:  # none where there are no rows
                self.check(column)
            self.unchecked.discard(name)
        return chosen

    def check(self, column: pa.Array) -> None:
        """Raise OutputError where its offsets are out of order: to follow a wrong one ends the process.

        They are looked at when a column is, so that opening an index does not read all its strings.
        """
        try:
            check_offsets(column)
        except pa.ArrowException as error:
            raise damaged(self.origin, str(error)) from error

    def read_ahead(self, column: str) -> None:
        """Have all pages of a column ready, at a fraction of what it costs to meet them one by one."""
        if self.extent is not None:
            (batch,) = pa.table(self.table).select([column]).to_batches()
            with suppress(OSError):  # Linux before 5.14: then they are met one by one
                self.pages.madvise(MADV_POPULATE_READ, *(extent(batch, self.pages) or (0, 0)))

    def drop(self) -> None:
        """Nothing is to be forgotten."""

    def release(self) -> None:
        """Let go of the pages of this batch; whoever looks again has them read again."""
        if self.extent is not None:
            self.pages.madvise(mmap.MADV_DONTNEED, *self.extent)


def extent(batch: pa.RecordBatch, pages: mmap.mmap) -> tuple[int, int] | None:
    """Where in a file the pages of a batch begin, and how many bytes they are; None for no rows."""
    several = [buffer for column in batch.columns for buffer in column.buffers()]
    found = [(buffer.address, buffer.size) for buffer in several if buffer is not None]
    if not any(size for _, size in found):
        return None
    base = pa.py_buffer(pages).address
    start = (min(address for address, size in found if size) - base) // mmap.PAGESIZE
    end = max(address + size for address, size in found if size) - base
    return start * mmap.PAGESIZE, end - start * mmap.PAGESIZE


def write_mapped(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> int:
    """Write tables as the batches of one Arrow file, synced; returns how many rows there are.

    A table without rows is a batch too, so that batches can be told by their number.
    """
    n_rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as to:
        for table in tables:
            whole = table.cast(schema).combine_chunks()
            batches = whole.to_batches() or [pa.RecordBatch.from_pylist([], schema)]
            for batch in batches:
                to.write_batch(batch)
            n_rows += table.num_rows
    sync(path)
    return n_rows


def mapped(path: Path, schema: pa.Schema) -> Parts:
    """The batches of a file; raises OutputError where it is missing, cut short or damaged."""
    try:
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        reader = pa.ipc.open_file(pa.py_buffer(pages))
        batches = [reader.get_batch(i) for i in range(reader.num_record_batches)]
        if not reader.schema.equals(schema):
            raise damaged(path, "its columns are not those of this version")
        for batch in batches:
            batch.validate()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(path, str(error)) from error
    return Parts([Mapped(batch, pages, path) for batch in batches])


def has_offsets(kind: pa.DataType) -> bool:
    """Whether a column of this type holds offsets into bytes."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_binary(kind))


def check_offsets(column: pa.Array) -> None:
    """Raise ArrowInvalid for a column of texts whose offsets are out of order."""
    if pa.types.is_string(column.type):
        column.validate(full=True)
    elif len(column):
        _, offsets, data = column.buffers()
        ends = np.frombuffer(offsets, np.int64)[: len(column) + 1]
        if ends[0] < 0 or (ends[1:] < ends[:-1]).any() or ends[-1] > data.size:
            raise pa.ArrowInvalid("offsets are out of order")


def damaged(path: Path, why: str) -> OutputError:
    """The error for a file of an index that cannot be trusted."""
    todo = "dedup index verify names every damaged file; restore the index from a copy"
    return OutputError(f"the index is damaged: {why}", where=str(path), todo=todo)
