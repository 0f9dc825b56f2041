"""The MinHash permutations: those of datasketch's `affine32` scheme, drawn as datasketch draws them.

h -> a * h + b mod 2**32 with an odd `a`, which makes it a permutation.  numpy has promised that what
RandomState draws never changes; the tests hold every value against datasketch.  Importing it for so
few numbers would take a fifth of a second of every run.
"""

from functools import cache

import numpy as np

from dedup.kernels.arrays import Hashes
from dedup.stages.sketch.bands import Bands

__all__ = ["permutations"]

MULTIPLE = 4


@cache
def permutations(bands: Bands, seed: int) -> tuple[Hashes, Hashes]:
    """Multipliers and offsets for all rows of all bands.

    First the first row of every band, then the second, as the kernel takes them; datasketch goes
    band by band.  Both arrays are filled up to a multiple of four with idle permutations, which the
    kernel computes and nobody reads.
    """
    a, b = drawn(bands.bands * bands.rows, seed)
    idle = np.zeros(-len(a) % MULTIPLE, np.uint32)
    first, second = (np.concatenate([one.reshape(bands).T.ravel(), idle]) for one in (a, b))
    return first, second


def drawn(count: int, seed: int) -> tuple[Hashes, Hashes]:
    """Multipliers and offsets in datasketch's order."""
    draws = np.random.RandomState(seed)
    halves = draws.randint(0, 1 << 31, count, dtype=np.uint32)
    return halves * np.uint32(2) + np.uint32(1), draws.randint(0, 1 << 32, count, dtype=np.uint32)
