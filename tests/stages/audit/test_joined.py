"""The exact join finds what brute force finds, however the texts are cut into parts."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.audit.joined import Draw, drawn, joined
from tests.stages.audit.texts import parts_of, true_pairs

WORDS = ["tide", "harbor", "mayor", "vote", "snow", "ferry", "noon", "żuraw", "море", "駅"]
text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
corpus = st.lists(text, min_size=1, max_size=25, unique=True)
ALL = Draw(10_000, 2, 1)


def pairs_of(sample):
    """The pairs of a sample with their scores, and the sum of the weights of each."""
    scores, weights = {}, {}
    for left, right, score, weight in zip(
        sample.left.tolist(), sample.right.tolist(), sample.jaccard, sample.weight, strict=True
    ):
        scores[left, right] = score
        weights[left, right] = weights.get((left, right), 0) + weight
    return scores, weights


@given(corpus, st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.75, 0.9, 1.0]), st.integers(0, 25))
def test_all_true_pairs_are_found(texts, similarity, cut):
    """With every text drawn the pairs are those of brute force, each with weight 1 in all."""
    sample = joined(parts_of([texts[:cut], texts[cut:]]), similarity, ALL)
    expected = true_pairs(texts, similarity, 2)

    scores, weights = pairs_of(sample)
    assert expected == scores
    assert dict.fromkeys(expected, 1.0) == weights


@given(corpus, st.integers(1, 6), st.integers(0, 9))
def test_pairs_of_the_drawn_texts(texts, n_texts, seed):
    """Of some texts, exactly the true pairs that one of them is in; a pair of two counts once."""
    parts, draw = parts_of([texts]), Draw(n_texts, 2, seed)
    rows = set(drawn(parts, draw).tolist())
    expected = {pair for pair in true_pairs(texts, 0.5, 2) if rows & set(pair)}

    sample = joined(parts, 0.5, draw)
    assert dict.fromkeys(expected, 1.0) == pairs_of(sample)[1]
    assert len(rows) == sample.n_texts


def test_repeats_inside_a_text():
    """A text that says the same again and again has few shingles, and is joined as such."""
    texts = ["tide tide tide tide tide tide", "tide tide", "tide tide tide", "vote tide tide"]

    sample = joined(parts_of([texts]), 0.4, ALL)
    assert true_pairs(texts, 0.4, 2) == pairs_of(sample)[0]


def test_no_texts():
    """Without texts, or with none long enough, there is nothing to join."""
    assert 0 == len(joined(parts_of([[]]), 0.6, ALL).left)
    assert 0 == len(joined(parts_of([["one", "two"]]), 0.6, ALL).left)


def test_more_pairs_than_fit_at_once(monkeypatch):
    """The join goes on where the room for pairs ended."""
    texts = [f"the harbor vote of day {n} was close" for n in range(30)]
    monkeypatch.setattr(sys.modules["dedup.stages.audit.joined"], "PAIRS_AT_ONCE", 1)

    sample = joined(parts_of([texts]), 0.6, ALL)
    assert true_pairs(texts, 0.6, 2) == pairs_of(sample)[0]


@pytest.mark.jit
def test_each_length_gives_its_share():
    """Short and long texts are drawn in proportion; the same whatever the parts, others by seed."""
    texts = [f"ferry number {n} left" for n in range(600)]
    texts += [f"ferry number {n} left " + "at noon for the islands " * 4 for n in range(200)]
    whole, cut = parts_of([texts]), parts_of([texts[:37], texts[37:650], texts[650:]])

    rows = drawn(whole, Draw(80, 2, 5))
    assert (60, 20) == ((rows < 600).sum(), (rows >= 600).sum())
    assert rows.tolist() == drawn(cut, Draw(80, 2, 5)).tolist()
    assert len(np.intersect1d(rows, drawn(whole, Draw(80, 2, 6)))) < 40
