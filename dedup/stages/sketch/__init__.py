"""TEXTS -> BANDS: shingles, MinHash and band keys in one pass; narrow.

Shingles and signatures are never stored: a text's bytes go in, its band keys come out.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.sketch import VECTOR, Scratch, sketch_texts
from dedup.schemas import BANDS
from dedup.stages.sketch.bands import (
    MOST_ROWS,
    OF_NEWS,
    Bands,
    Chances,
    chance_candidates,
    choose_bands,
    collision,
)
from dedup.stages.sketch.permutations import permutations

__all__ = [
    "MOST_ROWS",
    "OF_NEWS",
    "Bands",
    "Chances",
    "chance_candidates",
    "choose_bands",
    "collision",
    "sketch",
]


def sketch(texts: pa.Table, first: int, bands: Bands, min_words: int, seed: int) -> pa.Table:
    """The band keys of the texts with at least `min_words` words.

    Args:
        texts: a slice of the TEXTS table.
        first: the row of the whole table at which the slice starts.
        bands: how many bands of how many rows.
        min_words: shorter texts are left out: they are matched exactly only.
        seed: of the permutations.
    """
    data, offsets = bytes_of(texts, "normalized")
    chosen = np.flatnonzero(values(texts, "n_words") >= min_words).astype(np.int32)
    keys = np.empty((bands.bands, len(chosen)), np.uint64)
    a, b = permutations(bands, seed)
    longest = int(np.diff(offsets).max(initial=0))
    scratch = scratch_for(longest, bands.bands, len(a))
    sketch_texts(data, offsets, chosen, a, b, bands.rows, scratch, keys)
    names = [*BANDS.schema.names, *map(str, range(bands.bands))]
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
