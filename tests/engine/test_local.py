"""The local engine keeps the contract with any number of jobs."""

import threading
import time

import pytest

from dedup.engine.local import InPlace, local_engine
from tests.contracts.engine_suite import *  # noqa: F403


@pytest.fixture(params=[0, 1, 2, 5])
def engine(request):
    """A local engine of that many threads; 0: one in place."""
    if request.param == 0:
        yield InPlace()
        return
    with local_engine(request.param) as one:
        yield one


def threads():
    """The engine's threads that are alive."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("dedup")]


def test_two_jobs_work_side_by_side():
    """With two jobs two items are under way at once: each waits for the other."""
    both = threading.Barrier(2, timeout=10)

    with local_engine(2) as engine:
        assert {0, 1} == set(engine.map(lambda _: both.wait(), range(2)))


def test_no_more_threads_than_jobs():
    """Many items make no more threads than jobs."""
    with local_engine(2) as engine:
        assert 2 >= len(set(engine.map(lambda _: threading.get_ident(), range(50))))


def test_no_thread_outlives_its_block():
    """When the block ends, the threads have ended."""
    with local_engine(3) as engine:
        list(engine.map(abs, range(20)))
        assert threads()
    assert [] == threads()


def test_work_not_begun_is_dropped():
    """An error in the block ends it without working off what was waiting."""
    done, begun = [], threading.Event()

    def work(item):
        begun.set()
        time.sleep(0.01)
        done.append(item)

    with pytest.raises(KeyboardInterrupt), local_engine(1) as engine:
        engine.map(work, range(1000))
        begun.wait(10)
        raise KeyboardInterrupt
    assert 1 <= len(done) < 1000
