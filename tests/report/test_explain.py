"""Where an article came from."""

import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.report.explain import explain, gathered, lag
from dedup.report.render import render
from tests.naive.covering import greedy_cover
from tests.report.made import PAIRS, article, best, first, occurrence, publish, published_at

EARLY = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


def repeat(cluster, name, start, text, hour=9, **more):
    return occurrence(cluster, name, start, text, published_at=published_at(hour), **more)


OCCURRENCES = [
    first("c-1", "a1", 0, "x" * 40, text_id="t-1", published_at=published_at(6)),
    repeat("c-1", "a9", 0, "y" * 40, text_id="t-2", **best("a1", 0, "x" * 40)),
    first("c-2", "a1", 50, "z" * 20, text_id="t-3", published_at=published_at(6)),
    repeat("c-2", "a2", 0, "z" * 20, hour=7, text_id="t-3", source="Harbor News"),
    repeat("c-2", "a9", 50, "z" * 20, text_id="t-3"),
    first("c-3", "a2", 50, "w" * 10, text_id="t-4", published_at=published_at(7),
          source="Harbor News"),
    repeat("c-3", "a9", 80, "w" * 10, text_id="t-4", is_boilerplate=True),
    repeat("c-3", "later", 0, "w" * 10, hour=11, text_id="t-4"),
    repeat("c-4", "a9", 95, "v" * 10, text_id="t-5"),
    repeat("c-4", "later", 30, "v" * 10, hour=11, text_id="t-5"),
]  # fmt: skip
NEAR = PAIRS[0] | {"text_id_a": "t-1", "text_id_b": "t-2"}
ARTICLES = [
    article("a1", published_at=published_at(6)),
    article("a2", published_at=published_at(7), source="Harbor News"),
    article("a9", published_at=published_at(9), repeated_ratio=0.8, n_sentences=5),
    article("alone", repeated_ratio=0.0, title=None, source=None, published_at=None),
    article("later", published_at=published_at(11), repeated_ratio=0.5),
]


@pytest.fixture
def run(tmp_path):
    rows = {"occurrences": OCCURRENCES, "pairs": [NEAR], "articles": ARTICLES}
    return publish(tmp_path / "out", rows)


def test_covering_articles_first(run):
    """The article that covers most stands first; the next one shows what it adds."""
    view = explain(run, "a9", 0.0)
    assert [
        "covered\ttotal\tfrom\tsource\tlag\tmatch",
        "60.0 %\t60.0 %\ta1\tCoast Post\t-3 h 00\t2 sentences, 1 exact",
        "10.0 %\t70.0 %\ta2\tHarbor News\t-2 h 00\t1 sentence, 1 exact, boilerplate",
    ] == render(view, "tsv").split("\n")
    assert (
        'article a9 "Ferry", Coast Post, 2025-03-01 09:00Z: 5 sentences, 120 characters',
        "  30.0 % is not found in earlier articles of this run",
    ) == view.heading


def test_small_steps_are_left_out(run):
    """An article that adds less than the least step is not listed, and what it holds is told."""
    view = explain(run, "a9", 0.2)
    assert ["a1"] == view.rows["article_id"].to_list()
    assert (
        "  30.0 % is not found in earlier articles of this run; "
        "10.0 % in articles that add less than --min-step"
    ) == view.heading[1]
    assert (0.7, 0.6) == pytest.approx((view.facts["found_ratio"], view.facts["listed_ratio"]))


def test_later_articles_explain_nothing(run):
    """Only what was published before can be a source."""
    assert [] == explain(run, "a1", 0.0).rows["article_id"].to_list()
    assert ["a9"] == explain(run, "later", 0.0).rows["article_id"].to_list()


def test_an_article_without_repeats(run):
    """An article in which nothing is repeated is all its own."""
    view = explain(run, "alone", 0.02)
    assert (
        "article alone: 2 sentences, 120 characters",
        "  100.0 % is not found in earlier articles of this run",
    ) == view.heading


def test_undated_articles_come_last(tmp_path):
    """Every dated article is earlier than an undated one; among undated ones ids decide."""
    rows = [
        first("c-1", "b", 0, "x" * 10, text_id="t", published_at=published_at(6)),
        occurrence("c-1", "a", 0, "x" * 10, text_id="t", published_at=None),
        occurrence("c-1", "c", 0, "x" * 10, text_id="t", published_at=None),
    ]
    articles = [article(n, published_at=None) for n in "ac"] + [article("b")]
    run = publish(tmp_path / "out", {"occurrences": rows, "pairs": [], "articles": articles})
    assert ["b"] == explain(run, "a", 0.0).rows["article_id"].to_list()
    assert ["b"] == explain(run, "c", 0.0).rows["article_id"].to_list()
    assert [None] == explain(run, "c", 0.0).rows["lag_seconds"].to_list()
    assert [] == explain(run, "b", 0.0).rows["article_id"].to_list()


def test_unknown_article(run):
    """A mistyped id is told with those that look like it."""
    with pytest.raises(UsageError, match="nothing is called 'laterr'"):
        explain(run, "laterr", 0.02)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 min"), (59, "0 min"), (3599, "-59 min"), (11_100, "-3 h 05"), (172_799, "-47 h 59"),
     (172_800, "-2 d")],
)  # fmt: skip
def test_lags(seconds, shown):
    """A lag is told in the unit that fits."""
    assert shown == lag(seconds)


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
    st.lists(st.dictionaries(st.integers(0, 5), st.booleans(), max_size=6), max_size=5),
    st.integers(0, 6),
)
def test_the_same_as_the_slow_twin(chars, articles, least):
    """The articles taken, and what each adds, are those of plain greedy set cover."""
    units = {
        f"a{i}": {u: e for u, e in one.items() if u < len(chars)} for i, one in enumerate(articles)
    }
    rows = [
        {"place": u, "n_chars": chars[u], "is_boilerplate": None, "article_id": name,
         "source": None, "published_at": EARLY, "is_exact": is_exact}
        for name, held in units.items() for u, is_exact in held.items()
    ]  # fmt: skip
    schema = {
        "place": pl.UInt32, "n_chars": pl.Int32, "is_boilerplate": pl.Boolean,
        "article_id": pl.String, "source": pl.String,
        "published_at": pl.Datetime("us", "UTC"), "is_exact": pl.Boolean,
    }  # fmt: skip
    total = sum(chars)
    found = list(gathered(pl.DataFrame(rows, schema=schema), total, least / total))

    holds = {name: set(held) for name, held in units.items()}
    exact = {name: {u for u, e in held.items() if e} for name, held in units.items()}
    expected = greedy_cover(chars, holds, exact, least)
    assert expected == [(row[0], row[7], row[6]) for row in found]
