"""Arrow columns as flat numpy arrays and back: the only place that touches buffers and offsets."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.kernels.arrays import Bytes, Longs

__all__ = [
    "binary_column",
    "bytes_of",
    "read_only",
    "strings_of",
    "values",
]

MOST_BYTES = 2**31 - 1
NOTHING = np.frombuffer(b"\0", np.uint8)


def values(table: pa.Table, name: str) -> npt.NDArray[Any]:
    """A copy of the column `name`, without nulls, as one array.

    Arrow's own memory may be read-only, which to a kernel is another type and compiled again.
    """
    return np.array(table.column(name).to_numpy(zero_copy_only=False))


def one_chunk(table: pa.Table, name: str) -> pa.Array:
    """The column `name` as one array; copied only when it is in several chunks."""
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def bytes_of(table: pa.Table, name: str) -> tuple[Bytes, Longs]:
    """The bytes of a string or binary column, and n + 1 offsets into them.

    Slices and chunks are laid end to end first; a slice's own offsets are not rebased by Arrow, so
    the bytes returned may begin before the first row.  Both are read-only.  Nulls hold no bytes.
    """
    column = one_chunk(table, name)
    if len(column) == 0:
        return NOTHING, read_only(np.zeros(1, np.int64))
    wide = pa.types.is_large_string(column.type) or pa.types.is_large_binary(column.type)
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int64 if wide else np.int32)
    own = ends[column.offset : column.offset + len(column) + 1].astype(np.int64, copy=False)
    has_bytes = data is not None and data.size > 0
    flat = read_only(np.frombuffer(data, np.uint8)) if has_bytes else NOTHING
    return flat, read_only(own)


def read_only(data: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same values, which cannot be written through the array returned."""
    view = data.view()
    view.flags.writeable = False
    return view


def binary_column(data: Bytes, offsets: Longs) -> pa.LargeBinaryArray:
    """Rows data[offsets[i]:offsets[i + 1]] as a column, without a copy."""
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)


def strings_of(data: Bytes, offsets: Longs) -> pa.StringArray:
    """Rows of UTF-8 as a string column; raises OverflowError above 2 GiB in all."""
    if offsets[-1] > MOST_BYTES:
        msg = f"{offsets[-1]} bytes in one column of strings, {MOST_BYTES} fit"
        raise OverflowError(msg)
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)
