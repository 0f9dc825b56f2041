"""The one way a kernel is compiled: no GIL, cached on disk, C-like arithmetic, no allocation.

A kernel is compiled for the first types it meets, so callers always pass the same dtypes.  Every
array, scratch included, is the caller's: so numba need not count references, which on arrays inside
named tuples took three quarters of a kernel's time.

numba keeps machine code until the kernel's own file changes; but helpers from other files are
compiled into it.  So the stamp of its cache is the digest of all files here.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from numba import config, njit, types
from numba.extending import intrinsic

__all__ = [
    "compiled_before",
    "digest_of",
    "has_cache",
    "inlined",
    "kernel",
    "nothing_from",
    "spelled_out",
]

F = TypeVar("F", bound=Callable[..., object])

OPTIONS: dict[str, Any] = {
    "nogil": True,
    "cache": True,
    "error_model": "numpy",
    "no_rewrites": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
HELPER_OPTIONS = OPTIONS | {"cache": False, "no_cpython_wrapper": True}


def digest_of(folder: Path) -> str:
    """The sha256 of every Python file below a folder."""
    files = sorted(folder.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


DIGEST = digest_of(Path(__file__).parent)


def stamped(compiled: Any) -> Any:  # noqa: ANN401 - a numba dispatcher, or with the JIT off a function
    """The same, with a cache that is void once any kernel changes, and loaded at once."""
    if has_cache(compiled):
        cache = compiled._cache
        cache._cache_file._source_stamp = DIGEST
        cache.load_overload = partial(loaded, cache, cache.load_overload)
    return compiled


def loaded(cache: Any, with_all_of_numba: Any, *key: Any) -> Any:  # noqa: ANN401 - numba's own
    """Machine code from the cache folder; None when there is none for these types.

    numba would first import whatever it can compile, scipy's BLAS included: a third of a second for
    what machine code has no use for.  So that is done only where there is something to compile.
    """
    return cache._load_overload(*key) or with_all_of_numba(*key)


def kernel(function: F) -> F:
    """Compile `function` on its first call and keep the machine code in the cache folder.

    That is NUMBA_CACHE_DIR, or __pycache__ beside the file, or one in the home folder.  Where none can
    be written it is compiled by every process.
    """
    try:
        compiled: F = stamped(njit(**OPTIONS)(function))
    except RuntimeError:
        compiled = njit(**OPTIONS | {"cache": False})(function)
    return compiled


def inlined(function: F) -> F:
    """Compile a helper that only compiled code calls: no wrapper for Python, no file of its own."""
    compiled: F = once_for_all_literals(njit(**HELPER_OPTIONS)(function))
    return compiled


def once_for_all_literals(compiled: Any) -> Any:  # noqa: ANN401 - see `stamped`
    """The same, but a literal argument is a number like any other: f(1) and f(2) are one machine code.

    numba would compile both; LLVM folds the constant anyway where it inlines the helper.
    """
    if hasattr(compiled, "get_call_template"):
        template = compiled.get_call_template
        compiled.get_call_template = lambda args, kws: template(
            [types.unliteral(arg) for arg in args], kws
        )
    return compiled


def spelled_out(code: Callable[..., Any]) -> Callable[[F], F]:
    """Let `code`, see numba.extending.intrinsic, stand in for a helper in compiled code.

    The helper itself is what runs with the JIT off.
    """

    def stand_in(function: F) -> F:
        if config.DISABLE_JIT:
            return function
        made: F = intrinsic(code)
        return made

    return stand_in


def nothing_from(*kinds: Any) -> Any:  # noqa: ANN401 - numba's types, and a signature of them
    """The signature of a helper that takes these and returns nothing, for `spelled_out`."""
    return types.void(*kinds)


def has_cache(one: Any) -> bool:  # noqa: ANN401 - see `stamped`
    """Whether the machine code of a kernel is kept in a folder; false with the JIT off."""
    return hasattr(getattr(one, "_cache", None), "_cache_file")


def compiled_before(one: Any) -> bool:  # noqa: ANN401 - see `stamped`
    """Whether the machine code of a kernel lies in the cache folder; true with the JIT off."""
    cache = getattr(one, "_cache", None)
    return cache is None or (has_cache(one) and bool(cache._cache_file._load_index()))
