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
from dedup.kernels.winnow import SHARED, may_contain

__all__ = ["FEW", "MANY", "Traits", "distinct_rows", "enough_shared", "list_encounters"]

U64 = np.uint64
MANY, FEW = 64, 8


class Traits(NamedTuple):
    """Of every text: its length in code points, and part of its hash."""

    lengths: Ints
    digests: Hashes


@kernel
def distinct_rows(keys: Keys, texts: Ints) -> int:
    """Move the first of equal rows, which stand side by side, to the front; returns how many."""
    n = min(1, keys.shape[0])
    for i in range(1, keys.shape[0]):
        if keys[i] != keys[n - 1] or texts[i] != texts[n - 1]:
            keys[n], texts[n] = keys[i], texts[i]
            n += 1
    return n


@inlined
def put(one: int, other: int, traits: Traits, pairs: Keys, n: int) -> int:
    """Append a pair if one text may contain the other, written if there is room; returns the new n."""
    if not may_contain(traits.lengths[one], traits.lengths[other]):
        return n
    if n < pairs.shape[0]:
        pairs[n] = U64(min(one, other)) << U64(32) | U64(max(one, other))
    return n + 1


@inlined
def choose_few(texts: Ints, digests: Hashes, few: Ints) -> None:
    """few: of these texts those with the least digests, of equal ones the first."""
    for i in range(texts.shape[0]):
        at = min(i, FEW)
        while at > 0 and digests[texts[i]] < digests[few[at - 1]]:
            if at < FEW:
                few[at] = few[at - 1]
            at -= 1
        if at < FEW:
            few[at] = texts[i]


@inlined
def put_bucket(texts: Ints, traits: Traits, few: Ints, pairs: Keys, n: int) -> int:
    """Append the pairs of the texts that share one phrase; returns the new n."""
    if texts.shape[0] <= MANY:
        for j in range(1, texts.shape[0]):
            for i in range(j):
                n = put(texts[i], texts[j], traits, pairs, n)
        return n
    choose_few(texts, traits.digests, few)
    for j in range(texts.shape[0]):
        for i in range(FEW):
            if few[i] == texts[j]:
                break
            n = put(few[i], texts[j], traits, pairs, n)
    return n


@kernel
def list_encounters(
    keys: Keys, texts: Ints, traits: Traits, few: Ints, pairs: Keys, unlisted: Longs
) -> int:
    """Write the pairs of texts as left << 32 | right, one for each equal key; returns how many.

    Rows are distinct, sorted by key, then by text; those beyond the room in `pairs` are counted only.
    unlisted[0]: how many pairs with equal keys were not looked at; `few` is scratch for FEW texts.
    """
    n, first, skipped = 0, 0, 0
    for i in range(1, keys.shape[0] + 1):
        if i == keys.shape[0] or keys[i] != keys[first]:
            size = i - first
            n = put_bucket(texts[first:i], traits, few, pairs, n)
            if size > MANY:
                skipped += (size - FEW) * (size - FEW - 1) // 2
            first = i
    unlisted[0] = skipped
    return n


@kernel
def enough_shared(pairs: Keys, lengths: Ints) -> int:
    """Move the pairs that occur often enough to the front, each once; returns how many.

    `pairs` is sorted, and holds a pair once for each phrase that its texts share.
    """
    n, first = 0, 0
    for i in range(1, pairs.shape[0] + 1):
        if i == pairs.shape[0] or pairs[i] != pairs[first]:
            pair = pairs[first]
            left, right = np.int64(pair >> U64(32)), np.int64(pair & U64(0xFFFFFFFF))
            short = min(lengths[left], lengths[right])
            if i - first >= short // SHARED:
                pairs[n] = pair
                n += 1
            first = i
    return n
