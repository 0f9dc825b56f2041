"""The oldest unit of each group."""

from typing import NamedTuple

from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.jit import kernel

__all__ = ["Oldest", "find_oldest"]


class Oldest(NamedTuple):
    """For each group, of its oldest unit so far: its article's place in time, its span, its hash."""

    rank: Ints
    start: Ints
    end: Ints
    high: Keys
    low: Keys


@kernel
def find_oldest(
    group: Ints, rank: Ints, start: Ints, end: Ints, high: Keys, low: Keys, oldest: Oldest
) -> None:
    """Put each unit that is older than its group's oldest so far in that one's place.

    Older is the smaller (rank, start, end); group[i] is -1 for a unit in none.
    """
    for i in range(group.shape[0]):
        g = group[i]
        if g < 0 or rank[i] > oldest.rank[g]:
            continue
        if rank[i] == oldest.rank[g]:
            if start[i] > oldest.start[g]:
                continue
            if start[i] == oldest.start[g] and end[i] >= oldest.end[g]:
                continue
        oldest.rank[g], oldest.start[g], oldest.end[g] = rank[i], start[i], end[i]
        oldest.high[g], oldest.low[g] = high[i], low[i]
