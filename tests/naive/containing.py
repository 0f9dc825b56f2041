"""Slow twins of containment: which pairs count, which texts share phrases, who joins whose group."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tests.naive.matching import shingle_key
from tests.naive.similarity import shingles

__all__ = [
    "chosen_pairs", "contained_pairs", "may_contain", "phrase_key", "phrase_pairs", "phrases",
    "share_of_shorter",
]  # fmt: skip

Pair = tuple[int, int]
WORD64 = 2**64 - 1
PHRASE, WINDOW, SHARED = 20, 21, 40
MANY, FEW = 64, 8


def may_contain(a: str, b: str) -> bool:
    """Whether the shorter of two normalized texts is long enough, by itself and beside the other."""
    short, long = sorted((len(a), len(b)))
    return short >= 20 and (short >= 44 or short / long >= 0.25) and long / short >= 1.25


def share_of_shorter(a: str, b: str) -> float:
    """How much of the shorter of two normalized texts, by its shingles, is in the other."""
    short, long = sorted((a, b), key=len)
    return len(shingles(short) & shingles(long)) / len(shingles(short))


def share_needed(a: str, b: str, containment: float) -> float:
    """How much of the shorter text must be in the other: all of it when it is short."""
    return containment if min(len(a), len(b)) >= 44 else 1.0


def contained_pairs(texts: Sequence[str], containment: float) -> set[Pair]:
    """All pairs of which one text is contained in the other, by brute force; 0: none."""
    return {
        (i, j)
        for i, j in itertools.combinations(range(len(texts)), 2)
        if containment and may_contain(texts[i], texts[j])
        if share_of_shorter(texts[i], texts[j]) >= share_needed(texts[i], texts[j], containment)
    }


def phrase_key(phrase: str) -> int:
    """The 64-bit key of a phrase, by its definition in `dedup.kernels.winnow`."""
    x = 0
    for at in range(0, PHRASE, 5):
        x = (x * 0x9E3779B97F4A7C15 + shingle_key(phrase[at : at + 5])) & WORD64
    x = (x ^ x >> 32) * 0xD6E8FEB86659FD93 & WORD64
    return x ^ x >> 29


def phrases(text: str) -> set[int]:
    """The keys of a text: its first phrase, its last, and the least of every WINDOW in a row."""
    keys = [phrase_key(text[i : i + PHRASE]) for i in range(len(text) - PHRASE + 1)]
    runs = [keys[i : i + WINDOW] for i in range(max(1, len(keys) - WINDOW + 1))]
    return {keys[0], keys[-1], *map(min, runs)} if keys else set()


def phrase_pairs(texts: Sequence[str], digest: Callable[[int], int]) -> set[Pair]:
    """The pairs that share a phrase for each SHARED code points of the shorter, if one may contain
    the other; of a phrase of very MANY texts only those with the FEW least digests count.
    """
    owners = defaultdict(list)
    for i, text in enumerate(texts):
        for key in phrases(text):
            owners[key].append(i)
    shared: Counter[Pair] = Counter()
    for several in owners.values():
        few = several if len(several) <= MANY else sorted(several, key=digest)[:FEW]
        shared.update({(min(i, j), max(i, j)) for i in few for j in several if i != j})
    return {
        (i, j)
        for (i, j), n in shared.items()
        if may_contain(texts[i], texts[j]) and n >= min(len(texts[i]), len(texts[j])) // SHARED
    }


def chosen_pairs(
    pairs: Mapping[Any, tuple[float, float]], grouped: set[Any], name: Callable[[Any], Any]
) -> set[Any]:
    """Of `pairs`, with the share of the shorter and the Jaccard, those by which a text that is not
    in `grouped` joins the one it belongs to best; `name` breaks ties.
    """
    chosen = set()
    for text in {end for pair in pairs for end in pair} - grouped:
        mine = [pair for pair in pairs if text in pair]
        partner = {pair: next(end for end in pair if end != text) for pair in mine}
        scores = {pair: [-np.float32(score) for score in pairs[pair]] for pair in mine}
        chosen.add(min(mine, key=lambda pair: (scores[pair], name(partner[pair]))))
    return chosen
