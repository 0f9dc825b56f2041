"""The banding that is chosen keeps the recall asked for, and its formula is what happens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.schemas import CANDIDATES
from dedup.stages.candidates import candidates
from dedup.stages.sketch import Bands, choose_bands, collision
from dedup.stages.sketch.bands import MOST_BANDS, MOST_ROWS, cost

floors, recalls = st.floats(0.05, 1.0), st.floats(0.5, 0.9999)
sizes = st.integers(0, 10**9)


@given(floors, recalls, sizes)
def test_recall_at_the_floor_is_kept(similarity, recall, n_texts):
    """A pair exactly at the floor becomes a candidate with at least the recall asked for."""
    bands = choose_bands(similarity, recall, n_texts)

    assert collision(similarity, bands) >= recall - 1e-9


@given(floors, recalls, sizes, st.floats(0, 1))
def test_nothing_above_the_floor_is_less_likely_found(similarity, recall, n_texts, up):
    """The more alike two texts are, the likelier they meet."""
    bands = choose_bands(similarity, recall, n_texts)
    higher = similarity + up * (1 - similarity)

    assert collision(higher, bands) >= collision(similarity, bands)


@given(floors, recalls, sizes, sizes)
def test_more_texts_never_mean_fewer_rows(similarity, recall, n_texts, more):
    """Rows suppress chance candidates, which grow with the corpus."""
    few, many = (choose_bands(similarity, recall, n) for n in (n_texts, n_texts + more))

    assert many.rows >= few.rows


@given(floors, recalls, sizes)
def test_keys_stay_within_bounds(similarity, recall, n_texts):
    """No setting makes more keys a text than fit in memory, or than n_bands can count."""
    bands = choose_bands(similarity, recall, n_texts)

    assert 1 <= bands.rows <= MOST_ROWS
    assert 1 <= bands.bands <= MOST_BANDS <= np.iinfo(CANDIDATES.schema.field("n_bands").type.to_pandas_dtype()).max


@given(floors, recalls, sizes)
def test_nothing_cheaper_keeps_the_recall(similarity, recall, n_texts):
    """One band fewer would miss the recall; no other number of rows is cheaper."""
    best = choose_bands(similarity, recall, n_texts)

    if best.bands > 1:
        assert collision(similarity, best._replace(bands=best.bands - 1)) < recall + 1e-9
    for rows in range(1, MOST_ROWS + 1):
        others = (Bands(n, rows) for n in (best.bands // 2, best.bands, 2 * best.bands, MOST_BANDS))
        keeping = [b for b in others if 1 <= b.bands and collision(similarity, b) >= recall]
        allowed = [b for b in keeping if b.bands <= MOST_BANDS]
        assert all(cost(best, n_texts) <= cost(b, n_texts) for b in allowed)


def test_equal_sets_need_one_band():
    """At a floor of 1 one band finds everything."""
    assert 1 == choose_bands(1.0, 0.9999, 10**6).bands


@pytest.mark.parametrize(
    ("similarity", "bands"),
    [(0.3, Bands(30, 2)), (0.5, Bands(24, 3)), (0.6, Bands(33, 4)), (0.8, Bands(6, 5)), (1.0, Bands(1, 9))],
)
def test_the_formula_is_what_happens(similarity, bands):
    """Signatures that agree in each row with that probability meet as often as predicted."""
    random, pairs = np.random.default_rng(11), 20_000
    shape = (pairs, bands.bands, bands.rows)
    agree = (random.random(shape) < similarity).all(axis=2).any(axis=1)

    predicted = collision(similarity, bands)
    sigma = (predicted * (1 - predicted) / pairs) ** 0.5
    assert abs(agree.mean() - predicted) <= 4 * sigma + 1e-12
