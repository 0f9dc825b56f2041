"""Two texts, or two articles, side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import DEFAULTS, Config
from dedup.report.compare import Line, compare_articles, compare_texts
from tests.naive.similarity import jaccard

WORDS = st.lists(
    st.sampled_from(["the", "a", "bridge", "opened", "Bridge", "straße", "你好", "14", "17", "!"]),
    max_size=8,
)


@given(WORDS, WORDS)
def test_jaccard_is_that_of_the_definition(a, b):
    """The score of two texts equals the one computed straight from the definition."""
    found = compare_texts(" ".join(a), " ".join(b))
    assert pytest.approx(jaccard(" ".join(a), " ".join(b)), abs=1e-6) == found["jaccard"]


def test_scores_of_two_texts():
    """Words added and kept are counted; containment is of each side."""
    found = compare_texts("The bridge opened.", "The bridge opened on Monday.")
    assert ("The bridge [-opened.-]{+opened on Monday.+}", 2, 3, 1.0) == (
        found["diff"],
        found["edit_words"],
        found["longest_run_words"],
        found["containment_a"],
    )


def test_texts_without_words():
    """Two texts without a letter share nothing, and nothing is divided by zero."""
    found = compare_texts("!", "?")
    assert (0.0, 0.0, 0.0, 0) == (
        found["jaccard"], found["containment_a"], found["containment_b"], found["edit_words"],
    )  # fmt: skip


def test_sentences_of_two_articles():
    """Each sentence of b is matched with the most similar of a, others stand alone."""
    a = "Gulls stole the mayor's lunch. The harbor wall was painted green on Friday. Rain fell."
    b = "The harbor wall was painted blue on Friday. Boats stayed in. Rain fell!"
    lines = compare_articles(a, b, DEFAULTS)
    assert ["only_a", "near", "only_b", "equal"] == [line.kind for line in lines]
    assert [(0, None), (1, 0), (None, 1), (2, 2)] == [
        (line.index_a, line.index_b) for line in lines
    ]
    assert "The harbor wall was painted [-green-]{+blue+} on Friday." == lines[1].text
    sides = (
        "The harbor wall was painted green on Friday.",
        "The harbor wall was painted blue on Friday.",
    )
    assert pytest.approx(jaccard(*sides), abs=1e-6) == lines[1].jaccard


def test_short_sentences_match_when_equal_only():
    """Below min_words a near sentence does not match, as in a run."""
    config = Config(min_words=9, similarity=0.3)
    lines = compare_articles("The wall was green.", "The wall was greene.", config)
    assert ["only_b", "only_a"] == [line.kind for line in lines]


def test_sentences_without_words_match_nothing():
    """A line of signs is no repeat of a line of signs."""
    lines = compare_articles("!!!", "!!!", DEFAULTS)
    assert ["only_b", "only_a"] == [line.kind for line in lines]


def test_empty_articles():
    """Nothing against nothing is nothing; something against nothing stands alone."""
    assert [] == compare_articles("", "", DEFAULTS)
    assert [Line("only_a", 0, None, None, "Rain fell.")] == compare_articles(
        "Rain fell.", "", DEFAULTS
    )


def test_best_of_several():
    """The sentence of a with the highest score is chosen, the first of equal ones."""
    a = "The red boat sank near the old pier. The red boat sank near the new pier."
    lines = compare_articles(a, "The red boat sank near the new pier!", DEFAULTS)
    assert [("only_a", 0), ("equal", 1)] == [(line.kind, line.index_a) for line in lines]
    twice = "The red boat sank near the old pier. The red boat sank near the old pier."
    lines = compare_articles(twice, "The red boat sank near an old pier.", DEFAULTS)
    assert [("near", 0), ("only_a", 1)] == [(line.kind, line.index_a) for line in lines]
