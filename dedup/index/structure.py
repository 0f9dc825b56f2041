"""Whether the tables of a night fit together: what a checksum cannot tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dedup.arrow import values
from dedup.errors import OutputError
from dedup.index.archive import Stored, file_name, stored
from dedup.index.manifest import Manifest, Night
from dedup.kernels.arrays import Ints
from dedup.schemas import (
    ARCHIVED_ARTICLES,
    ARCHIVED_TEXTS,
    ARCHIVED_UNITS,
    GROUPS,
    KEYS,
    PHRASES,
    REMOVED,
    Table,
)
from dedup.storage.mapped import mapped

__all__ = ["Damage", "misfits"]


class Damage(NamedTuple):
    """A file of an index, by its path below it, and what is wrong with it."""

    path: str
    what: str


def misfits(index: Path, manifest: Manifest, night: Night) -> Iterator[Damage]:
    """What does not fit in the tables of a night, whose bytes are those that were written."""
    units = manifest.params["units"]
    try:
        one = stored(index, night, units)
    except OutputError as error:
        yield Damage(Path(error.where).relative_to(index).as_posix(), error.what)
        return
    here = f"data/{night.name}/"
    for name, what in in_articles(index, one):
        yield Damage(name or here + file_name(ARCHIVED_ARTICLES), what)
    for unit in units:
        for kind, what in (
            *in_rows(one, unit),
            *in_units(one, unit),
            *in_keys(one, unit, manifest.bands["bands"]),
            *in_phrases(one, unit),
        ):
            yield Damage(here + file_name(kind, unit), what)


def in_articles(index: Path, one: Stored) -> Iterator[tuple[str, str]]:
    """What is wrong with the articles, or with the list of those removed."""
    n = one.articles.num_rows
    if n != one.night.rows["articles"]:
        yield "", f"it has {n:,} rows, {one.night.rows['articles']:,} were written"
    if one.night.removed is not None:
        parts = mapped(index / one.night.removed.path, REMOVED.schema)
        gone = np.concatenate([values(part, "article") for part in parts])
        if not (ascends(gone) and within(gone, n) and len(gone) == one.night.n_removed):
            yield one.night.removed.path, "it does not list articles of its night in order"


def in_rows(one: Stored, unit: str) -> Iterator[tuple[Table, str]]:
    """Tables of another size than the manifest says."""
    for kind, tables in (
        (ARCHIVED_TEXTS, one.texts),
        (ARCHIVED_UNITS, one.units),
        (GROUPS, one.groups),
        (PHRASES, one.phrases),
    ):
        found, written = tables[unit].num_rows, one.night.rows.get(f"{unit} {kind.name}", 0)
        if found != written:
            yield kind, f"it has {found:,} rows, {written:,} were written"


def in_units(one: Stored, unit: str) -> Iterator[tuple[Table, str]]:
    """Units out of order, or of articles or texts that are not there."""
    last = 0
    for part in one.units[unit].columns("article", "text"):
        articles, texts = values(part, "article"), values(part, "text")
        if not within(texts, one.texts[unit].num_rows):
            yield ARCHIVED_UNITS, "it names texts that are not there"
        if not (within(articles, len(one.live)) and ascends(np.append(last, articles))):
            yield ARCHIVED_UNITS, "its articles are out of order or not there"
        last = int(articles[-1]) if len(articles) else last


def in_keys(one: Stored, unit: str, n_bands: int) -> Iterator[tuple[Table, str]]:
    """Keys out of order, of texts that are not there, or too few of them."""
    kept, n_texts = one.keys[unit].kept, one.texts[unit].num_rows
    if len(kept) != n_bands + 1:
        yield KEYS, f"it has {len(kept)} batches, {n_bands + 1} were written"
    elif kept[-1].num_rows != n_texts:
        yield KEYS, f"it has {kept[-1].num_rows:,} keys by hash for {n_texts:,} texts"
    for band, part in enumerate(one.keys[unit]):
        if not ascends(values(part, "key")):
            yield KEYS, f"the keys of band {band} are not sorted"
        if not within(values(part, "text"), n_texts):
            yield KEYS, f"band {band} names texts that are not there"


def in_phrases(one: Stored, unit: str) -> Iterator[tuple[Table, str]]:
    """Phrases out of order, or of texts that are not there."""
    last = np.empty(0, np.uint64)
    for part in one.phrases[unit]:
        keys = values(part, "key").astype(np.uint64) << np.uint64(32) | values(part, "mark")
        if not ascends(np.concatenate([last, keys])):
            yield PHRASES, "its phrases are not sorted"
        if not within(values(part, "text"), one.texts[unit].num_rows):
            yield PHRASES, "it names texts that are not there"
        last = keys[-1:] if len(keys) else last


def ascends(numbers: np.ndarray) -> bool:
    """Whether no number is smaller than the one before."""
    return bool((numbers[1:] >= numbers[:-1]).all())


def within(rows: Ints, n: int) -> bool:
    """Whether every number is that of one of n rows."""
    return bool(((rows >= 0) & (rows < n)).all())
