"""What repeats in a sample -> what repeats in the whole: near by or anywhere, twice or everywhere.

A sample of a share f of all slices sees every repeat within a slice, so those grow as 1/f.  Of a
family with members in m slices it sees each with probability f: of families seen twice or three
times, m follows from how many pairs and triples were seen, which stand for 1/f^2 and 1/f^3 each; a
family seen more often has k/f members.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.kernels.arrays import Ints, Longs

__all__ = ["Families", "distinct", "families", "slices_of", "spread"]

# A family seen in so many slices or more is everywhere: its size is what was seen over the share.
EVERYWHERE = 4

Counts = npt.NDArray[np.int64]


class Families(NamedTuple):
    """How many families there are, and how many slices, one family after another, they are in."""

    number: float
    members: float


def families(seen: Counts, share: float) -> Families:
    """The families of the whole that are in two slices or more; `seen` is in how many of the sample."""
    if share >= 1:
        several = seen[seen > 1]
        return Families(len(several), float(several.sum()))
    large = seen[seen >= EVERYWHERE]
    twos, threes = int((seen == 2).sum()), int((seen == 3).sum())
    pairs, triples = twos + 3 * threes, threes
    size = 2 + 3 * triples / (pairs * share) if pairs else 2.0
    number = 2 * pairs / (size * (size - 1) * share**2)
    return Families(number + len(large), number * size + float(large.sum()) / share)


def distinct(slices: Ints, labels: Ints, share: float) -> float:
    """How many labels the whole has; at least those that were seen."""
    seen = spread(slices, labels)
    found = families(seen, share)
    once = float(seen.sum()) / share
    return max(float(len(seen)), once - (found.members - found.number))


def spread(slices: Ints, labels: Ints) -> Counts:
    """In how many slices each label is."""
    if not len(labels):
        return np.empty(0, np.int64)
    places = np.unique(labels.astype(np.int64) << 32 | slices)
    _, counts = np.unique(places >> 32, return_counts=True)
    found: Counts = counts.astype(np.int64)
    return found


def slices_of(sizes: list[int]) -> Ints:
    """The slice of each row, from how many rows each slice has."""
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


def rows_seen_together(slices: Ints, labels: Ints) -> Longs:
    """The rows whose label occurs twice or more within their slice."""
    places = labels.astype(np.int64) << 32 | slices
    _, inverse, counts = np.unique(places, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[inverse] > 1)
