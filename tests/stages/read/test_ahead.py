"""Batches made ahead are the same ones, and no more are made than are wanted."""

from collections.abc import Iterator
from threading import Event

import pytest

from dedup.stages.read.ahead import AHEAD, ahead
from dedup.stages.read.batch import Batch
from dedup.stages.read.ledger import NO_ARTICLES, NO_REJECTS

PATIENCE = 60


def numbered(n: int) -> list[Batch]:
    """So many batches that are told apart."""
    return [Batch(NO_ARTICLES.slice(0, 0), NO_REJECTS, None) for _ in range(n)]


def test_all_come_in_order() -> None:
    """However many there are, they come as they were made."""
    for n in (0, 1, AHEAD, 3 * AHEAD):
        made = numbered(n)
        assert [id(one) for one in made] == [id(one) for one in ahead(lambda made=made: iter(made))]


def test_the_first_are_made_before_anyone_asks() -> None:
    """The first batch is made although none is taken."""
    begun = Event()

    def batches() -> Iterator[Batch]:
        begun.set()
        yield from numbered(1)

    coming = ahead(batches)
    assert begun.wait(PATIENCE)
    assert len(list(coming)) == 1


def test_what_nobody_takes_is_not_made() -> None:
    """Of a long stream only so many batches are made ahead of the one taken."""
    n_made = 0

    def batches() -> Iterator[Batch]:
        nonlocal n_made
        for batch in numbered(100):
            n_made += 1
            yield batch

    coming = ahead(batches)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert n_made <= 1 + AHEAD


def test_an_error_comes_where_it_happened() -> None:
    """The batches before an error are given, then it is raised."""

    def batches() -> Iterator[Batch]:
        yield from numbered(2)
        raise ValueError("the third is bad")

    coming = ahead(batches)
    assert len([next(coming), next(coming)]) == 2
    with pytest.raises(ValueError, match="the third is bad"):
        next(coming)
