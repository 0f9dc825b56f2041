"""Which groups are fixtures of which outlets: told over all groups, before they are dealt.

An outlet's fixtures depend on all of its articles, and a bucket holds only some of the groups.  So
this looks at every grouped unit, but only at those that their outlet has twice for long.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow.compute as pc

from dedup.arrow import values
from dedup.kernels.arrays import Ints, Longs
from dedup.kinds import find_boilerplate, mark_boilerplate
from dedup.storage.spill import Parts

__all__ = ["Fixtures", "Outlets", "fixtures_of", "marked", "outlets_of"]

NONE = -1


class Outlets(NamedTuple):
    """The outlets there are, and which of them each article is of; -1: of none that is known."""

    names: pl.Series
    which: Ints


class Fixtures(NamedTuple):
    """group, source of the fixtures found; hash_high, hash_low, source of the texts listed."""

    found: pl.DataFrame
    listed: pl.DataFrame


def outlets_of(facts: Parts) -> Outlets:
    """The outlet of every article."""
    known: dict[str, int] = {}
    which = [np.empty(0, np.int32)]
    for part in facts.columns("source"):
        coded = part.column("source").combine_chunks().dictionary_encode()
        names = coded.dictionary.to_pylist()
        numbers = np.array([*(known.setdefault(name, len(known)) for name in names), NONE], "i4")
        places = pc.fill_null(coded.indices, len(names))
        which.append(numbers[places.to_numpy(zero_copy_only=False)])
    return Outlets(pl.Series(list(known), dtype=pl.String), np.concatenate(which))


def fixtures_of(
    units: Parts, unit: str, group_of: Ints, facts: Parts, outlets: Outlets
) -> pl.DataFrame:
    """group, source of every fixture among the UNITS; paragraphs are counted as sentences are.

    Args:
        units: of the whole corpus.
        unit: what they are.
        group_of: the group of each text, -1 where it has none.
        facts: of all articles.
        outlets: of all articles.
    """
    several = grouped(units, unit, group_of, outlets)
    group, article, index = (np.concatenate(columns) for columns in zip(*several, strict=True))
    source = outlets.which[article]
    twice = pl.Series(group.astype(np.int64) * len(outlets.names) + source).is_duplicated()
    rows = np.flatnonzero(twice.to_numpy())
    counts = [values(part, f"n_{unit}s") for part in facts.columns(f"n_{unit}s")]
    columns = {"group": group, "source": source, "article": article, "sentence_index": index}
    frame = pl.DataFrame({name: column[rows] for name, column in columns.items()})
    frame = frame.with_columns(n_sentences=pl.Series(np.concatenate(counts)[article[rows]]))
    found = find_boilerplate(frame)
    return found.select("group", source=outlets.names.gather(found["source"]))


def grouped(
    units: Parts, unit: str, group_of: Ints, outlets: Outlets
) -> list[tuple[Ints, Ints, Ints]]:
    """Group, article and place of the grouped units that an outlet has, part by part."""
    nothing = np.empty(0, np.int32)
    found = [(nothing, nothing, nothing)]
    for part in units.columns("text", "article", f"{unit}_index"):
        article, group = values(part, "article"), group_of[values(part, "text")]
        kept: Longs = np.flatnonzero((group >= 0) & (outlets.which[article] >= 0))
        found.append((group[kept], article[kept], values(part, f"{unit}_index")[kept]))
    return found


def marked(rows: pl.DataFrame, fixtures: Fixtures) -> pl.DataFrame:
    """The rows of a bucket with is_boilerplate."""
    return rows.with_columns(mark_boilerplate(rows, fixtures.found, fixtures.listed))
