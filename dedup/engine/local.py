"""The local engine: threads, which the kernels keep busy because they release the GIL."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from dedup.engine.contract import Engine

__all__ = ["InPlace", "local_engine"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items taken ahead of the one whose result is awaited, for each thread: what is made ahead is held.
AHEAD = 2


class Threads:
    """A pool of threads as an engine."""

    def __init__(self, pool: ThreadPoolExecutor, jobs: int) -> None:
        self.pool, self.ahead = pool, AHEAD * jobs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
        """The results in order, each as soon as it and those before it are there.

        Work begins at once; items are taken as results are, so a long stream is never held whole.
        """
        rest = iter(items)
        under_way = deque(self.pool.submit(function, item) for item in islice(rest, self.ahead))
        return self.results(function, rest, under_way)

    def results(
        self,
        function: Callable[[Item], Result],
        rest: Iterator[Item],
        under_way: deque[Future[Result]],
    ) -> Iterator[Result]:
        """Each result, while as many further items are begun."""
        while under_way:
            result = under_way.popleft().result()
            under_way.extend(self.pool.submit(function, item) for item in islice(rest, 1))
            yield result


class InPlace:
    """No pool: for work that is itself an item of one, and must not wait for its other items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
        """One result after another, as they are taken."""
        return map(function, items)


@contextmanager
def local_engine(jobs: int) -> Iterator[Engine]:
    """An engine of `jobs` threads; work not begun when the block ends early is dropped."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="dedup")
    try:
        yield Threads(pool, jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
