"""The fixtures of an outlet."""

import polars as pl
import pytest

from dedup.kinds import find_boilerplate, mark_boilerplate

OWN = 100  # groups from here on are the rest of an article


def stands(group, source, n_articles, index=9, n_sentences=10, first=0):
    """One sentence in many articles of one outlet."""
    return [(group, source, f"{source}{first + i}", index, n_sentences) for i in range(n_articles)]


def find(rows):
    """The fixtures in rows of group, source, article, sentence_index and n_sentences."""
    names = ["group", "source", "article", "sentence_index", "n_sentences"]
    return find_boilerplate(pl.DataFrame(rows, schema=names, orient="row"))


@pytest.mark.parametrize(("index", "place"), [(9, "last"), (7, "last"), (0, "first"), (2, "first")])
def test_a_fixture(index, place):
    """Five articles of an outlet, at one end, are enough."""
    assert [(1, "A", 5, place, 1.0)] == find(stands(1, "A", 5, index)).rows()


@pytest.mark.parametrize(
    "rows",
    [
        stands(1, "A", 4),
        stands(1, "A", 4) + stands(1, "B", 4),
        stands(1, None, 9),
        stands(1, "A", 9, index=5),
        stands(1, "A", 3) + stands(1, "A", 2, index=5, first=3),
        [row for g in range(6) for row in stands(g, "A", 9, index=g)],
    ],
    ids=["few", "few of each outlet", "no outlet", "middle", "some in the middle", "updates"],
)
def test_no_fixture(rows):
    """Few articles, another place, or articles that are one story are no fixture."""
    assert [] == find(rows).rows()


def test_most_frequent_first():
    """Fixtures are listed by how many articles they stand in."""
    rows = stands(1, "A", 5) + stands(2, "A", 7, index=8) + stands(1, "B", 6)

    assert [(2, "A", 7), (1, "B", 6), (1, "A", 5)] == [row[:3] for row in find(rows).rows()]


def test_twice_in_an_article_counts_once():
    """An article that has the sentence twice is one article."""
    assert [] == find(stands(1, "A", 4) + stands(1, "A", 4, index=8)).rows()


def test_marks():
    """Marked are found groups in their outlet, and listed texts, in one outlet or all."""
    rows = [(1, "A", 10, 1), (1, "B", 10, 1), (2, "A", 20, 2), (3, "B", 30, 3), (3, None, 30, 3)]
    occurrences = pl.DataFrame(rows, ["group", "source", "hash_high", "hash_low"], orient="row")
    found = pl.DataFrame({"group": [1], "source": ["A"]})
    listed = pl.DataFrame(
        {"hash_high": [20, 30, 10], "hash_low": [2, 3, 9], "source": ["A", None, None]}
    )

    flags = mark_boilerplate(occurrences, found, listed)

    assert [True, False, True, True, True] == flags.to_list()


def test_marks_without_a_list():
    """An empty list marks nothing more."""
    occurrences = pl.DataFrame({"group": [1], "source": ["A"], "hash_high": [1], "hash_low": [1]})
    nothing = occurrences.clear().select("hash_high", "hash_low", "source")

    found = occurrences.select("group", "source").clear()
    assert [False] == mark_boilerplate(occurrences, found, nothing).to_list()
