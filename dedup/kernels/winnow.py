"""Fingerprints of normalized texts: a few of their phrases, chosen so that a shared run is seen.

A phrase is PHRASE code points in a row, its key made of the shingles that cover it.  Of every WINDOW
phrases in a row the one with the least key is taken (winnowing: Schleimer, Wilkerson and Aiken 2003),
so two texts that share SHARED code points in a row share a key; and besides the first
phrase and the last, so a text cut at one end shares a key with the whole however short it is.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Doubles, Flags, Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.shingle import WIDTH, shingle_keys

__all__ = [
    "PHRASE",
    "SHARED",
    "WINDOW",
    "Fingerprints",
    "enough_contained",
    "may_contain",
    "point_counts",
    "share_needed",
    "winnow_texts",
]

U64 = np.uint64
PHRASE, WINDOW = 20, 21
SHARED = PHRASE + WINDOW - 1
GOLDEN, ODD = U64(0x9E3779B97F4A7C15), U64(0xD6E8FEB86659FD93)

# A contained text is at least one phrase long, and the one that contains it longer by a quarter.  One
# shorter than LONG must be there whole, and have a quarter of the length of the other.
QUARTER, LONG = 4, 44


class Fingerprints(NamedTuple):
    """Room for keys and the texts they are of; used[0] of them are made."""

    keys: Keys
    texts: Ints
    used: Longs


@inlined
def may_contain(one: int, other: int) -> bool:
    """Whether the shorter of two texts of so many code points may count as contained in the other."""
    short, long = min(one, other), max(one, other)
    in_scale = (short >= LONG) | (QUARTER * short >= long)
    return (short >= PHRASE) & in_scale & (QUARTER * long >= (QUARTER + 1) * short)


@inlined
def share_needed(one: int, other: int, containment: float) -> float:
    """How much of the shorter of two texts of so many code points must be in the other."""
    return containment if min(one, other) >= LONG else 1.0


@kernel
def enough_contained(
    left: Ints, right: Ints, lengths: Ints, share: Doubles, containment: float, enough: Flags
) -> None:
    """enough[p]: whether the shorter of texts left[p] and right[p] counts as contained in the other.

    share[p] of its shingles are there.
    """
    for p in range(left.shape[0]):
        one, other = lengths[left[p]], lengths[right[p]]
        needed = share_needed(one, other, containment)
        enough[p] = may_contain(one, other) and share[p] >= needed


@kernel
def point_counts(data: Bytes, offsets: Longs, counts: Ints) -> None:
    """counts[t]: how many code points data[offsets[t]:offsets[t + 1]] holds."""
    for t in range(counts.shape[0]):
        text, n = data[offsets[t] : offsets[t + 1]], 0
        for i in range(text.shape[0]):
            n += (text[i] & np.uint8(0xC0)) != np.uint8(0x80)
        counts[t] = n


@inlined
def phrase_keys(keys: Keys, n: int) -> int:
    """Replace the keys of n shingles in a row by those of the phrases they make up; returns how many."""
    phrases = n - PHRASE + WIDTH
    for i in range(phrases):
        x = U64(keys[i] * GOLDEN + keys[i + WIDTH])
        x = U64(x * GOLDEN + keys[i + 2 * WIDTH])
        x = U64(x * GOLDEN + keys[i + 3 * WIDTH])
        x = U64((x ^ (x >> U64(32))) * ODD)
        keys[i] = x ^ (x >> U64(29))
    return phrases


@inlined
def least_of_windows(keys: Keys, n: int) -> int:
    """Replace keys[:n] by the least of every WINDOW in a row, or of all; returns how many.

    First by the least of every four, then these by the least of six that make up a window: the
    rounds of neither loop wait for one another, so the compiler makes eight at a time.
    """
    if n < WINDOW:
        for i in range(1, n):
            keys[0] = min(keys[0], keys[i])
        return 1
    some = keys[:n]
    for i in range(n - 3):
        some[i] = min(min(some[i], some[i + 1]), min(some[i + 2], some[i + 3]))
    for i in range(n - WINDOW + 1):
        ends = min(some[i + WINDOW - 5], some[i + WINDOW - 4])
        some[i] = min(min(min(some[i], some[i + 4]), min(some[i + 8], some[i + 12])), ends)
    return n - WINDOW + 1


@inlined
def put(out: Fingerprints, at: int, key: np.uint64, text: int, following: np.uint64) -> int:
    """Write a key as number `at`, unless the same one follows; returns the next number."""
    out.keys[at], out.texts[at] = key, text
    return at + (key != following)


@inlined
def winnow(keys: Keys, n: int, text: int, out: Fingerprints) -> None:
    """Append the first of keys[:n], the least of every WINDOW in a row, and the last."""
    first, last = keys[0], keys[n - 1]
    end = least_of_windows(keys, n) - 1
    at = put(out, out.used[0], first, text, keys[0])
    for i in range(end):
        at = put(out, at, keys[i], text, keys[i + 1])
    at = put(out, at, keys[end], text, last)
    out.used[0] = put(out, at, last, text, ~last)


@kernel
def winnow_texts(
    data: Bytes, offsets: Longs, texts: Ints, first: int, keys: Keys, out: Fingerprints
) -> int:
    """Append the fingerprints of the texts texts[first:], as far as there is room; returns the next.

    Text t is data[offsets[t]:offsets[t + 1]]; one shorter than a phrase has none.  `keys` is scratch
    with room for the bytes of the longest text and for WIDTH; `out` has room for as many and two.
    """
    for i in range(first, texts.shape[0]):
        t = texts[i]
        start, end = offsets[t], offsets[t + 1]
        if out.keys.shape[0] - out.used[0] < end - start + 2:
            return i
        n = shingle_keys(data, start, end, keys) if end - start >= PHRASE else 0
        if n > PHRASE - WIDTH:
            winnow(keys, phrase_keys(keys, n), t, out)
    return texts.shape[0]
