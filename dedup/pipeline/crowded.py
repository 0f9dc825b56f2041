"""Pairs of a crowd: a run met them and left them unlisted, since their texts are in one group anyway."""

import numpy as np

from dedup.arrow import values
from dedup.kernels.arrays import Flags, Ints
from dedup.pipeline.crowds import groups_of
from dedup.pipeline.job import Job
from dedup.stages.sketch import Bands, Turn, sketch
from dedup.storage.spill import Parts

__all__ = ["met_in_crowds"]

# So many pairs at a time: the keys of their texts are in memory.
AT_ONCE = 1 << 16

Pairs = tuple[Ints, Ints]


def met_in_crowds(pairs: Pairs, texts: Parts, verified: Parts, bands: Bands, job: Job) -> Flags:
    """Which of these true pairs, none of them verified, the run met, and joined by other pairs.

    A pair that shares a key of a band is either verified, or one of those that `capped_pairs`
    counts.  One that shares none was missed, whatever group its texts are in.
    """
    found = np.zeros(len(pairs[0]), np.bool_)
    if len(found):
        group = groups_of(verified, texts.num_rows, job.config.similarity)
        found = group[pairs[0]] == group[pairs[1]]
    inside = np.flatnonzero(found)
    for start in range(0, len(inside), AT_ONCE):
        some = inside[start : start + AT_ONCE]
        found[some] = met((pairs[0][some], pairs[1][some]), texts, bands, job)
    return found


def met(pairs: Pairs, texts: Parts, bands: Bands, job: Job) -> Flags:
    """Which pairs share a key of a band."""
    rows, config = np.union1d(*pairs), job.config
    some = texts.take(rows, "normalized", "n_words")
    keys = sketch(
        some, 0, bands, config.min_words, config.seed, Turn(range(bands.bands), np.uint32)
    )
    left, right = (np.searchsorted(rows, side) for side in pairs)
    found = np.zeros(len(left), np.bool_)
    for band in range(bands.bands):
        key = values(keys, str(band))
        found |= key[left] == key[right]
    return found
