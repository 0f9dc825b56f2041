"""The one way a kernel is compiled: no GIL, cached on disk, C-like arithmetic.

A kernel is compiled for the first types it meets, so callers always pass the same dtypes.
"""

from collections.abc import Callable
from typing import TypeVar

from numba import njit

__all__ = ["inlined", "kernel"]

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile `function` on its first call and keep the machine code in the cache folder."""
    compiled: F = njit(nogil=True, cache=True, error_model="numpy")(function)
    return compiled


def inlined(function: F) -> F:
    """Compile a small helper into its callers."""
    compiled: F = njit(nogil=True, cache=True, error_model="numpy", inline="never")(function)
    return compiled
