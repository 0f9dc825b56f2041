"""How many bands of how many rows: the cheapest that keep the recall asked for.

Two texts of Jaccard s agree in one row with probability s, so they meet in at least one of b bands
of r rows with probability 1 - (1 - s^r)^b (Leskovec, Rajaraman and Ullman, Mining of Massive
Datasets, section 3.4).  The floor is a floor: that probability at the floor is at least `recall`.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

__all__ = [
    "MOST_ROWS",
    "OF_NEWS",
    "Bands",
    "Chances",
    "chance_candidates",
    "choose_bands",
    "collision",
    "fewest_bands",
    "most_rows",
]

MOST_ROWS = 16

# Each band is a 32-bit key a text that is held until the join: 4 KiB a text at most.
MOST_BANDS = 1024

# Nanoseconds for one permutation of a text, one key of the join, and one candidate verified;
# measured with jobs/benchmark.py.  Only their ratios matter.
PERMUTATION, KEY, CANDIDATE = 2.2, 10.0, 250.0

# Unrelated news sentences agree in r rows as often as if their Jaccard were this (measured: 1.6
# candidates a sentence for 33 bands of 4 at 240,000 texts, 0.11 for 57 bands of 5).
BACKGROUND = 0.022


class Bands(NamedTuple):
    """A banding: `bands` keys of `rows` MinHash values each.

    More bands may have been drawn, of which those numbered in `left_out` are not taken.
    """

    bands: int
    rows: int
    left_out: tuple[int, ...] = ()


def collision(similarity: float, bands: Bands) -> float:
    """The probability that two texts of that Jaccard become a candidate."""
    return 1.0 - (1.0 - similarity**bands.rows) ** bands.bands


class Chances(NamedTuple):
    """By rows, the probability that two texts below the floor share a band."""

    by_rows: Mapping[int, float]

    def of(self, rows: int) -> float:
        """That probability for a band of so many rows."""
        return self.by_rows[rows]


OF_NEWS = Chances({rows: BACKGROUND**rows for rows in range(1, MOST_ROWS + 1)})


def choose_bands(
    similarity: float, recall: float, n_texts: int, chances: Chances = OF_NEWS
) -> Bands:
    """The cheapest banding for `n_texts` texts that proposes a pair at the floor with `recall`.

    Only numbers of rows of which the chances are known are considered.
    """
    options = [fewest_bands(similarity, recall, rows) for rows in chances.by_rows]
    held = [bands for bands in options if bands.bands <= MOST_BANDS]
    return min(held, key=lambda bands: (cost(bands, n_texts, chances), bands.rows))


def fewest_bands(similarity: float, recall: float, rows: int) -> Bands:
    """The fewest bands of that many rows that reach `recall` at the floor."""
    agree = similarity**rows
    if agree >= 1.0:
        return Bands(1, rows)
    needed = math.log(1.0 - recall) / math.log1p(-agree)
    bands = max(1, math.ceil(needed - 1e-9))
    return Bands(bands, rows)


def most_rows(similarity: float, recall: float) -> int:
    """The most rows, up to MOST_ROWS, that MOST_BANDS bands are enough for."""
    rows = range(2, MOST_ROWS + 1)
    held = (one for one in rows if fewest_bands(similarity, recall, one).bands <= MOST_BANDS)
    return max(held, default=1)


def cost(bands: Bands, n_texts: int, chances: Chances = OF_NEWS) -> float:
    """Predicted nanoseconds a text: sketch, join, and the chance candidates to verify."""
    sketching = bands.bands * bands.rows * PERMUTATION
    verifying = chance_candidates(bands, n_texts, chances) / max(1, n_texts) * CANDIDATE
    return sketching + bands.bands * KEY + verifying


def chance_candidates(bands: Bands, n_texts: int, chances: Chances) -> float:
    """How many candidates below the floor are expected."""
    return n_texts * n_texts / 2 * bands.bands * chances.of(bands.rows)
