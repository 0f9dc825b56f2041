"""How the scanner's loops are compiled: like every kernel, but without reference counts.

Nothing here allocates: every array is the caller's and outlives the call.  Counting references to
the arrays of a `Rules` or `Lines` on every access took three quarters of the scanner's time.
"""

from collections.abc import Callable
from typing import TypeVar

from numba import njit

__all__ = ["inlined", "kernel"]

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile `function` on its first call and keep the machine code in the cache folder."""
    compiled: F = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, no_rewrites=True)(function)
    return compiled


def inlined(function: F) -> F:
    """Compile a helper that only compiled code calls."""
    compiled: F = njit(
        nogil=True,
        cache=True,
        error_model="numpy",
        _nrt=False,
        no_rewrites=True,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
    )(function)
    return compiled
