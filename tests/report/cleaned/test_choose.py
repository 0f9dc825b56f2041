"""Which spans go, and which one of a group is kept."""

import pytest

from dedup.errors import UsageError
from dedup.report.cleaned.choose import spans_to_go
from tests.report.made import OCCURRENCES, cluster, occurrence, publish


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out")


def places(spans):
    """Where the spans stand."""
    return spans.select("article_id", "char_start").rows()


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        ("first", [("a2", 0), ("a2", 90), ("a3", 0)]),
        ("longest", [("a1", 0), ("a2", 90), ("a3", 0)]),
        ("source:Harbor News", [("a1", 0), ("a1", 80), ("a3", 0)]),
        ("source:Coast Post", [("a2", 0), ("a2", 90), ("a3", 0)]),
        ("source IS NULL", [("a1", 80), ("a2", 0), ("a2", 90)]),
        ("article_id = 'a2' AND kind = 'exact_copy'", [("a1", 80), ("a2", 0), ("a3", 0)]),
    ],
)
def test_keep(run, keep, gone):
    """One occurrence of each group is kept as wished, the earliest where none is."""
    spans = spans_to_go(run, keep, None)
    assert gone == places(spans)
    assert 2 == spans["cluster_id"].n_unique()


def test_ledger_says_what_is_kept(run):
    """Each span stands beside the occurrence kept for it."""
    spans = spans_to_go(run, "first", None).filter(cluster_id="c-aaaaaaaaaaaaaaaa")
    kept = spans.select("kept_article_id", "kept_char_start", "kept_char_end").unique().rows()
    assert [("a1", 80, 112)] == kept


@pytest.mark.parametrize(
    ("where", "gone"),
    [
        ("match_type = 'exact'", [("a2", 90), ("a3", 0)]),
        ("kind = 'rewrite'", [("a2", 0)]),
        ("n_sources > 9", []),
        ("is_quote", []),
        ("NOT is_quote", [("a2", 0), ("a2", 90), ("a3", 0)]),
        ("NOT names_differ", []),
        ("NOT COALESCE(names_differ, FALSE)", [("a2", 0), ("a2", 90), ("a3", 0)]),
        ("article_id = 'a1'", []),
    ],
)
def test_where_says_which_may_go(run, where, gone):
    """Only spans for which it holds go; what is kept of a group does not change."""
    assert gone == places(spans_to_go(run, "first", where))


def test_unknown_outlet(run):
    """An outlet that has no occurrence is told with the nearest."""
    with pytest.raises(UsageError) as caught:
        spans_to_go(run, "source:Harbour News", None)
    expected = (
        "no outlet is called 'Harbour News'\n  --keep source:Harbour News\n"
        "  outlets are called: Harbor News"
    )
    assert expected == str(caught.value)


def test_bad_keep_names_the_columns(run):
    """A mistyped expression is told as one of --keep, with the columns of occurrence and group."""
    with pytest.raises(UsageError, match=r'^bad --keep: unable to find column "longst"') as caught:
        spans_to_go(run, "longst", None)
    assert "the columns are: unit, cluster_id," in caught.value.todo
    assert caught.value.todo.endswith("n_pairs")
    assert "row" not in caught.value.todo.split(", ")


def test_two_units_contradict(tmp_path):
    """Paragraphs and sentences cannot go together; --where chooses one."""
    extra = [
        occurrence("c-p", name, 0, "x" * 99, unit="paragraph", text_id="t-p")
        for name in ("a1", "a2")
    ]
    groups = [cluster(name, "x") for name in ("c-aaaaaaaaaaaaaaaa", "c-bbbbbbbbbbbbbbbb", "c-p")]
    run = publish(tmp_path / "out", {"occurrences": [*OCCURRENCES, *extra], "clusters": groups})
    expected = (
        "the run compared sentences and paragraphs, and both are to go\n"
        "  a paragraph that goes could hold the sentence that another group keeps\n"
        "  choose one: --where \"unit = 'sentence'\""
    )
    with pytest.raises(UsageError) as caught:
        spans_to_go(run, "first", None)
    assert expected == str(caught.value)
    assert [("a2", 0)] == places(spans_to_go(run, "first", "unit = 'paragraph'"))


def test_articles_of_other_nights_stay_out(tmp_path):
    """An occurrence in an article that the run did not read can be kept, but cannot go."""
    old = occurrence("c-aaaaaaaaaaaaaaaa", "archived", 5, "x" * 9, source="Harbor News")
    run = publish(tmp_path / "out", {"occurrences": [old, *OCCURRENCES]})
    spans = spans_to_go(run, "first", "cluster_id = 'c-aaaaaaaaaaaaaaaa'")
    assert [("a1", 80), ("a2", 90), ("a3", 0)] == places(spans)
    assert ["archived"] == spans["kept_article_id"].unique().to_list()
    assert "archived" not in spans_to_go(run, "longest", None)["article_id"].to_list()
