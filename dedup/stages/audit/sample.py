"""True pairs of a run, drawn so that each was as likely to be drawn as any other."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Doubles, Ints, Keys, Longs

__all__ = ["Sample", "codes", "mixed"]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
ODD = np.uint64(0xBF58476D1CE4E5B9)


class Sample(NamedTuple):
    """Pairs at or above the floor.

    left, right: rows of the texts table, left < right.
    jaccard: exact.
    group: pairs of one group were drawn together, so they count as dependent.
    weight: of the pair; 1/2 for each of the two times that a pair is listed.
    n_texts: how many texts were drawn, or compared.
    method, seed: how, and with what.
    """

    left: Ints
    right: Ints
    jaccard: Doubles
    group: Longs
    weight: Doubles
    n_texts: int
    method: str
    seed: int


def codes(left: Ints, right: Ints) -> Longs:
    """A pair as one number, in the order of left, then right."""
    code: Longs = left.astype(np.int64) << 32 | right.astype(np.int64)
    return code


def mixed(numbers: Keys, seed: int) -> Keys:
    """Numbers spread evenly over 64 bits, in another way for each seed (the finalizer of splitmix64)."""
    start = np.array([seed + 1], np.uint64) * GOLDEN
    x = (numbers ^ numbers >> np.uint64(30) ^ start) * ODD
    x = (x ^ x >> np.uint64(27)) * GOLDEN
    spread: Keys = x ^ x >> np.uint64(31)
    return spread
