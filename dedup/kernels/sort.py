"""Radix sort of hashes: a counting sort a digit, the lowest digit first, then insertion.

(Knuth, The Art of Computer Programming, volume 3, section 5.2.5.)  Hashes with a payload take 4 to
17 ns each, numpy's stable argsort and two gathers 60 to 140; plain numbers are left to numpy, whose
sort of them is vectorized.
"""

import numpy as np

from dedup.kernels.arrays import Ints, Keys, Longs
from dedup.kernels.jit import inlined, kernel

__all__ = ["COUNTS", "sort_by_key"]

U64 = np.uint64
ONE = U64(1)
DIGIT, SPARE_BITS = 11, 4

# Room for the counts of one digit, and the end of the last.
COUNTS = (1 << DIGIT) + 1
MASK = U64(COUNTS - 2)


@inlined
def count_digits(keys: Keys, shift: np.uint64, counts: Longs) -> None:
    """counts[d]: how many keys have a smaller digit than d."""
    for digit in range(COUNTS):
        counts[digit] = 0
    for i in range(keys.shape[0]):
        counts[(keys[i] >> shift & MASK) + ONE] += 1
    for digit in range(COUNTS - 1):
        counts[digit + 1] += counts[digit]


@inlined
def spread(
    keys: Keys, texts: Ints, out_keys: Keys, out_texts: Ints, shift: np.uint64, counts: Longs
) -> None:
    """Write the keys in the order of one digit, those with the same digit in the order they came."""
    count_digits(keys, shift, counts)
    for i in range(keys.shape[0]):
        key = keys[i]
        digit = key >> shift & MASK
        to = counts[digit]
        counts[digit] = to + 1
        out_keys[to], out_texts[to] = key, texts[i]


@inlined
def settle(keys: Keys, texts: Ints, out_keys: Keys, out_texts: Ints) -> None:
    """Write keys that are all but sorted in order, by insertion; the outputs may be the inputs."""
    for i in range(keys.shape[0]):
        key, text, at = keys[i], texts[i], i
        while at > 0 and out_keys[at - 1] > key:
            out_keys[at], out_texts[at] = out_keys[at - 1], out_texts[at - 1]
            at -= 1
        out_keys[at], out_texts[at] = key, text


@kernel
def sort_by_key(
    keys: Keys, texts: Ints, other_keys: Keys, other_texts: Ints, counts: Longs
) -> None:
    """Sort `keys` in place, and `texts` with them; equal keys stay in the order they came.

    The keys must be well mixed, such as hashes: only as many of their top bits are sorted by digit
    as tell most of them apart.  `counts` has room for COUNTS, the others are scratch of equal size.
    """
    digits = 1
    while keys.shape[0] >> DIGIT * digits - SPARE_BITS > 0:
        digits += 1
    source, payload, target, target_payload = keys, texts, other_keys, other_texts
    for digit in range(digits, 0, -1):
        spread(source, payload, target, target_payload, U64(64 - DIGIT * digit), counts)
        source, payload, target, target_payload = target, target_payload, source, payload
    settle(source, payload, keys, texts)
