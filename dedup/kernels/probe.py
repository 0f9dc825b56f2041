"""Which keys of few are among the sorted keys of many: a galloping merge.

(Bentley and Yao, An almost optimal algorithm for unbounded searching, 1976.)  Keys are hashes, evenly
spread, so where one that is not near lies is guessed from its distance (Peterson, Addressing for
random-access storage, 1957), and the gallop starts there, either way: of a file that is mapped, a few
pages a key are read instead of forty.  Where keys are not even, the gallop is longer.
"""

import numpy as np

from dedup.kernels.arrays import Hashes, Ints, Keys
from dedup.kernels.jit import inlined, kernel

__all__ = ["meetings"]

U64 = np.uint64

# A page holds so many keys: what lies nearer is found by the gallop alone.
NEAR = 1024


@inlined
def first_at_least(keys: Hashes, key: np.uint32, start: int, apart: np.uint64) -> int:
    """The first place from `start` on whose key is not smaller; one beyond the last if none is.

    The key is `apart` from the one that was sought before, which belongs at `start`.
    """
    n, step, low = keys.shape[0], 1, start
    jump = np.int64(apart * U64(n) >> U64(32))
    high = min(n, start + jump) if jump > NEAR else start
    if high < n and keys[high] < key:
        low = high = high + 1
        while high < n and keys[high] < key:
            low, high = high + 1, min(n, high + 1 + step)
            step *= 2
    else:
        low = max(start, high - step)
        while low > start and keys[low] >= key:
            step *= 2
            low, high = max(start, low - step), low
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
            before = U64(mine[i - 1]) if i else U64(0)
            at = first_at_least(keys, mine[i], at, U64(mine[i]) - before)
            end = at
            if at < keys.shape[0] and keys[at] == mine[i]:
                end = run_end(keys, at, most)
        for j in range(at, min(end, at + room - n)):
            pairs[n + j - at] = U64(first + others[j]) << U64(32) | U64(texts[i])
        n += end - at
    return n
