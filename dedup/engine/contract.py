"""What a stage may ask of whatever runs it."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

__all__ = ["Engine"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """Runs a function over parts; the results do not depend on how or where."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
        """function(item) of every item, in the order of the items.

        An error of one item is raised once, as it was.
        """
