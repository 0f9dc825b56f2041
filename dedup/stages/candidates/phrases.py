"""FINGERPRINTS -> COLLISIONS: the texts that share a phrase, of which one may contain the other."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.encounters import (
    FEW,
    MANY,
    Encounters,
    Traits,
    distinct_rows,
    lengths_by_row,
    list_encounters,
)
from dedup.schemas import COLLISIONS
from dedup.stages.candidates.shares import IN_CACHE, Chunks, passes, share_sizes, survivors
from dedup.storage.spill import Kept, Parts

__all__ = ["Encountered", "Shared", "Traits", "encounters"]


class Encountered(NamedTuple):
    """COLLISIONS of some phrases, a pair once for each, and how many pairs were not looked at."""

    pairs: pa.Table
    unlisted: int


class Shared(NamedTuple):
    """COLLISIONS of all phrases, a pair once for each it shares, and the length of every text."""

    several: list[Kept]
    lengths: Ints


Each = Callable[
    [Callable[[tuple[int, int]], Encountered], Iterable[tuple[int, int]]], Iterable[Encountered]
]


def encounters(
    dealt: Parts, traits: Traits, at_once: int = 1 << 26, each: Each = map, same_bits: int = 0
) -> Iterator[Encountered]:
    """The pairs of texts that share a phrase, if by their lengths one may contain the other.

    Args:
        dealt: FINGERPRINTS of distinct texts, in order of text, each part dealt by `deal`.
        traits: of all texts.
        at_once: about how many keys are in memory at a time.
        each: `map` or an engine's, which may join shares of the keys side by side.
        same_bits: in how many of their top bits all these keys are equal.
    """
    chunks = Chunks(dealt, 0, dealt=True)
    bits = (dealt.num_rows // IN_CACHE).bit_length()
    bits += same_bits if bits else 0
    counts = share_sizes(chunks, bits)

    def meet(share: tuple[int, int]) -> Encountered:
        some = np.zeros_like(counts)
        some[slice(*share)] = counts[slice(*share)]
        met = [encountered(*rows, traits) for rows in survivors(chunks, bits, some)]
        pairs = np.concatenate([np.empty(0, np.uint64), *chain(*(several for several, _ in met))])
        pairs.sort()
        unlisted = sum(unlisted for _, unlisted in met)
        return Encountered(pa.table([pairs], schema=COLLISIONS.schema), unlisted)

    yield from each(meet, passes(counts, at_once))


def encountered(keys: Keys, texts: Ints, traits: Traits) -> tuple[list[Keys], int]:
    """The pairs that follow from sorted keys, a roomful at a time, and how many were not looked at."""
    n, few, found, at = distinct_rows(keys, texts), np.empty(FEW, np.int32), [], 0
    keys, texts, lengths = keys[:n], texts[:n], np.empty(n, np.int32)
    lengths_by_row(texts, traits.lengths, lengths)
    room = np.empty(max(FEW * n, MANY * MANY) + 1, np.uint64)
    made = Encounters(room, *np.zeros((2, 1), np.int64))
    while at < n:
        at = list_encounters(keys, texts, lengths, traits.digests, few, at, made)
        found.append(room[: made.n[0]].copy())
    return found, int(made.unlisted[0])
