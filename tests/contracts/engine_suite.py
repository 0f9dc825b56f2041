"""What every engine must do: a module runs it by `from tests.contracts.engine_suite import *`.

The module that does defines a fixture `engine`: what `pipeline` hands to its stages.
"""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

__all__ = [
    "test_an_error_is_raised_as_it_was",
    "test_any_items_in_order",
    "test_arrays_are_handed_through",
    "test_functions_may_keep_what_they_closed_over",
    "test_items_may_come_from_an_iterator",
    "test_maps_may_be_nested_one_after_the_other",
    "test_nothing_of_nothing",
    "test_the_first_error_in_order_wins",
    "test_the_slowest_first_changes_nothing",
    "test_works_again_after_an_error",
]


class OwnError(Exception):
    """An error only this suite knows."""


def test_nothing_of_nothing(engine):
    """No items, no results, and the function is never called."""
    assert [] == list(engine.map(lambda _: pytest.fail("called"), []))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(), max_size=50))
def test_any_items_in_order(engine, items):
    """The results are those of `map`, in the order of the items."""
    assert [item * 2 for item in items] == list(engine.map(lambda item: item * 2, items))


def test_the_slowest_first_changes_nothing(engine):
    """An item that ends after all others keeps its place."""
    others = threading.Event()

    def slow_first(item):
        if item == 0:
            others.wait(0.2)
        elif item == 9:
            others.set()
        return item

    assert list(range(10)) == list(engine.map(slow_first, range(10)))


def test_items_may_come_from_an_iterator(engine):
    """Items may be made on the way, as `zip` makes them."""
    items: Iterator[tuple[int, int]] = zip(range(5), range(5), strict=True)

    assert [0, 2, 4, 6, 8] == list(engine.map(sum, items))


def test_an_error_is_raised_as_it_was(engine):
    """The very error object arrives, not a wrapped one."""
    error = OwnError("what happened")

    def failing(item):
        if item == 3:
            raise error
        return item

    with pytest.raises(OwnError, match=r"^what happened$") as caught:
        list(engine.map(failing, range(6)))
    assert error is caught.value


def test_the_first_error_in_order_wins(engine):
    """Of several errors the one of the first item is raised, whichever came first in time."""
    last = threading.Event()

    def failing(item):
        if item == 1:
            last.wait(0.2)
        if item == 4:
            last.set()
        raise OwnError(str(item))

    with pytest.raises(OwnError, match=r"^1$"):
        list(engine.map(failing, range(1, 5)))


def test_works_again_after_an_error(engine):
    """An error ends its own map only."""
    with pytest.raises(ZeroDivisionError):
        list(engine.map(lambda item: 1 // item, [1, 0, 2]))

    assert [1, 2] == list(engine.map(abs, [-1, -2]))


def test_functions_may_keep_what_they_closed_over(engine):
    """A function made on the spot sees the values around it."""
    tables = [[1, 2], [3]]

    assert [3, 3] == list(engine.map(lambda at: sum(tables[at]), range(2)))


def test_arrays_are_handed_through(engine):
    """Items and results may be arrays of any size."""
    arrays = [np.arange(n, dtype=np.int64) for n in (0, 1, 100_000)]

    assert [0, 0, 4_999_950_000] == [int(n) for n in engine.map(np.sum, arrays)]


def test_maps_may_be_nested_one_after_the_other(engine):
    """The results of one map may be the items of the next."""
    once = engine.map(lambda item: item + 1, range(4))

    assert [2, 4, 6, 8] == list(engine.map(lambda item: item * 2, once))
