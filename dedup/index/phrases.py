"""The phrases of an index: written with the night that brought a text first, looked up for later ones."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.index.archive import Archive, file_name
from dedup.kernels.arrays import Flags, Hashes, Ints, Keys
from dedup.kernels.encounters import FEW, MANY, Traits, distinct_rows
from dedup.kernels.reunions import (
    LONGEST,
    Counts,
    Few,
    Many,
    Met,
    count_phrases,
    enough_met,
    meet_again,
)
from dedup.kernels.sort import COUNTS, sort_by_key
from dedup.schemas import PHRASES
from dedup.stages.candidates.shares import Chunks
from dedup.storage.mapped import damaged, mapped, write_mapped
from dedup.storage.spill import Parts

__all__ = ["Reunited", "phrases_in", "reunited", "write_phrases"]

UPPER = np.uint64(32)
EVERY_KEY, ANY_MARK = 1 << 32, np.uint32(0xFFFFFFFF)

# Room for so many pairs a phrase is made at first.
USUAL = 2


class Reunited(NamedTuple):
    """Pairs old text << 32 | new text that share phrases enough, sorted; and how many were not looked at."""

    pairs: Keys
    skipped: int


class Phrases(NamedTuple):
    """The lower halves of keys, sorted, then by the marks of the texts they are of; each once a text."""

    keys: Hashes
    marks: Hashes
    texts: Ints


def marks_of(traits: Traits) -> Hashes:
    """Of each text 20 bits of its hash, then its length, in 12 bits."""
    marks: Hashes = traits.digests & np.uint32(~LONGEST & 0xFFFFFFFF)
    marks |= np.minimum(traits.lengths, LONGEST).astype(np.uint32)
    return marks


def in_order(keys: Hashes, texts: Ints, marks: Hashes) -> Phrases:
    """Phrases, sorted; `marks` is of every text."""
    order = sorted_by(marks[texts])
    order = order[sorted_by(keys[order])]
    keys, texts = keys[order], texts[order]
    wide = keys.astype(np.uint64)
    n = distinct_rows(wide, texts)
    return Phrases(keys=wide[:n].astype(np.uint32), marks=marks[texts[:n]], texts=texts[:n])


def sorted_by(codes: Hashes) -> Ints:
    """The places of some well mixed numbers in their order; those of equal ones in theirs."""
    wide, order = codes.astype(np.uint64) << UPPER, np.arange(len(codes), dtype=np.int32)
    sort_by_key(wide, order, np.empty_like(wide), np.empty_like(order), np.empty(COUNTS, np.int64))
    return order


def lower_halves(fingerprints: pa.Table) -> tuple[Hashes, Ints]:
    """The keys as they are stored, and the texts they are of."""
    keys, texts = (fingerprints.column(name).to_numpy() for name in ("0", "text"))
    return keys.astype(np.uint32), texts


# ---- written ------------------------------------------------------------------------------------


def write_phrases(
    folder: Path, unit: str, fingerprints: Parts, traits: Traits, known: Flags, at_once: int
) -> None:
    """Write the phrases of a night, as batches of ranges of keys.

    Args:
        folder: of the night.
        unit: whose phrases.
        fingerprints: FINGERPRINTS of the night's texts, each part dealt as for `encounters`.
        traits: of these texts.
        known: which of them the index has from a night before, with their phrases.
        at_once: about how many phrases are sorted at a time.
    """
    marks = marks_of(traits)
    bounds = np.linspace(0, EVERY_KEY, 2 + fingerprints.num_rows // at_once).astype(np.uint64)

    def batches() -> Iterator[pa.Table]:
        for start, end in pairwise(bounds):
            rows = in_order(*between(fingerprints, known, start, end), marks)
            yield pa.table(list(rows), schema=PHRASES.schema)

    write_mapped(folder / file_name(PHRASES, unit), PHRASES.schema, batches())


def phrases_in(folder: Path, unit: str) -> dict[str, int]:
    """How many phrases were written for a night; nothing where it has none."""
    path = folder / file_name(PHRASES, unit)
    if not path.exists():
        return {}
    return {f"{unit} {PHRASES.name}": mapped(path, PHRASES.schema).num_rows}


def between(parts: Parts, known: Flags, start: np.uint64, end: np.uint64) -> tuple[Hashes, Ints]:
    """The keys from `start` on and below `end`, of texts that are not known."""
    found = [(np.empty(0, np.uint32), np.empty(0, np.int32))]
    for texts, keys in Chunks(parts, 0, dealt=True).of(int(start), int(end)):
        kept = ~known[texts] & (keys >= start) & (keys < end)
        found.append((keys[kept], texts[kept]))
    keys, texts = (np.concatenate(column) for column in zip(*found, strict=True))
    return keys, texts


# ---- looked up ----------------------------------------------------------------------------------


def reunited(
    archive: Archive, unit: str, fingerprints: pa.Table, traits: Traits, first: int
) -> Reunited:
    """The texts of the index that share phrases enough with new ones, if one may contain the other.

    Of a phrase that more than MANY texts of the index have, only the FEW with the least hashes count,
    and new texts with still smaller ones.

    Args:
        archive: the index; its texts are numbered as in archive.texts.
        unit: whose texts.
        fingerprints: FINGERPRINTS of the new texts, numbered from 0 on.
        traits: of these texts.
        first: the number of the first new text in the pairs.
    """
    few = few_of(in_order(*lower_halves(fingerprints), marks_of(traits)), first)
    limits = limits_of(archive, unit, few)
    found = [
        met(mine, many, limits[some], start)
        for some, mine, many, start in nights(archive, unit, few)
    ]
    pairs = np.concatenate([np.empty(0, np.uint64), *(one.pairs for one in found)])
    shorter = np.concatenate([np.empty(0, np.int32), *(one.shorter for one in found)])
    order = np.argsort(pairs, kind="stable")
    pairs, shorter = pairs[order], shorter[order]
    if len(pairs) and int(pairs[-1] >> UPPER) >= archive.texts(unit).num_rows:
        raise damaged(archive.folder, "its phrases name texts that are not there")
    n = enough_met(pairs, shorter)
    return Reunited(pairs[:n], sum(int(one.skipped[0]) for one in found))


def few_of(phrases: Phrases, first: int) -> Few:
    """The phrases of new texts, key by key."""
    keys, bounds = np.unique(phrases.keys, return_index=True)
    ends = np.append(bounds, len(phrases.keys)).astype(np.int64)
    return Few(keys, ends, phrases.texts + np.int32(first), phrases.marks)


def nights(archive: Archive, unit: str, few: Few) -> Iterator[tuple[slice, Few, Many, int]]:
    """Of each batch of phrases which of the new keys may be there, these, it, and where its texts start."""
    for start, batch in archive.phrases(unit, len(few.keys)):
        many = Many(*(batch.column(name).to_numpy() for name in PHRASES.schema.names))
        if len(many.keys):
            at = np.searchsorted(few.keys, many.keys[0])
            end = np.searchsorted(few.keys, many.keys[-1], side="right")
            mine = few._replace(keys=few.keys[at:end], bounds=few.bounds[at : end + 1])
            yield slice(at, end), mine, many, start


def limits_of(archive: Archive, unit: str, few: Few) -> Hashes:
    """Up to which mark a text counts, for each of the new keys."""
    n = len(few.keys)
    counts = Counts(np.zeros(n, np.int64), np.full((n, FEW), ANY_MARK, np.uint32))
    for some, mine, many, _ in nights(archive, unit, few):
        count_phrases(mine, many, Counts(counts.texts[some], counts.least[some]))
    last = counts.least[:, -1] | np.uint32(LONGEST)
    return np.where(counts.texts > MANY, last, ANY_MARK)


def met(few: Few, many: Many, limits: Hashes, first: int) -> Met:
    """The pairs of one batch, whose texts are numbered from `first` on."""
    n = int(few.bounds[-1] - few.bounds[0]) * USUAL + 1
    while True:
        found = Met(np.empty(n, np.uint64), np.empty(n, np.int32), np.zeros(1, np.int64))
        n = meet_again(few, many, limits, first, found)
        if n <= len(found.pairs):
            return Met(found.pairs[:n], found.shorter[:n], found.skipped)
