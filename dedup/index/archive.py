"""An index as it is opened: the tables of every night, mapped."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.errors import OutputError
from dedup.index.manifest import File, Manifest, Night
from dedup.kernels.arrays import Flags, Hashes, Ints, Longs
from dedup.schemas import (
    ARCHIVED_ARTICLES,
    ARCHIVED_TEXTS,
    ARCHIVED_UNITS,
    GROUPS,
    HASHES,
    KEYS,
    PHRASES,
    REMOVED,
    Table,
    empty,
)
from dedup.storage.mapped import mapped
from dedup.storage.spill import Parts

__all__ = ["OF_UNIT", "Archive", "Stored", "file_name", "open_archive"]

# Who looks for one key in so many, or for more, meets nearly every page of them.
KEYS_A_LOOK = 1 << 11

# What a night holds of each unit, beside its articles.
OF_UNIT = (ARCHIVED_TEXTS, ARCHIVED_UNITS, KEYS, GROUPS)


class Stored(NamedTuple):
    """The tables of one night, the last five by unit; live[a]: article a is still in the index.

    There are no phrases where the index was made without.
    """

    night: Night
    live: Flags
    articles: Parts
    texts: dict[str, Parts]
    units: dict[str, Parts]
    keys: dict[str, Parts]
    groups: dict[str, Parts]
    phrases: dict[str, Parts]


class Archive(NamedTuple):
    """One version of an index."""

    folder: Path
    manifest: Manifest
    stored: list[Stored]

    def texts(self, unit: str) -> Parts:
        """The texts of all nights, one after the other."""
        return Parts([kept for one in self.stored for kept in one.texts[unit].kept])

    def text_starts(self, unit: str) -> list[int]:
        """How many of these texts lie before those of each night."""
        sizes = (one.texts[unit].num_rows for one in self.stored)
        return list(accumulate(sizes, initial=0))[:-1]

    def keys(self, unit: str, band: int, few: int) -> Iterator[tuple[int, tuple[Hashes, Ints]]]:
        """Of each night where its texts start, and the sorted keys of a band with their texts.

        So `few` of them will be looked for, which tells whether pages are worth reading ahead.
        Band -1 holds the upper half of the first half of each text's hash.
        """
        for start, one in zip(self.text_starts(unit), self.stored, strict=True):
            kept = one.keys[unit].kept[band]
            if few > kept.num_rows // KEYS_A_LOOK:
                kept.read_ahead("key")
            batch = kept.load()
            yield start, (batch.column("key").to_numpy(), batch.column("text").to_numpy())
            kept.release()

    def phrases(self, unit: str, few: int) -> Iterator[tuple[int, pa.Table]]:
        """The batches of PHRASES of each night, and where its texts start; `few` as for keys."""
        for start, one in zip(self.text_starts(unit), self.stored, strict=True):
            for kept in one.phrases[unit].kept:
                if few > kept.num_rows // KEYS_A_LOOK:
                    kept.read_all()
                yield start, kept.load()
                kept.release()

    def remove(self, places: Longs) -> None:
        """Have the articles at these places, numbered over all nights, be part of it no longer."""
        for one, mine in self.by_night(places):
            one.live[mine] = False

    def by_night(self, places: Longs) -> Iterator[tuple[Stored, Longs]]:
        """Each night, and its own articles of those at these places, numbered over all nights."""
        start = 0
        for one in self.stored:
            end = start + len(one.live)
            yield one, places[(places >= start) & (places < end)] - start
            start = end

    def hashes_of(self, unit: str, places: Longs) -> pl.DataFrame:
        """HASHES of the texts that stand in the articles at these places, numbered over all nights."""
        found = [pl.DataFrame(empty(HASHES))]
        for one, places_of_night in self.by_night(places):
            mine = np.zeros(len(one.live), np.bool_)
            mine[places_of_night] = True
            if mine.any():
                rows = [
                    p.filter(pa.array(mine[values(p, "article")]))
                    for p in one.units[unit].columns("article", "text")
                ]
                texts = np.unique(np.concatenate([values(p, "text") for p in rows]))
                found.append(pl.DataFrame(one.texts[unit].take(texts, *HASHES.schema.names)))
        return pl.concat(found)

    def touched(self, unit: str) -> pa.Table:
        """HASHES of the texts that lost occurrences since their groups were last related."""
        file = self.manifest.touched
        if file is None:
            return empty(HASHES)
        found = list(mapped(self.folder / file.path, HASHES.schema))
        return found[list(self.manifest.params["units"]).index(unit)]


def file_name(kind: Table, unit: str = "") -> str:
    """The name of a night's file."""
    return f"{unit}.{kind.name}.arrow" if unit else f"{kind.name}.arrow"


def open_archive(folder: Path, manifest: Manifest) -> Archive:
    """The index as that version says; raises OutputError naming a file that is not as it should be."""
    units = manifest.params["units"]
    for night in manifest.nights:
        refuse_other_sizes(folder, night.files)
    return Archive(folder, manifest, [stored(folder, night, units) for night in manifest.nights])


def refuse_other_sizes(folder: Path, files: Iterable[File]) -> None:
    """Raise OutputError for a file that is missing or cut short."""
    for file in files:
        path = folder / file.path
        n_bytes = path.stat().st_size if path.is_file() else -1
        if n_bytes != file.n_bytes:
            found = "it is missing" if n_bytes < 0 else f"it has {n_bytes:,} bytes"
            what = f"the index is damaged: {found}, {file.n_bytes:,} were written"
            todo = "dedup index verify names every damaged file; restore the index from a copy"
            raise OutputError(what, where=str(path), todo=todo)


def stored(folder: Path, night: Night, units: Iterable[str]) -> Stored:
    """The tables of one night."""
    here = folder / "data" / night.name
    articles = mapped(here / file_name(ARCHIVED_ARTICLES), ARCHIVED_ARTICLES.schema)
    by_unit = [
        {unit: mapped(here / file_name(kind, unit), kind.schema) for unit in units}
        for kind in OF_UNIT
    ]
    by_unit.append({unit: phrases_of(here, night, unit) for unit in units})
    return Stored(night, live_of(folder, night, articles.num_rows), articles, *by_unit)


def phrases_of(here: Path, night: Night, unit: str) -> Parts:
    """PHRASES of a night; none where the index was made without."""
    if f"{unit} {PHRASES.name}" not in night.rows:
        return Parts([])
    return mapped(here / file_name(PHRASES, unit), PHRASES.schema)


def live_of(folder: Path, night: Night, n_articles: int) -> Flags:
    """Which articles of a night were not removed."""
    live = np.ones(n_articles, np.bool_)
    if night.removed is not None:
        for part in mapped(folder / night.removed.path, REMOVED.schema):
            live[values(part, "article")] = False
    return live
