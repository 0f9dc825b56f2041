"""Which keys of few are among the sorted keys of many: a galloping merge.

(Bentley and Yao, An almost optimal algorithm for unbounded searching, 1976.)  The cost grows with
the few and the logarithm of the gaps between them, so what is not near a key is never read.
"""

import numpy as np

from dedup.kernels.arrays import Hashes, Ints, Keys
from dedup.kernels.jit import inlined, kernel

__all__ = ["meetings"]

U64 = np.uint64


@inlined
def first_at_least(keys: Hashes, key: np.uint32, start: int) -> int:
    """The first place from `start` on whose key is not smaller; one beyond the last if none is."""
    n, step, low = keys.shape[0], 1, start
    while low + step < n and keys[low + step] < key:
        low += step
        step *= 2
    high = min(n, low + step + 1)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def run_end(keys: Hashes, start: int, most: int) -> int:
    """The end of the run of equal keys at `start`, of at most so many."""
    end = start
    while end < keys.shape[0] and keys[end] == keys[start] and end - start < most:
        end += 1
    return end


@kernel
def meetings(
    mine: Hashes, texts: Ints, keys: Hashes, others: Ints, first: int, most: int, pairs: Keys
) -> int:
    """Write first + other << 32 | text for all texts of equal keys; returns how many there are.

    Both lists of keys are sorted.  Of a run of more than `most` equal keys the first ones count.
    Pairs beyond the room in `pairs` are counted only.
    """
    n, at, end, room = 0, 0, 0, pairs.shape[0]
    for i in range(mine.shape[0]):
        if i == 0 or mine[i] != mine[i - 1]:
            at = first_at_least(keys, mine[i], at)
            end = at
            if at < keys.shape[0] and keys[at] == mine[i]:
                end = run_end(keys, at, most)
        for j in range(at, min(end, at + room - n)):
            pairs[n + j - at] = U64(first + others[j]) << U64(32) | U64(texts[i])
        n += end - at
    return n
