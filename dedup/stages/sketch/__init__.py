"""TEXTS -> BANDS, OUTLINES: shingles, MinHash and band keys in one pass; narrow.

Shingles and signatures are never stored: a text's bytes go in, its band keys come out, and a bitmap
by which verify ends hopeless candidates early.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, matrix_column, values
from dedup.kernels.overlap import BITMAP_WORDS
from dedup.kernels.sketch import VECTOR, Scratch, Sketches, sketch_texts
from dedup.schemas import BANDS, OUTLINES
from dedup.stages.sketch.bands import Bands, choose_bands, collision
from dedup.stages.sketch.permutations import permutations

__all__ = ["Bands", "Sketched", "choose_bands", "collision", "sketch"]


class Sketched(NamedTuple):
    """The band keys of the sketched texts, and the outline of every text of the slice."""

    bands: pa.Table
    outlines: pa.Table


def sketch(texts: pa.Table, first: int, bands: Bands, min_words: int, seed: int) -> Sketched:
    """The band keys and outlines of the texts with at least `min_words` words.

    Args:
        texts: a slice of the TEXTS table.
        first: the row of the whole table at which the slice starts.
        bands: how many bands of how many rows.
        min_words: shorter texts are left out: they are matched exactly only.
        seed: of the permutations.
    """
    data, offsets = bytes_of(texts, "normalized")
    chosen = np.flatnonzero(values(texts, "n_words") >= min_words).astype(np.int32)
    made = Sketches(
        np.empty((bands.bands, len(chosen)), np.uint64),
        np.zeros((texts.num_rows, BITMAP_WORDS), np.uint64),
        np.zeros(texts.num_rows, np.int32),
    )
    a, b = permutations(bands.bands * bands.rows, seed)
    room = int(np.diff(offsets).max(initial=0)) + VECTOR
    scratch = Scratch(np.empty(room, np.uint64), np.empty(room, np.uint32), np.empty_like(a))
    sketch_texts(data, offsets, chosen, a, b, bands.rows, scratch, made)
    names = [*BANDS.schema.names, *map(str, range(bands.bands))]
    outlines = pa.table([made.windows, matrix_column(made.bitmaps)], schema=OUTLINES.schema)
    return Sketched(pa.table([chosen + np.int32(first), *made.keys], names=names), outlines)
