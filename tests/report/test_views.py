"""What `show` shows of a group, an article, a pair."""

import pytest

from dedup.errors import UsageError
from dedup.report.views import figures, view_of
from tests.report.made import DIFF, PAIRS, publish


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out")


def test_top_is_in_table_order(run):
    """`top` lists every cluster, the most repeated first."""
    view = view_of(run, "top")
    assert ("2 groups, most repeated first",) == view.heading
    assert ["c-aaaaaaaaaaaaaaaa", "c-bbbbbbbbbbbbbbbb"] == view.rows["cluster_id"].to_list()


def test_cluster_with_its_occurrences(run):
    """A cluster shows its occurrences only, with place, scores and changed words."""
    view = view_of(run, "c-bbbbbbbbbbbbbbbb")
    assert (
        "sentence group c-bbbbbbbbbbbbbbbb: rewrite, 2 occurrences, 2 articles, 2 outlets",
        "  first in a1, 2025-03-01 06:00Z; Jaccard to the medoid 0.720 or more; "
        "holds together up to similarity 0.720",
    ) == view.heading
    shown = view.rows.select(view.columns)
    assert ["a1:0-61", "a2:0-62"] == shown["where"].to_list()
    assert DIFF == shown["words"][1]


def test_pair_with_its_sides(run):
    """A pair shows its scores, what changed, and both sides."""
    view = view_of(run, "p-1111111111111111")
    assert (
        "sentence pair p-1111111111111111 of group c-bbbbbbbbbbbbbbbb",
        "  jaccard 0.720  containment 0.85 / 0.83  edit similarity 0.870  3 words changed",
        f"  {DIFF}",
    ) == view.heading
    assert ["a1", "a2"] == view.rows["article_id"].to_list()


def test_pair_names_the_facts_that_changed(tmp_path):
    """Behind the scores stand the flags that are set; false and null say nothing."""
    flags = {"numbers_differ": True, "names_differ": None, "negation_differs": True}
    folder = publish(tmp_path / "out", rows={"pairs": [PAIRS[0] | flags]})
    scores = view_of(folder, "p-1111111111111111").heading[1]

    assert scores.endswith("  3 words changed  numbers differ, negation differs")


def test_article_with_its_sentences(run):
    """An article shows its numbers and, in reading order, where each repeat was seen before."""
    view = view_of(run, "a2")
    assert (
        'article a2 "Ferry", Coast Post, 2025-03-01 06:00Z',
        "  2 of 2 sentences repeated (0 within the article); 25.0 % of the text not seen earlier",
        "  most of it in a1: 90.0 %",
    ) == view.heading
    shown = view.rows.select(view.columns)
    assert [(0, "a1:0-61"), (90, "a1:80-112")] == shown.select("char_start", "seen in").rows()


def test_bare_article(run):
    """An article without title, date and outlet is introduced by its id."""
    assert "article a3" == view_of(run, "a3").heading[0]


@pytest.mark.parametrize(
    ("what", "todo"),
    [
        ("c-bbbbbbbbbbbbbbba", "did you mean c-bbbbbbbbbbbbbbbb?"),
        ("p-1111111111111112", "did you mean p-1111111111111111?"),
        ("a11", "did you mean a1 or a2 or a3?"),
        ("nowhere", "dedup show OUT top lists the groups"),
    ],
)
def test_unknown_id_names_the_nearest(run, what, todo):
    """A mistyped id is told with those that look like it."""
    with pytest.raises(UsageError) as caught:
        view_of(run, what)
    assert f"nothing is called {what!r}\n  {run}\n  {todo}" == str(caught.value)


def test_article_may_be_called_like_a_cluster(tmp_path):
    """An article whose id begins with c- is found when no cluster has that name."""
    from tests.report.made import article

    run = publish(tmp_path / "out", {"articles": [article("c-1")]})
    assert "article" == view_of(run, "c-1").name


def test_figures_of_an_overview():
    """An overview is one row a figure."""
    view = figures({"articles": 4, "status": "ok"})
    assert [("articles", "4"), ("status", "ok")] == view.rows.rows()
