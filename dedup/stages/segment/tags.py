"""The language of each article, from its tag or the configured default."""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Longs

__all__ = ["Languages", "languages_of", "primary"]


class Languages(NamedTuple):
    """The languages there are, and which of them each article is in."""

    names: tuple[str, ...]
    which: Longs  # per article, a row of names

    def of(self, article: int) -> str:
        """The language of one article."""
        return self.names[int(self.which[article])]


def languages_of(column: pa.ChunkedArray, default: str) -> Languages:
    """The language of every row; rows without one are in the default's."""
    coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    tags = [primary(tag or default) for tag in coded.dictionary.to_pylist()]
    names = tuple(dict.fromkeys(tags or [primary(default)]))
    codes = np.array([names.index(tag) for tag in tags], np.int64)
    return Languages(names, codes[coded.indices.to_numpy(zero_copy_only=False)])


def primary(tag: str) -> str:
    """The language of a tag like "en", "en-US" or "de_DE", in lower case."""
    return re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
