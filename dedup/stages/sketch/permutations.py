"""The MinHash permutations, from datasketch: its `affine32` scheme, h -> a * h + b mod 2**32.

An odd `a` makes it a permutation.  The first call imports datasketch, which takes 50 ms: a run makes
it in the background while the input is read.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from dedup.kernels.arrays import Hashes
from dedup.stages.sketch.bands import Bands

__all__ = ["permutations"]

MULTIPLE = 4
INTEGRATE = "scipy.integrate"


@cache
def permutations(bands: Bands, seed: int, which: range | None = None) -> tuple[Hashes, Hashes]:
    """Multipliers and offsets for all rows of all bands taken, or of those told, from datasketch.

    First the first row of every band, then the second, as the kernel takes them; datasketch goes
    band by band.  Both arrays are filled up to a multiple of four with idle permutations, which the
    kernel computes and nobody reads.
    """
    with integration_put_off():
        from datasketch import MinHash

    count = (bands.bands + len(bands.left_out)) * bands.rows
    a, b = MinHash(num_perm=count, seed=seed, scheme="affine32").permutations
    some = slice(None) if which is None else slice(which.start, which.stop)
    drawn = (one.reshape(-1, bands.rows) for one in (a, b))
    first, second = (by_row(np.delete(one, bands.left_out, axis=0)[some]) for one in drawn)
    return first, second


def by_row(numbers: Hashes) -> Hashes:
    """Numbers of a line a band in the kernel's order, with its idle ones."""
    return np.concatenate([numbers.T.ravel(), np.zeros(-numbers.size % MULTIPLE, np.uint32)])


@contextmanager
def integration_put_off() -> Iterator[None]:
    """Let datasketch be imported without scipy.integrate, six sevenths of the time it takes.

    It is for the optimizer of its LSH, which nothing here asks for; who does gets it then.
    """
    if INTEGRATE in sys.modules:
        yield
        return
    stand_in = ModuleType(INTEGRATE)
    stand_in.quad = quad  # type: ignore[attr-defined]
    sys.modules[INTEGRATE] = stand_in
    try:
        yield
    finally:
        del sys.modules[INTEGRATE]


def quad(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - scipy's own
    """scipy.integrate.quad, imported when it is called."""
    from scipy.integrate import quad as real

    return real(*args, **options)
