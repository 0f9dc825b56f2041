"""The exact answer: every pair of texts at or above a floor, by a join that loses none.

Prefix filter (Chaudhuri, Ganti and Kaushik 2006; Xiao et al. 2008 for the positions): with the
shingles of each text sorted from rare to frequent, two texts of Jaccard t or more share one of the
first n - ceil(t * n) + 1.  No sketch and no band is involved.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from dedup.overlap import overlaps
from jobs.benchmark.harness import shingles

__all__ = ["exact_pairs"]

TEXTS_AT_ONCE = 2000
PAIR = {"left": pl.Int32, "right": pl.Int32}

Whole = npt.NDArray[Any]


def exact_pairs(texts: list[str], floor: float) -> pl.DataFrame:
    """Columns left < right: the rows of all pairs of texts with a Jaccard of `floor` or more."""
    table = pa.table({"normalized": pa.array([text.encode() for text in texts], pa.large_binary())})
    found = [verified(table, block, floor) for block in proposals(prefixes(texts, floor), floor)]
    return pl.concat([pl.DataFrame(schema=PAIR), *found]).sort("left", "right")


def prefixes(texts: list[str], floor: float) -> pl.DataFrame:
    """Columns row, size, shingle, place: the rarest shingles of each text, rare ones first."""
    numbers: dict[str, int] = {}
    sets = [[numbers.setdefault(one, len(numbers)) for one in shingles(text)] for text in texts]
    size = np.array([len(own) for own in sets], np.int32)
    row = np.repeat(np.arange(len(texts), dtype=np.int32), size)
    shingle = np.fromiter((number for own in sets for number in own), np.int64, int(size.sum()))
    rarity = np.argsort(np.argsort(np.bincount(shingle), kind="stable"), kind="stable")[shingle]
    order = np.lexsort((rarity, row))
    place = np.arange(len(row), dtype=np.int32) - np.repeat(np.cumsum(size) - size, size)
    keep = place < (size - np.ceil(size * floor - 1e-9).astype(np.int32) + 1)[row]
    columns = {"row": row, "size": size[row], "shingle": rarity[order].astype(np.int32)}
    return pl.DataFrame({**columns, "place": place.astype(np.int32)}).filter(keep)


def proposals(prefix: pl.DataFrame, floor: float) -> Iterator[pl.DataFrame]:
    """Columns left, right: every pair that may reach the floor, block by block of left texts."""
    last = prefix["row"].max()
    for first in range(0, (last if isinstance(last, int) else -1) + 1, TEXTS_AT_ONCE):
        block = prefix.filter(pl.col("row").is_between(first, first + TEXTS_AT_ONCE - 1))
        met = block.lazy().join(prefix.lazy(), on="shingle").filter(may_reach(floor))
        yield met.select(left="row", right="row_right").unique().sort("left", "right").collect()


def may_reach(floor: float) -> pl.Expr:
    """Whether two texts that share a shingle at these places can share enough of them."""
    size, other = pl.col("size"), pl.col("size_right")
    rest = pl.min_horizontal(size - pl.col("place"), other - pl.col("place_right"))
    needed = (size + other) * (floor / (1 + floor)) - 1e-6
    return (pl.col("row") < pl.col("row_right")) & (rest >= needed)


def verified(table: pa.Table, pairs: pl.DataFrame, floor: float) -> pl.DataFrame:
    """The pairs that do reach it."""
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    return pairs.filter(overlaps(table, left, right).jaccard >= floor)
