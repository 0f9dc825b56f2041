"""NORMALIZED, SPANS -> TEXTS, UNITS: exact repeats become one weighted text; wide, by hash.

Two units hold the same text when their normalized texts have the same 128-bit hash.  Texts are
numbered in order of first appearance, so the numbers do not depend on how the input was cut up.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import binary_column, bytes_of, values
from dedup.kernels.arrays import Bytes, Ints, Longs
from dedup.kernels.rows import copy_rows, first_rows, new_rows, number_rows
from dedup.schemas import TEXTS, UNITS
from dedup.storage.spill import Parts

__all__ = ["Folded", "fold", "texts_of", "units_of"]

HASHES = ("hash_high", "hash_low")
Each = Callable[[Callable[[int], None], Iterable[int]], Iterable[None]]


class Folded(NamedTuple):
    """The text of every unit, how often each text occurs, and how many texts are met before a part."""

    text: Ints
    n_occurrences: Ints
    starts: list[int]


def fold(normalized: Parts, shares: int = 1, each: Each = map) -> Folded:
    """Number the distinct hashes of all rows.

    Args:
        normalized: NORMALIZED, in order of article and position.
        shares: how many parts the hashes are dealt into, a power of two; one share at a time is in memory.
        each: `map` or an engine's, which may do the shares side by side.
    """
    text = np.empty(normalized.num_rows, np.int32)
    for _ in each(lambda share: fold_share(normalized, share, shares, text), range(shares)):
        pass
    counts = np.empty_like(text)
    n_texts = number_rows(text, counts)
    starts, met = [0], 0
    for start, part in zip(normalized.starts, normalized.kept, strict=True):
        met = max(met, int(text[start : start + part.num_rows].max(initial=-1)) + 1)
        starts.append(met)
    return Folded(text, counts[:n_texts], starts[:-1])


def fold_share(normalized: Parts, share: int, shares: int, first: Ints) -> None:
    """first[i] becomes the first row with the hash of row i, for the rows of one share."""
    found = [np.empty((2, 0), np.uint64)]
    rows = [np.empty(0, np.int32)]
    for start, part in zip(normalized.starts, normalized.columns(*HASHES), strict=True):
        high, low = (part.column(name).to_numpy() for name in HASHES)
        mine = np.flatnonzero((high & np.uint64(shares - 1)) == share)
        found.append(np.stack([high[mine], low[mine]]))
        rows.append((mine + start).astype(np.int32))
    hashes, numbers = np.concatenate(found, axis=1), np.concatenate(rows)
    slots = np.full(1 << (2 * len(numbers) + 2).bit_length(), -1, np.int32)
    first_rows(hashes[0], hashes[1], numbers, slots, first)


def texts_of(normalized: pa.Table, folded: Folded, start: int, met: int) -> pa.Table:
    """The TEXTS that appear first in a part, whose rows begin at `start` after `met` texts."""
    text = folded.text[start : start + normalized.num_rows]
    rows = np.empty(len(text), np.int32)
    rows = rows[: new_rows(text, met, rows)]
    columns: dict[str, Any] = {
        name: normalized.column(name).to_numpy()[rows] for name in (*HASHES, "n_words")
    }
    columns["normalized"] = chosen(*bytes_of(normalized, "normalized"), rows)
    columns["n_occurrences"] = folded.n_occurrences[met : met + len(rows)]
    return pa.table([columns[name] for name in TEXTS.schema.names], schema=TEXTS.schema)


def chosen(data: Bytes, offsets: Longs, rows: Ints) -> pa.LargeBinaryArray:
    """Some rows of bytes, whose numbers ascend; those that follow each other are copied as one."""
    ends = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(np.diff(offsets)[rows], out=ends[1:])
    out = np.empty(int(ends[-1]), np.uint8)
    first = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
    last = np.append(first, len(rows))[1:] - 1
    copy_rows(data, offsets[rows[first]], offsets[rows[last] + 1], out, 0)
    return binary_column(out, ends)


def units_of(spans: pa.Table, normalized: pa.Table, text: Ints, first_article: int) -> pa.Table:
    """The UNITS of a part: its spans with articles numbered across parts, and the text of each."""
    columns = {name: spans.column(name) for name in spans.column_names}
    columns |= {name: normalized.column(name) for name in HASHES}
    columns["article"] = pa.array(values(spans, "article") + np.int32(first_article))
    columns["text"] = pa.array(text)
    return pa.table([columns[name] for name in UNITS.schema.names], schema=UNITS.schema)
