"""The text column as flat bytes: the one place that touches Arrow offsets."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Bytes, Longs

__all__ = ["Flat", "flat_text"]


class Flat(NamedTuple):
    """Texts back to back: text i is data[offsets[i]:offsets[i + 1]]."""

    data: Bytes  # UTF-8, read-only
    offsets: Longs


def flat_text(column: pa.ChunkedArray) -> Flat:
    """The texts of a string column, sliced or chunked in any way; one chunk is not copied."""
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if len(whole) == 0:
        return Flat(np.frombuffer(b"", np.uint8), np.zeros(1, np.int64))
    _valid, offsets, data = whole.buffers()
    kept = np.frombuffer(offsets, np.int32)[whole.offset : whole.offset + len(whole) + 1]
    flat = np.frombuffer(data if data is not None else b"", np.uint8)
    flat.flags.writeable = False
    return Flat(flat, kept.astype(np.int64))
