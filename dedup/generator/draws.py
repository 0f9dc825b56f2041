"""How many and how far: the random numbers behind a corpus.

Only `random()` of the generator is used, whose stream numpy keeps from version to version.
"""

import math

import numpy as np
import numpy.typing as npt

from dedup.kernels.arrays import Doubles, Longs

__all__ = [
    "BLOCK", "article_sizes", "family_sizes", "lags", "outlet_numbers", "paragraph_ends",
    "spread",
]  # fmt: skip


BLOCK = 256  # articles that are made at once; part of what a seed means

MEDIAN_SENTENCES, SPREAD = 11.0, 0.45
FEWEST_SENTENCES, MOST_SENTENCES = 3, 60
MOST_IN_PARAGRAPH = 4

LARGEST_FAMILY = 200
FAMILY_TAIL = 1.6  # a family is larger than n about as often as n to the minus this

# Copies come soon, mostly: within days, or at any time up to the farthest lag, in articles.
NEAR_SHARE, NEAR, FAR = 0.75, 2_000, 500_000

OUTLET_TAIL = 0.9


def article_sizes(dice: np.random.Generator) -> Longs:
    """How many sentences each article of a block has: lognormal."""
    bell = dice.random((12, BLOCK)).sum(axis=0) - 6.0
    sizes = np.rint(np.exp(math.log(MEDIAN_SENTENCES) + SPREAD * bell))
    return whole(np.clip(sizes, FEWEST_SENTENCES, MOST_SENTENCES))


def paragraph_ends(n: int, dice: np.random.Generator) -> Longs:
    """The sentences, of `n` in a row, that end a paragraph."""
    sizes = 1 + (dice.random(n) * MOST_IN_PARAGRAPH).astype(np.int64)
    ends = np.cumsum(sizes) - 1
    return ends[ends < n]


def family_sizes(n: int, dice: np.random.Generator) -> Longs:
    """How many members each of `n` families has: two, often; rarely many."""
    tail = (1.0 - dice.random(n)) ** (-1.0 / FAMILY_TAIL)
    return 1 + np.minimum(tail, LARGEST_FAMILY - 1).astype(np.int64)


def lags(n: int, dice: np.random.Generator) -> Longs:
    """How many articles after the source each of `n` copies comes; at least one."""
    near = dice.random(n) < NEAR_SHARE
    low, high = np.where(near, 1, NEAR), np.where(near, NEAR, FAR)
    return spread(low, high, dice)


def spread(low: npt.ArrayLike, high: npt.ArrayLike, dice: np.random.Generator) -> Longs:
    """Numbers from low to high, each order of magnitude as common as any other."""
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    return whole(low * (high / low) ** dice.random(low.shape))


def outlet_numbers(n: int, n_outlets: int, dice: np.random.Generator) -> Longs:
    """Which outlet publishes each of `n` articles: few publish most."""
    ends = np.cumsum((np.arange(n_outlets) + 3.0) ** -OUTLET_TAIL)
    numbers: Longs = np.searchsorted(ends, dice.random(n) * ends[-1], side="right")
    return numbers


def whole(numbers: Doubles) -> Longs:
    """The numbers without their fractions."""
    return numbers.astype(np.int64)
