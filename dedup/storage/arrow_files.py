"""Tables set aside as Arrow files: written plain or packed, mapped or read, whole or some columns or rows."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

__all__ = ["read_at", "read_columns", "read_mapped", "write_table"]


def write_table(table: pa.Table, path: Path, *, is_packed: bool) -> None:
    """Write a table as an Arrow file, packed in this thread."""
    codec = pa.Codec("zstd", 1) if is_packed else None
    options = pa.ipc.IpcWriteOptions(compression=codec, use_threads=False)
    with (
        pa.OSFile(str(path), "wb") as sink,
        pa.ipc.new_file(sink, table.schema, options=options) as to,
    ):
        to.write_table(table.unify_dictionaries())


def read_mapped(path: Path | None, columns: Sequence[str] | None = None) -> pa.Table:
    """A table of a file, of which nothing is read before it is looked at; of a packed one some columns.

    Named columns are copied to memory, those of a packed file unpacked.
    """
    with pa.memory_map(str(path)) as source:
        return read_columns(source, columns)


def read_columns(source: pa.NativeFile, columns: Sequence[str] | None) -> pa.Table:
    """The table of an open Arrow file, or some columns of it."""
    file = pa.ipc.open_file(source)
    if columns is None:
        return file.read_all()
    places = [file.schema.get_field_index(one) for one in columns]
    options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=places)
    return pa.ipc.open_file(source, options=options).read_all()


def read_at(path: Path | None, place: int, out: memoryview) -> None:
    """Fill `out` from that place of a file on; raises OSError when it ends before."""
    left = out.cast("B")
    with Path(str(path)).open("rb", buffering=0) as file:
        while left:
            n = os.preadv(file.fileno(), [left], place)
            if n == 0:
                raise OSError(errno.EIO, "a table that was set aside is cut short", str(path))
            left, place = left[n:], place + n
