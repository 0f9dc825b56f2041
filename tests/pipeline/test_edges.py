"""Corpora with little or nothing in them, and limits on what may be wrong."""

import pytest

from dedup import storage
from dedup.errors import InputError, RejectedError
from dedup.schemas import CLUSTER_EVENTS, ONLY_IF_ASKED, REPORTS
from tests.pipeline.made import rows_of, run, tables_of, write

ONE = "The harbor office closed the northern pier on Monday."
OTHER = "Bakers in the old town doubled the price of rye bread this spring."


def complete(folder):
    """The tables of a run, each with the columns and types of its schema."""
    for kind in set(REPORTS) - {CLUSTER_EVENTS}:
        assert kind.schema == storage.read_table(folder, kind).schema
    return tables_of(folder)


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "both"])
@pytest.mark.parametrize(
    ("articles", "n_articles"),
    [
        ([{"id": "a", "text": 5}], 0),
        ([" \n "], 0),
        (["***"], 1),
        ([ONE], 1),
        ([ONE, OTHER], 2),
        (["***", "* * *", "***\n\n***"], 3),
    ],
    ids=["only rejects", "only blank", "no words", "one article", "no repeats", "stars repeat"],
)
def test_nothing_repeated_is_a_complete_run(tmp_path, articles, n_articles, unit):
    """Every table is there, with all its columns; only articles and rejects have rows."""
    path = write(tmp_path, *articles)
    tables = complete(run(path, tmp_path / "out", unit=unit, sentences=True))

    assert n_articles == len(tables["articles"])
    assert len(articles) == len(tables["articles"]) + len(tables["rejects"])
    for name in ("occurrences", "pairs", "clusters", "article_pairs", "source_flow", "quality"):
        assert [] == tables[name]
    for row in tables["articles"]:
        assert (0, 0.0, 1.0) == (
            row["n_repeated_sentences"], row["repeated_ratio"], row["original_ratio"],
        )  # fmt: skip


@pytest.mark.parametrize("unit", ["sentence", "paragraph"])
def test_one_unit_without_repeats_beside_one_with(tmp_path, unit):
    """With `both`, one of the units may have nothing to tell."""
    texts = {
        "sentence": [f"{ONE} {OTHER}", f"Rain fell all day in Telmar and in the hills. {ONE}"],
        "paragraph": ["One two three.\n\nX.", "One two three.\n\nY."],
    }
    folder = run(write(tmp_path, *texts[unit]), tmp_path / "out", unit="both")

    assert {unit} <= {row["unit"] for row in complete_units(folder)}


def complete_units(folder):
    """The occurrences of a run whose tables but `sentences` are complete."""
    for kind in REPORTS:
        if kind not in ONLY_IF_ASKED:
            assert kind.schema == storage.read_table(folder, kind).schema
    return rows_of(folder, "occurrences")


def test_a_text_without_words_repeats_nothing(tmp_path):
    """Rows of asterisks are cut, and equal, but they are no repeats."""
    path = write(tmp_path, f"***\n\n{ONE}\n\n***", f"***\n\n{OTHER}")
    tables = complete(run(path, tmp_path / "out", sentences=True))

    assert [] == tables["occurrences"]
    assert ["***"] * 3 == [
        "***" for row in tables["sentences"] if row["text_id"] == "t-" + "0" * 20
    ]


def test_an_article_may_be_repeated_as_a_whole(tmp_path):
    """A reprint under another id is an exact copy of every sentence: a duplicate."""
    path = write(tmp_path, f"{ONE} {OTHER}", f"{ONE} {OTHER}")
    tables = tables_of(run(path, tmp_path / "out"))

    (pair,) = tables["article_pairs"]
    assert ("duplicate", 2, 2, 2, 1.0) == tuple(
        pair[name]
        for name in (
            "relation", "n_sentences_matched", "n_exact", "longest_run_sentences", "coverage_b",
        )
    )  # fmt: skip
    assert 1 == len({row["content_hash"] for row in tables["articles"]})
    assert [1.0, 0.0] == [row["original_ratio"] for row in tables["articles"]]


def test_no_input_is_told(tmp_path):
    """An empty folder is an error, and nothing is published."""
    (tmp_path / "in").mkdir()

    with pytest.raises(InputError, match=r"^nothing to read\n"):
        run(tmp_path / "in", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_too_many_rejects_are_told(tmp_path):
    """Above the limit nothing is published, and the first reject is shown; at it, all is well."""
    path = write(tmp_path, ONE, OTHER, {"id": "x"}, f"{ONE} {OTHER}")

    assert run(path, tmp_path / "out", max_rejects=0.25).is_dir()
    with pytest.raises(RejectedError) as caught:
        run(path, tmp_path / "other", max_rejects=0.24)

    what, where, todo = str(caught.value).splitlines()
    assert "1 of 4 rows rejected, 24.0% allowed" == what
    assert where.startswith(f"  {path}:3: ")
    assert "  repair the input, or allow more with --max-rejects" == todo
    assert not (tmp_path / "other").exists()


def test_a_bad_floor_is_no_surprise(tmp_path):
    """At a floor of 1 only texts with the same shingles are pairs; at the lowest nearly all are."""
    path = write(tmp_path, "abab abab abab abab abab x", "abab abab abab abab x", ONE, OTHER)
    pairs = {s: rows_of(run(path, tmp_path / "out", similarity=s), "pairs") for s in (1.0, 0.05)}

    assert [1.0] == [row["jaccard"] for row in pairs[1.0]]
    assert {row["pair_id"] for row in pairs[1.0]} <= {row["pair_id"] for row in pairs[0.05]}
