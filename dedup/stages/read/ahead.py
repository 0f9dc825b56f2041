"""Batches made on a thread of their own, some ahead of whoever takes them."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from dedup.stages.read.batch import Batch

__all__ = ["AHEAD", "ahead"]

AHEAD = 6


def ahead(read: Callable[[], Iterator[Batch]]) -> Iterator[Batch]:
    """The batches that `read` gives, of which the next AHEAD are being made, the first already now."""
    batches = begun(read)
    pool = ThreadPoolExecutor(1, thread_name_prefix="dedup-read")
    return taken(pool, batches, deque(pool.submit(next, batches, None) for _ in range(AHEAD)))


def begun(read: Callable[[], Iterator[Batch]]) -> Iterator[Batch]:
    """The batches that `read` gives; it is called by whoever takes the first one."""
    yield from read()


def taken(
    pool: ThreadPoolExecutor, batches: Iterator[Batch], under_way: deque[Future[Batch | None]]
) -> Iterator[Batch]:
    """Each batch when it is made; those that nobody takes any more are not begun."""
    try:
        while (batch := under_way.popleft().result()) is not None:
            under_way.append(pool.submit(next, batches, None))
            yield batch
    finally:
        pool.shutdown(cancel_futures=True)
