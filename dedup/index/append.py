"""What a night adds to an index: its articles, units, texts, their keys, and the groups it touched."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from dedup.index.archive import file_name
from dedup.index.lookup import HASH, sorted_keys
from dedup.kernels.arrays import Ints, Keys
from dedup.schemas import (
    ARCHIVED_ARTICLES,
    ARCHIVED_TEXTS,
    ARCHIVED_UNITS,
    FACTS,
    GROUPS,
    KEYS,
)
from dedup.storage.mapped import write_mapped
from dedup.storage.spill import Parts

if TYPE_CHECKING:
    from dedup.stages.relate import Matched  # which imports what only a run needs

__all__ = ["write_articles", "write_groups", "write_keys", "write_units"]

UPPER = np.uint64(32)


def write_articles(folder: Path, articles: Parts, facts: Parts, days: Ints) -> int:
    """Write RAW_ARTICLES, their FACTS and their days since 1970; returns how many there are."""

    def archived() -> Iterator[pa.Table]:
        for start, part, about in zip(articles.starts, articles, facts, strict=True):
            columns = {name: about.column(name) for name in FACTS.schema.names}
            columns["text"] = part.column("text").cast(pa.large_binary())
            columns["day"] = pa.array(days[start : start + part.num_rows]).cast(pa.date32())
            yield pa.table(columns, schema=ARCHIVED_ARTICLES.schema)

    return write_mapped(folder / file_name(ARCHIVED_ARTICLES), ARCHIVED_ARTICLES.schema, archived())


def write_units(folder: Path, unit: str, units: Parts, texts: Parts) -> dict[str, int]:
    """Write UNITS and TEXTS; returns how many of each there are."""
    names = ARCHIVED_UNITS.schema.names
    kept = ((ARCHIVED_UNITS, (part.select(names) for part in units)), (ARCHIVED_TEXTS, iter(texts)))
    return {
        f"{unit} {kind.name}": write_mapped(folder / file_name(kind, unit), kind.schema, tables)
        for kind, tables in kept
    }


def write_keys(folder: Path, unit: str, bands: Parts, n_bands: int, texts: Parts) -> None:
    """Write the keys of each band, sorted, and last those by hash.

    Args:
        folder: of the night.
        unit: whose keys.
        bands: BANDS of the night's texts.
        n_bands: how many bands there are.
        texts: TEXTS of the night.
    """

    def sorted_bands() -> Iterator[pa.Table]:
        for band in map(str, range(n_bands)):
            parts = list(bands.columns("text", band))
            yield keys_table(joined(parts, band, np.uint64), joined(parts, "text", np.int32))
        hashes = joined(list(texts.columns("hash_high")), "hash_high", np.uint64)
        yield keys_table(hashes, np.arange(len(hashes), dtype=np.int32))

    write_mapped(folder / file_name(KEYS, unit), KEYS.schema, sorted_bands())


def joined(parts: Sequence[pa.Table], name: str, kind: type) -> npt.NDArray[Any]:
    """A column of several parts as one array."""
    return np.concatenate([np.empty(0, kind), *(part.column(name).to_numpy() for part in parts)])


def keys_table(keys: Keys, texts: Ints) -> pa.Table:
    """KEYS of one band."""
    return pa.table(list(sorted_keys(keys, texts)), schema=KEYS.schema)


def write_groups(
    folder: Path, matched: "Matched", component: Ints, name: Keys, before: pl.DataFrame
) -> int:
    """Write the groups this night touched; returns how many texts they have.

    Args:
        folder: of the night.
        matched: what matching found, over new texts and recalled ones.
        component: for each text, the smallest text it is connected with.
        name: for each text, half the hash that names its cluster; 0: it is in none.
        before: GROUPS of the texts touched, as they were.
    """
    texts = pl.concat(
        [pl.DataFrame(part) for part in matched.texts.columns(*HASH, "n_occurrences")]
    )
    high = texts["hash_high"].to_numpy()
    smallest = np.full(len(high), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(smallest, component, high)
    sizes = np.bincount(component, minlength=len(high))
    rows = texts.with_columns(
        group=pl.Series(smallest[component]), name=pl.Series(name), size=pl.Series(sizes[component])
    )
    rows = rows.join(before.select(*HASH, was=pl.lit(value=True)), on=HASH, how="left")
    rows = rows.filter((pl.col("name") > 0) | (pl.col("size") > 1) | pl.col("was"))
    gone = (
        before.join(texts, on=HASH, how="anti")
        .select(*HASH)
        .with_columns(
            group="hash_high", name=pl.lit(0, pl.UInt64), n_occurrences=pl.lit(0, pl.Int32)
        )
    )
    names = GROUPS.schema.names
    table = pl.concat([rows.select(names), gone.select(names)]).to_arrow().cast(GROUPS.schema)
    return write_mapped(folder / file_name(GROUPS, matched.unit), GROUPS.schema, [table])
