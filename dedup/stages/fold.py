"""SPANS, NORMALIZED -> TEXTS, UNITS: exact repeats become one weighted text; wide, by hash.

Two units hold the same text when their normalized texts have the same 128-bit hash.  Texts are
numbered in order of first appearance, so the numbers do not depend on how the input was cut up.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.arrow import binary_column, bytes_of, values
from dedup.kernels.arrays import Bytes, Ints, Longs
from dedup.kernels.rows import copy_rows, number_rows
from dedup.schemas import TEXTS, UNITS

__all__ = ["Folded", "Part", "fold"]


class Part(NamedTuple):
    """Spans, their normalized texts, and the number of articles before theirs."""

    spans: pa.Table
    normalized: pa.Table
    first_article: int


class Folded(NamedTuple):
    """The distinct texts, and for every unit which of them it holds."""

    texts: pa.Table
    units: pa.Table


def fold(parts: Sequence[Part]) -> Folded:
    """One text per distinct hash, weighted by its units; one unit per span, in order."""
    rows = [part.normalized for part in parts]
    high, low = joined(rows, "hash_high", np.uint64), joined(rows, "hash_low", np.uint64)
    numbers, firsts = numbered(high, low)
    data, offsets = gathered(rows, firsts)
    texts = [
        binary_column(data, offsets),
        high[firsts],
        low[firsts],
        joined(rows, "n_words", np.int32)[firsts],
        np.bincount(numbers, minlength=len(firsts)).astype(np.int32),
    ]
    return Folded(pa.table(texts, schema=TEXTS.schema), units_of(parts, numbers))


def joined(tables: Sequence[pa.Table], name: str, kind: type) -> npt.NDArray[Any]:
    """A column of all parts as one array."""
    return np.concatenate([np.empty(0, kind), *(values(table, name) for table in tables)])


def numbered(high: npt.NDArray[Any], low: npt.NDArray[Any]) -> tuple[Ints, Longs]:
    """The number of each row's hash, and the row in which each number appears first."""
    numbers, firsts = np.empty(len(high), np.int32), np.empty(len(high), np.int64)
    slots = np.full(1 << (2 * len(high) + 2).bit_length(), -1, np.int32)
    n = number_rows(high, low, numbers, firsts, slots)
    return numbers, firsts[:n]


def gathered(rows: Sequence[pa.Table], firsts: Longs) -> tuple[Bytes, Longs]:
    """The normalized texts of the rows `firsts`, end to end, and their offsets."""
    pieces, sizes, before = [np.empty(0, np.uint8)], [np.zeros(1, np.int64)], 0
    for table in rows:
        data, offsets = bytes_of(table, "normalized")
        at = slice(*np.searchsorted(firsts, [before, before + table.num_rows]))
        starts, ends = offsets[firsts[at] - before], offsets[firsts[at] - before + 1]
        out = np.empty(int((ends - starts).sum()), np.uint8)
        copy_rows(data, starts, ends, out, 0)
        pieces.append(out)
        sizes.append(ends - starts)
        before += table.num_rows
    return np.concatenate(pieces), np.cumsum(np.concatenate(sizes))


def units_of(parts: Sequence[Part], numbers: Ints) -> pa.Table:
    """The spans of all parts with articles numbered across parts, and the text of each."""
    names = [n for n in UNITS.schema.names if n not in ("article", "text")]
    article = [values(part.spans, "article") + part.first_article for part in parts]
    columns = {
        "article": np.concatenate([np.empty(0, np.int32), *article]).astype(np.int32),
        "text": numbers,
        **{name: joined([part.spans for part in parts], name, np.int32) for name in names},
    }
    return pa.table([columns[name] for name in UNITS.schema.names], schema=UNITS.schema)
