"""The bands that a run will choose, from how often unrelated texts of the sample meet.

A run measures that on a sample of all its texts.  Here the texts come in slices, and texts of one
slice, that is of one day or one outlet, meet more often than others: they are counted apart, for
their pairs grow with the number of texts and all others with its square.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.kernels.arrays import Ints
from dedup.pipeline.banding import FEWEST_TEXTS, meetings, pairs_among, smoothed, tried
from dedup.stages.sketch import OF_NEWS, Bands, Chances, choose_bands, most_rows

__all__ = ["Sampled", "banding"]

# Slices are taken together to so many; fewer than a half of them are cut into so many.
GROUPS = 16


class Sampled(NamedTuple):
    """TEXTS of the sample, the slice each was first seen in, and the share that the sample is."""

    texts: pa.Table
    slices: Ints
    share: float


def banding(sampled: Sampled, n_texts: float, config: Config) -> tuple[Bands, Chances]:
    """The bands that a run over so many texts will choose, and what that choice rests on."""
    similarity, recall, n = config.similarity, config.recall, round(n_texts)
    bands, chances = choose_bands(similarity, recall, n), OF_NEWS
    if n >= FEWEST_TEXTS:
        few = range(max(1, bands.rows - 1), min(bands.rows + 2, most_rows(similarity, recall)) + 1)
        chances = chances_in(sampled, few, n, config)
        bands = choose_bands(similarity, recall, n, chances)
    return bands, chances


def chances_in(sampled: Sampled, rows: range, n: int, config: Config) -> Chances:
    """For each number of rows the probability that two of `n` texts share a band."""
    groups = list(together(sampled, config.min_words))
    whole = pa.concat_tables(groups).combine_chunks()
    far = pairs_among(whole.num_rows) - sum(pairs_among(group.num_rows) for group in groups)
    chances: dict[int, float] = {}
    for one in rows:
        bands, n_met = tried(one, whole, config)
        near = sum(meetings(bands, group, config) for group in groups)
        everywhere = near / sampled.share / pairs_among(n)
        chance = ((n_met - near) / max(1, far) + everywhere) / bands.bands
        chances[one] = smoothed(chances, one, n_met, chance)
    return Chances(chances)


def together(sampled: Sampled, min_words: int) -> Iterator[pa.Table]:
    """The texts that are sketched, slice by slice, neighboring slices together."""
    long_enough = values(sampled.texts, "n_words") >= min_words
    n_slices = int(sampled.slices.max(initial=0)) + 1
    place = sampled.slices.astype(np.int64) * GROUPS // n_slices
    if n_slices < GROUPS // 2 and sampled.share < 1:
        place = np.arange(len(place)) * GROUPS // max(1, len(place))
    for group in range(GROUPS):
        yield sampled.texts.filter(pa.array(long_enough & (place == group)))
