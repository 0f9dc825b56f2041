"""The local engine: threads, which the kernels keep busy because they release the GIL."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from dedup.engine.contract import Engine

__all__ = ["local_engine"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Threads:
    """A pool of threads as an engine."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
        """The results in order, each as soon as it and those before it are there."""
        return self.pool.map(function, items)


@contextmanager
def local_engine(jobs: int) -> Iterator[Engine]:
    """An engine of `jobs` threads; work not begun when the block ends early is dropped."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="dedup")
    try:
        yield Threads(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
