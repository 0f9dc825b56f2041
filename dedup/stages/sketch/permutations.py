"""The MinHash permutations, from datasketch."""

from functools import cache

import numpy as np

from dedup.kernels.arrays import Hashes

__all__ = ["permutations"]

MULTIPLE = 8


@cache
def permutations(count: int, seed: int) -> tuple[Hashes, Hashes]:
    """Multipliers and offsets of datasketch's `affine32` scheme for `count` permutations.

    Both are filled up to a multiple of eight with idle permutations, which the kernel computes and
    nobody reads.
    """
    from datasketch import MinHash

    a, b = MinHash(num_perm=count, seed=seed, scheme="affine32").permutations
    idle = np.zeros(-count % MULTIPLE, np.uint32)
    return np.concatenate([a, idle]), np.concatenate([b, idle])
