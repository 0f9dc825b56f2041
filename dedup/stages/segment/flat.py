"""The texts of a part as flat bytes."""

from typing import NamedTuple

import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.kernels.arrays import Bytes, Longs

__all__ = ["Flat", "flat_text"]


class Flat(NamedTuple):
    """Texts back to back: text i is data[offsets[i]:offsets[i + 1]]; the bytes are read-only."""

    data: Bytes
    offsets: Longs


def flat_text(articles: pa.Table) -> Flat:
    """The texts of RAW_ARTICLES, sliced or chunked in any way; one chunk is not copied."""
    return Flat(*bytes_of(articles, "text"))
