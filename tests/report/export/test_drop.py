"""Which articles to drop, keeping the earliest."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.report.export import Wanted, export
from dedup.report.export.drop import dropped
from tests.naive.matching import components
from tests.report.made import publish


def pair(a, b, relation="duplicate", coverage=1.0):
    """One row of article_pairs."""
    return {
        "article_id_a": a, "article_id_b": b, "n_sentences_matched": 1, "n_exact": 1, "n_near": 0,
        "chars_matched_a": 9, "chars_matched_b": 9, "coverage_a": 1.0, "coverage_b": coverage,
        "longest_run_sentences": 1, "longest_run_chars": 60, "relation": relation, "is_new": True,
    }  # fmt: skip


PAIRS = [
    pair("a1", "a2"),
    pair("a2", "a3"),
    pair("a1", "a4", "partial", 0.8),
    pair("b1", "b2"),
]


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out", {"article_pairs": PAIRS})


def test_ids(run, tmp_path):
    """Every article with an earlier duplicate goes, one id a line; the earliest stays."""
    assert 3 == export(run, "ids", tmp_path / "drop.txt")
    assert "a2\na3\nb2\n" == (tmp_path / "drop.txt").read_text()


def test_where_says_what_a_duplicate_is(run, tmp_path):
    """Another expression over article_pairs is another idea of a duplicate."""
    export(run, "ids", tmp_path / "drop.txt", Wanted(where="coverage_b >= 0.75"))
    assert "a2\na3\na4\nb2\n" == (tmp_path / "drop.txt").read_text()


def test_ids_with_line_breaks(tmp_path):
    """An id of two lines cannot stand on one; Parquet takes it."""
    run = publish(tmp_path / "out", {"article_pairs": [pair("a", "b\nc")]})
    expected = "an id holds a line break\n  'b\\nc'\n  --to nemo writes the same ids as Parquet"
    with pytest.raises(UsageError) as caught:
        export(run, "ids", tmp_path / "drop.txt")
    assert expected == str(caught.value)
    assert 1 == export(run, "nemo", tmp_path / "drop")


def test_nemo(run, tmp_path):
    """NeMo Curator's shape: a folder of Parquet with `id`, and the number of its group."""
    assert 3 == export(run, "nemo", tmp_path / "drop")
    rows = pl.read_parquet(tmp_path / "drop" / "*.parquet")
    assert [("a2", 0), ("a3", 0), ("b2", 1)] == rows.rows()
    assert {"id": pl.String, "_duplicate_group_id": pl.Int64} == dict(rows.schema)


def test_nothing_to_drop(tmp_path):
    """A run without duplicates gives an empty list that a reader can open."""
    run = publish(tmp_path / "out")
    assert [0, 0] == [export(run, to, tmp_path / to) for to in ("ids", "nemo")]
    assert "" == (tmp_path / "ids").read_text()
    assert 0 == pl.read_parquet(tmp_path / "nemo" / "*.parquet").height


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda e: e[0] < e[1])))
def test_groups_are_connected_components(edges):
    """Two ids share a group exactly when duplicates connect them, as the slow twin finds."""
    rows = {"article_id_a": [str(a) for a, _ in edges], "article_id_b": [str(b) for _, b in edges]}
    schema = {"article_id_a": pl.String, "article_id_b": pl.String}
    found = dict(dropped(pl.DataFrame(rows, schema=schema)).rows())
    assert {str(b) for _, b in edges} == set(found)
    home = {str(i): label for i, label in enumerate(components(9, sorted(edges)))}
    for one in found:
        for other in found:
            assert (home[one] == home[other]) == (found[one] == found[other])
