"""The MinHash permutations, from datasketch."""

from functools import cache

import numpy as np

from dedup.kernels.arrays import Hashes
from dedup.stages.sketch.bands import Bands

__all__ = ["permutations"]

MULTIPLE = 4


@cache
def permutations(bands: Bands, seed: int) -> tuple[Hashes, Hashes]:
    """Multipliers and offsets of datasketch's `affine32` scheme for all rows of all bands.

    First the first row of every band, then the second, as the kernel takes them; datasketch goes
    band by band.  Both arrays are filled up to a multiple of four with idle permutations, which the
    kernel computes and nobody reads.
    """
    from datasketch import MinHash

    count = bands.bands * bands.rows
    made = MinHash(num_perm=count, seed=seed, scheme="affine32").permutations
    idle = np.zeros(-count % MULTIPLE, np.uint32)
    a, b = (np.concatenate([one.reshape(bands).T.ravel(), idle]) for one in made)
    return a, b
