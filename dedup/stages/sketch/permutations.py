"""The MinHash permutations: datasketch's `affine32` scheme, h -> a * h + b mod 2**32.

An odd `a` makes it a permutation.  They are drawn as datasketch draws them, value for value, which
the tests hold them to; to import it took half a second, with the scipy it brings, and NumPy keeps
the numbers of a RandomState as they are (NEP 19).
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
    generator, count = np.random.RandomState(seed), bands.bands * bands.rows
    half = generator.randint(0, 1 << 31, count, dtype=np.uint32)
    b = generator.randint(0, 1 << 32, count, dtype=np.uint32)
    return by_row(half * np.uint32(2) + np.uint32(1), bands), by_row(b, bands)


def by_row(one: Hashes, bands: Bands) -> Hashes:
    """Numbers that go band by band in the order of the kernel, and its idle ones."""
    idle = np.zeros(-len(one) % MULTIPLE, np.uint32)
    return np.concatenate([one.reshape(bands).T.ravel(), idle])
