"""Pairs of two groups: each goes with the older text's, and a row of the younger one is its guest there.

Containment pairs texts that are in different groups.  Groups are dealt into buckets, so the bucket of
the older text needs the first occurrence of the younger.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Flags, Ints, Longs
from dedup.kernels.oldest import Oldest, find_oldest
from dedup.stages.relate.corpus import Matched

__all__ = ["AGE", "Apart", "apart_of", "guests_in", "older", "older_texts", "oldest_of"]

# What of two occurrences is older: the article's place in time, then the place in it.
AGE = ("rank", "char_start", "char_end")
PLACES = ("article", "text", "char_start", "char_end", "hash_high", "hash_low")


class Apart(NamedTuple):
    """The texts in pairs of two groups: the number of each, else -1, and the first occurrence.

    visits: text << 32 | bucket, sorted, of each text that is a guest in a bucket.
    """

    number: Ints
    first: Oldest
    visits: Longs


def apart_of(matched: Matched, group_of: Ints, bucket: Longs) -> Apart:
    """The texts in pairs of two groups, of which `bucket` is that of each group."""
    across = [across_groups(part, group_of) for part in matched.verified]
    ends = np.concatenate([np.empty((2, 0), np.int32), *across], axis=1)
    number = np.full(len(group_of), -1, np.int32)
    texts = np.unique(ends)
    number[texts] = np.arange(len(texts), dtype=np.int32)
    apart = Apart(number, oldest_of(matched, number), np.empty(0, np.int64))
    host = older_texts(ends[0], ends[1], apart)
    guest = np.where(host == ends[0], ends[1], ends[0])
    at, home = bucket[group_of[host]], bucket[group_of[guest]]
    visits = (guest.astype(np.int64) << 32 | at)[at != home]
    return apart._replace(visits=np.unique(visits))


def across_groups(verified: pa.Table, group_of: Ints) -> npt.NDArray[np.int32]:
    """Both texts of the pairs of two groups."""
    ends = np.stack([values(verified, side) for side in ("left", "right")])
    found: npt.NDArray[np.int32] = ends[:, group_of[ends[0]] != group_of[ends[1]]]
    return found


def oldest_of(matched: Matched, group_of: Ints) -> Oldest:
    """The oldest unit of each group; group_of[t] is -1 for a text in none."""
    n = int(group_of.max(initial=-1)) + 1
    late = np.full((3, n), np.iinfo(np.int32).max, np.int32)
    hashes = np.zeros((2, n), np.uint64)
    oldest = Oldest(late[0], late[1], late[2], hashes[0], hashes[1])
    for part in matched.units.columns(*PLACES) if n else ():
        article, text, start, end, high, low = (values(part, name) for name in PLACES)
        find_oldest(group_of[text], matched.rank[article], start, end, high, low, oldest)
    return oldest


def older(one: Sequence[Ints], other: Sequence[Ints]) -> Flags:
    """Whether each of `one` is older than that of `other`, by the columns of AGE."""
    before = np.zeros(len(one[0]), np.bool_)
    for mine, its in zip(reversed(one), reversed(other), strict=True):
        before = (mine < its) | ((mine == its) & before)
    return before


def older_texts(left: Ints, right: Ints, apart: Apart) -> Ints:
    """The text of each pair that appeared first, where they are of two groups; else the left one."""
    known = (apart.number[left] >= 0) & (apart.number[right] >= 0)
    found, at = left.copy(), np.flatnonzero(known)
    first = (apart.first.rank, apart.first.start, apart.first.end)
    ages = [[age[apart.number[side[at]]] for age in first] for side in (left, right)]
    found[at] = np.where(older(ages[1], ages[0]), right[at], left[at])
    return found


def guests_in(rows: pa.Table, apart: Apart) -> tuple[Longs, Longs]:
    """Which rows are guests, once for each bucket they visit, and those buckets."""
    text = values(rows, "text")
    number = apart.number[text]
    is_first = number >= 0
    firsts = (apart.first.rank, apart.first.start, apart.first.end)
    for name, first in zip(AGE, firsts, strict=True):
        is_first[is_first] = values(rows, name)[is_first] == first[number[is_first]]
    at = np.flatnonzero(is_first)
    visitor = apart.visits >> 32
    starts, ends = (np.searchsorted(visitor, text[at], side=side) for side in ("left", "right"))
    several = ends - starts
    offset = np.arange(int(several.sum())) - np.repeat(np.cumsum(several) - several, several)
    return np.repeat(at, several), apart.visits[np.repeat(starts, several) + offset] & 0xFFFFFFFF
