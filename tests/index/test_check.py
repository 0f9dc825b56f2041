"""One text against an index: what was seen, where first, how much of it."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import Config
from dedup.errors import IncompatibleError
from dedup.index import check, compact, opened_to_read, remove
from dedup.report.compare import compare_articles
from tests.index.made import BREAD, PIER, PIER_AGAIN, SNOW, two_nights
from tests.index.nights import Place, article, night
from tests.index.test_equivalence import SENTENCES

pytestmark = pytest.mark.jit

NEW = "Nobody has ever written down how many lamps the promenade really has."


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of two nights."""
    return two_nights(tmp_path_factory.mktemp("check")).index


def looked_up(index, text):
    """What was found."""
    return check(opened_to_read(index), text)


def test_exact_near_and_new(index):
    """Each sentence says how it was seen, how alike, how often, and where first."""
    found = looked_up(index, f"{SNOW} {PIER} {NEW}")

    names = ("match", "n_occurrences", "n_articles", "first_article_id", "first_char_start")
    assert [
        ("exact", 2, 2, "a0002", len(BREAD) + 1),
        ("exact", 2, 2, "a0001", 0),
        ("new", 0, 0, None, None),
    ] == found.sentences.select(names).rows()
    assert [1.0, 1.0, None] == found.sentences["jaccard"].to_list()
    assert [SNOW, PIER, NEW] == found.sentences["text"].to_list()


def test_the_first_may_be_a_near_one(index):
    """The earliest of all that is like it, with its own score."""
    row = looked_up(index, PIER_AGAIN).sentences.row(0, named=True)

    assert ("exact", 1.0, "a0001") == (row["match"], row["jaccard"], row["first_article_id"])
    assert 0.8 < row["first_jaccard"] < 1
    assert (0, len(PIER)) == (row["first_char_start"], row["first_char_end"])


def test_coverage_and_the_article_that_holds_most(index):
    """Shares are of the characters of the text's sentences."""
    found = looked_up(index, f"{SNOW} {PIER} {NEW}")

    total = len(SNOW) + len(PIER) + len(NEW)
    assert (len(SNOW) + len(PIER)) / total == found.coverage == found.coverage_exact
    assert ["a0003", "a0001", "a0002"] == found.articles["article_id"].to_list()
    first = found.articles.row(0, named=True)
    assert ("S", 2, 1) == (first["source"], first["n_matched"], first["n_exact"])
    assert (len(SNOW) + len(PIER)) / total == first["covered"]


@pytest.mark.parametrize("text", ["", " \n ", "...", "!", "Zwölf Boxkämpfer."])
def test_texts_with_nothing_to_find(index, text):
    """No sentence, no words, nothing like it: nothing is found, and nothing fails."""
    found = looked_up(index, text)

    assert (0.0, 0) == (found.coverage, found.articles.height)
    assert {"new"} >= set(found.sentences["match"])


def test_removed_articles_are_not_seen(tmp_path):
    """At once, and after a compaction."""
    index = two_nights(tmp_path).index
    remove(index, ["a0001", "a0002"])
    before = looked_up(index, f"{PIER} {SNOW} {BREAD}")
    compact(index)
    after = looked_up(index, f"{PIER} {SNOW} {BREAD}")

    assert ["near", "exact", "new"] == before.sentences["match"].to_list()
    assert ["a0003"] == before.articles["article_id"].to_list()
    assert before.sentences.equals(after.sentences)


def test_undated_articles_come_last(tmp_path):
    """The first is the earliest dated one; of equal dates that of the smaller id."""
    place = Place(tmp_path, {})
    night(place, [article(9, SNOW, published_at=None), article(8, SNOW, published_at=None)], "n0")
    assert ["a0008"] == looked_up(place.index, SNOW).sentences["first_article_id"].to_list()
    same = "2026-03-09T06:00:00Z"
    night(place, [article(7, SNOW, published_at=same), article(6, SNOW, published_at=same)], "n1")

    row = looked_up(place.index, SNOW).sentences.row(0, named=True)
    assert ("a0006", 4) == (row["first_article_id"], row["n_occurrences"])


def test_nothing_is_written_or_locked(index):
    """The folder is as it was."""
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    looked_up(index, PIER)

    assert before == {path: path.stat().st_mtime_ns for path in index.rglob("*")}


def test_an_index_of_other_text_rules_is_refused(index, monkeypatch):
    """A version that normalizes in another way would look up other hashes."""
    from dedup.index import params

    monkeypatch.setattr(params, "text_rules", lambda _: "other")

    with pytest.raises(
        IncompatibleError, match="the index was made with other settings: text_rules"
    ):
        looked_up(index, PIER)


@settings(max_examples=15, deadline=None)
@given(numbers=st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4))
def test_as_a_comparison_of_every_pair(numbers, many):
    """The slow twin compares the text with each article, sentence by sentence."""
    place, rows = many
    text = " ".join(SENTENCES[i] for i in numbers)

    found = looked_up(place.index, text).sentences
    config = Config.build({"language": "auto"})
    lines = [compare_articles(row["text"], text, config) for row in rows]
    best = {}
    for several in lines:
        for line in several:
            if line.index_b is not None:
                best.setdefault(line.index_b, []).append(line.jaccard or 0.0)
    expected = [round(max(scores), 4) or None for _, scores in sorted(best.items())]

    scores = found["jaccard"].fill_null(0.0).to_list()
    assert expected == [round(score, 4) or None for score in scores]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A few articles of sentences that are much alike, in three nights."""
    place = Place(tmp_path_factory.mktemp("many"), {})
    rows = [article(i, f"{SENTENCES[i]} {SENTENCES[-i - 1]}") for i in range(0, 24, 3)]
    for at in range(3):
        night(place, rows[at::3], f"n{at}")
    return place, rows


def test_the_view_is_json(index):
    """Dates and numbers can be written."""
    from dedup.report.checked import view_of_check
    from dedup.report.render import render

    found = looked_up(index, f"{PIER} {NEW}")
    facts = {"unit": "sentence", "coverage": found.coverage, "coverage_exact": found.coverage_exact}
    view = view_of_check(facts, found.sentences, found.articles)

    shown = json.loads(render(view, "json"))
    assert ["a0001", "a0003"] == [one["article_id"] for one in shown["articles"]]
    assert "1 of 2 sentences seen before (1 exact, 0 near): 55.2 % of the text" in view.heading[0]
    assert isinstance(view.rows, pl.DataFrame)
