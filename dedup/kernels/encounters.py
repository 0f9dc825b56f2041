"""Texts that share phrases, and the pairs of them of which one may contain the other.

A text that stands in another word for word shares a phrase with it for every SHARED code points, see
`dedup.kernels.winnow`; so many are asked for.  Of a pair of long texts one phrase in common is nearly
always a way of speaking.

A phrase of very many texts ("according to a spokesman for the") says little: then only the FEW texts
with the least digests are paired with the others.  Which those are depends on the texts alone, not
on the order they were read in, and the work grows with the texts and not with their square.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Hashes, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.prefetch import prefetch
from dedup.kernels.winnow import SHARED, may_contain

__all__ = [
    "FEW", "MANY", "Encounters", "Traits", "distinct_rows", "enough_shared", "lengths_by_row",
    "list_encounters",
]  # fmt: skip

U64 = np.uint64
MANY, FEW = 64, 8
LOWER = U64(0xFFFFFFFF)

# The length of a text is asked for so many rows before.
AHEAD = 16


class Traits(NamedTuple):
    """Of every text: its length in code points, and part of its hash."""

    lengths: Ints
    digests: Hashes


class Encounters(NamedTuple):
    """Room for pairs; n[0] of them are made, and of so many more nothing is listed: unlisted[0]."""

    pairs: Keys
    n: Longs
    unlisted: Longs


@kernel
def distinct_rows(keys: Keys, texts: Ints) -> int:
    """Move the first of equal rows, which stand side by side, to the front; returns how many."""
    n = min(1, keys.shape[0])
    for i in range(1, keys.shape[0]):
        if keys[i] != keys[n - 1] or texts[i] != texts[n - 1]:
            keys[n], texts[n] = keys[i], texts[i]
            n += 1
    return n


@kernel
def lengths_by_row(texts: Ints, lengths: Ints, found: Ints) -> None:
    """found[i]: the length of texts[i]."""
    for i in range(texts.shape[0]):
        prefetch(lengths, np.int64(texts[min(i + AHEAD, texts.shape[0] - 1)]))
        found[i] = lengths[texts[i]]


@inlined
def choose_few(texts: Ints, digests: Hashes, few: Ints) -> None:
    """few: which of these texts have the least digests, of equal ones the first."""
    for i in range(texts.shape[0]):
        at = min(i, FEW)
        while at > 0 and digests[texts[i]] < digests[texts[few[at - 1]]]:
            if at < FEW:
                few[at] = few[at - 1]
            at -= 1
        if at < FEW:
            few[at] = i


@inlined
def put(texts: Ints, lengths: Ints, i: int, j: int, pairs: Keys, n: int) -> int:
    """Write texts i < j as pair number n, which stays if one may contain the other; returns the new n.

    Without a branch, which would be foretold wrongly every third time.
    """
    pairs[n] = U64(texts[i]) << U64(32) | U64(texts[j])
    return n + may_contain(lengths[i], lengths[j])


@inlined
def put_every(texts: Ints, lengths: Ints, pairs: Keys, n: int) -> int:
    """Append the pairs of the texts that share one phrase; returns the new n."""
    for j in range(1, texts.shape[0]):
        for i in range(j):
            n = put(texts, lengths, i, j, pairs, n)
    return n


@inlined
def put_few(texts: Ints, lengths: Ints, few: Ints, pairs: Keys, n: int) -> int:
    """Append the pairs of those few with all texts that share one phrase; returns the new n."""
    for j in range(texts.shape[0]):
        for i in few:
            if i == j:
                break
            n = put(texts, lengths, min(i, j), max(i, j), pairs, n)
    return n


@kernel
def list_encounters(
    keys: Keys, texts: Ints, lengths: Ints, digests: Hashes, few: Ints, first: int, made: Encounters
) -> int:
    """Write the pairs of the texts of equal keys from row `first` on as left << 32 | right.

    As far as there is room: for FEW times all rows, for MANY times MANY, and for one; returns the next row.
    Rows are distinct, sorted by key, then by text; `lengths` are by row, `digests` by text.  A pair
    is there once for each equal key; `few` is scratch for as many texts.
    """
    n, end = 0, first
    while first < keys.shape[0]:
        while end < keys.shape[0] and keys[end] == keys[first]:
            end += 1
        size, some, sizes = end - first, texts[first:end], lengths[first:end]
        if n + size * min(size, FEW if size > MANY else size) >= made.pairs.shape[0]:
            break
        if size > MANY:
            choose_few(some, digests, few)
            n = put_few(some, sizes, few, made.pairs, n)
            made.unlisted[0] += (size - FEW) * (size - FEW - 1) // 2
        else:
            n = put_every(some, sizes, made.pairs, n)
        first = end
    made.n[0] = n
    return first


@kernel
def enough_shared(pairs: Keys, lengths: Ints) -> int:
    """Move the pairs that occur often enough to the front, each once; returns how many.

    `pairs` is sorted, and holds a pair once for each phrase that its texts share.
    """
    n, first = 0, 0
    for i in range(1, pairs.shape[0] + 1):
        ahead = pairs[min(i + AHEAD, pairs.shape[0] - 1)]
        prefetch(lengths, np.int64(ahead & LOWER))
        if i == pairs.shape[0] or pairs[i] != pairs[first]:
            pair = pairs[first]
            left, right = np.int64(pair >> U64(32)), np.int64(pair & LOWER)
            short = min(lengths[left], lengths[right])
            if i - first >= short // SHARED:
                pairs[n] = pair
                n += 1
            first = i
    return n
