"""TEXTS -> BANDS: shingles, MinHash and band keys in one pass; narrow.

Shingles and signatures are never stored: a text's bytes go in, its band keys come out.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.sketch import VECTOR, Scratch, sketch_texts
from dedup.schemas import BANDS
from dedup.stages.sketch.bands import (
    OF_NEWS,
    Bands,
    Chances,
    chance_candidates,
    choose_bands,
    collision,
    fewest_bands,
    most_rows,
)
from dedup.stages.sketch.permutations import permutations

__all__ = [
    "OF_NEWS",
    "Bands",
    "Chances",
    "Key",
    "Turn",
    "chance_candidates",
    "choose_bands",
    "collision",
    "fewest_bands",
    "most_rows",
    "sketch",
]


# So many texts at a time: their keys fit the cache until they are written band by band.  Not a power
# of two, or the keys of one text, a row apart each, would all compete for the same few cache lines.
AT_ONCE = 264

Key = type[np.uint64] | type[np.uint32]


class Turn(NamedTuple):
    """Of which bands keys are wanted, and whether whole or only their lower halves."""

    which: range
    key: Key = np.uint64


def sketch(
    texts: pa.Table, first: int, bands: Bands, min_words: int, seed: int, turn: Turn | None = None
) -> pa.Table:
    """The band keys of the texts with at least `min_words` words.

    Args:
        texts: a slice of the TEXTS table.
        first: the row of the whole table at which the slice starts.
        bands: how many bands of how many rows.
        min_words: shorter texts are left out: they are matched exactly only.
        seed: of the permutations.
        turn: some of the keys; without it all, and whole.
    """
    data, offsets = bytes_of(texts, "normalized")
    chosen = np.flatnonzero(values(texts, "n_words") >= min_words).astype(np.int32)
    which, key = turn or Turn(range(bands.bands))
    keys = np.empty((len(which), len(chosen)), key)
    a, b = permutations(bands, seed, which)
    scratch = scratch_for(int(np.diff(offsets).max(initial=0)), len(which), len(a))
    block = np.empty((len(which), AT_ONCE), np.uint64)
    for at in range(0, len(chosen), AT_ONCE):
        some = chosen[at : at + AT_ONCE]
        sketch_texts(data, offsets, some, a, b, bands.rows, scratch, block)
        keys[:, at : at + len(some)] = block[:, : len(some)]
    names = [*BANDS.schema.names, *map(str, which)]
    return pa.table([chosen + np.int32(first), *keys], names=names)


def scratch_for(longest: int, bands: int, count: int) -> Scratch:
    """Room for a text of up to `longest` bytes and `count` permutations."""
    return Scratch(
        np.empty(longest + VECTOR, np.uint64),
        np.empty(longest + VECTOR, np.uint32),
        np.empty(count, np.uint32),
        np.empty(bands, np.uint64),
        np.zeros(bands, np.uint32),
    )
