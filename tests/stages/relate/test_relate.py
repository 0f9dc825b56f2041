"""Every column of every report table equals its slow twin."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.memory import Memory
from dedup.pipeline import relating
from dedup.schemas import REPORTS, check
from tests.naive import relating as naive
from tests.naive.matching import signature
from tests.naive.similarity import jaccard, normalize
from tests.stages.relate.corpora import article, corpora, find

FLOOR, MIN_WORDS = 0.4, 3
FLOORS = st.sampled_from([(FLOOR, 0.85), (0.6, 0.85), (0.75, 0.6), (0.6, 0.0)])
TABLES = [kind for kind in REPORTS if kind.name not in ("cluster_events", "quality", "rejects")]


@settings(max_examples=2 * settings().max_examples)
@given(
    corpora(),
    st.sampled_from([["sentence"], ["paragraph"], ["sentence", "paragraph"]]),
    st.integers(1, 4),
    FLOORS,
    st.sampled_from([1, 13]),
)
def test_every_table_equals_its_naive_twin(articles, units, cut, floors, buckets):
    """From any small corpus, cut into any parts and buckets, all rows and columns are as defined."""
    wanted = naive.Floors(*floors, MIN_WORDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Memory, "buckets", lambda *_: buckets)
        unit = "both" if len(units) == 2 else units[0]
        found = find(patch, articles, cut, unit=unit, **wanted._asdict())

    expected = naive.reports(articles, units, wanted)
    for kind in TABLES:
        actual = check(found[kind.name], kind).to_pylist()
        for row in actual:
            row.pop("n_bands", None)
        assert expected[kind.name] == actual, kind.name


@given(corpora())
def test_n_bands_counts_the_bands_in_which_a_pair_met(articles):
    """With one row a band, that is the number of values in which the two signatures agree."""
    with pytest.MonkeyPatch.context() as patch:
        found = find(patch, articles, similarity=FLOOR, min_words=MIN_WORDS)

    for row in found["pairs"].to_pylist():
        a, b = (signature(normalize(row[side]), 48, 1).hashvalues for side in ("text_a", "text_b"))
        assert int((a == b).sum()) == row["n_bands"]


@pytest.mark.parametrize("buckets", [1, 5])
def test_a_report_is_complete_when_it_is_told(monkeypatch, buckets):
    """Each but those that come last is told so once, and nothing of it follows."""
    seen, related = [], relating.relate

    def watched(*given):
        for kind, table in related(*given):
            seen.append((kind.name, table is None))
            yield kind, table

    monkeypatch.setattr(relating, "relate", watched)
    monkeypatch.setattr(Memory, "buckets", lambda *_: buckets)
    find(monkeypatch, [article(n, [["It snowed in the hills.", f"Day {n}."]]) for n in range(4)])

    told = [name for name, is_told in seen if is_told]
    chapters = ["occurrences", "pairs", "clusters", "source_flow", "article_pairs", "articles"]
    assert chapters == told
    assert all((name, False) not in seen[seen.index((name, True)) :] for name in told)


def test_tables_not_asked_for_are_not_made():
    """Without --sentences there is no table of all units."""
    with pytest.MonkeyPatch.context() as patch:
        found = find(patch, [article(0, [["It snowed."]])], sentences=False)

    assert {kind.name for kind in TABLES} - {"sentences"} == set(found)


def test_a_chain_closed_later_is_matched_with_the_first():
    """b joins a and c but comes last: c has no earlier neighbor, so the first is its best match."""
    a = "one two three four five six seven eight nine ten"
    b = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    c = "five six seven eight nine ten eleven twelve thirteen fourteen"
    days = [datetime(2025, 3, day, tzinfo=UTC) for day in (1, 3, 2)]
    articles = [article(i, [[text]], days[i]) for i, text in enumerate((a, b, c))]
    with pytest.MonkeyPatch.context() as patch:
        found = find(patch, articles, similarity=0.6, min_words=4)

    of_a, of_c, of_b = found["occurrences"].to_pylist()
    assert [a, c, b] == [row["text"] for row in (of_a, of_c, of_b)]
    assert [None, "a00", "a42"] == [row["best_article_id"] for row in (of_a, of_c, of_b)]
    assert float(np.float32(jaccard(a, c))) == of_c["jaccard"] < 0.6
    assert ("near", 2) == (of_c["match_type"], found["clusters"].to_pylist()[0]["diameter"])


def test_of_equally_near_texts_the_latest_is_best():
    """Two earlier texts of the same Jaccard: the match is the one that came nearer in time."""
    texts = [
        f"The ferry to the outer islands sails again in {end}"
        for end in ("xxxxx", "yyyyy", "zzzzz")
    ]
    days = [datetime(2025, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    articles = [article(i, [[text]], days[i]) for i, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        found = find(patch, articles, similarity=0.6)

    rows = found["occurrences"].to_pylist()
    assert rows[1]["jaccard"] == rows[2]["jaccard"]
    assert [None, texts[0], texts[1]] == [
        next((row["text"] for row in rows if row["article_id"] == one["best_article_id"]), None)
        for one in rows
    ]
