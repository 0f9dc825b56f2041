"""The banding that is chosen keeps the recall asked for, and its formula is what happens."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.schemas import CANDIDATES, TEXTS
from dedup.stages.sketch import Bands, choose_bands, collision, sketch
from dedup.stages.sketch.bands import MOST_BANDS, MOST_ROWS, cost
from tests.naive.similarity import jaccard
from tests.stages.kept import all_candidates

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

    most = np.iinfo(CANDIDATES.schema.field("n_bands").type.to_pandas_dtype()).max
    assert 1 <= bands.rows <= MOST_ROWS
    assert 1 <= bands.bands <= MOST_BANDS <= most


@given(floors, recalls, sizes)
def test_nothing_cheaper_keeps_the_recall(similarity, recall, n_texts):
    """One band fewer would miss the recall; no other number of rows is cheaper."""
    best = choose_bands(similarity, recall, n_texts)

    if best.bands > 1:
        assert collision(similarity, best._replace(bands=best.bands - 1)) < recall + 1e-9
    for rows in range(1, MOST_ROWS + 1):
        others = [Bands(n, rows) for n in (best.bands // 2 + 1, best.bands, MOST_BANDS)]
        keeping = [other for other in others if collision(similarity, other) >= recall]
        assert [b for b in keeping if cost(b, n_texts) < cost(best, n_texts)] == []


def test_equal_sets_need_one_band():
    """At a floor of 1 one band finds everything."""
    assert 1 == choose_bands(1.0, 0.9999, 10**6).bands


def similar_texts(n, random):
    """n texts of random letters, each followed by a copy with some letters replaced at its end."""
    for _ in range(n):
        letters = random.integers(97, 123, 60).astype(np.uint8)
        copy = letters.copy()
        changed = random.integers(1, 30)
        copy[-changed:] = random.integers(97, 123, changed)
        yield letters.tobytes().decode()
        yield copy.tobytes().decode()


@pytest.mark.jit
@pytest.mark.parametrize("bands", [Bands(5, 1), Bands(24, 3), Bands(33, 4), Bands(8, 6)])
def test_the_formula_is_what_happens(bands):
    """Real sketches of texts of known Jaccard meet as often as predicted, within four sigmas."""
    texts = list(similar_texts(1500, np.random.default_rng(11)))
    columns = [[t.encode() for t in texts], range(3000), range(3000), [9] * 3000, [1] * 3000]
    keys = sketch(pa.table(columns, schema=TEXTS.schema), 0, bands, 4, seed=7)
    found = all_candidates([keys]).select(["left", "right"]).to_pylist()
    met = sum(row["left"] % 2 == 0 and row["right"] == row["left"] + 1 for row in found)

    chances = [
        collision(jaccard(a, b), bands) for a, b in zip(texts[::2], texts[1::2], strict=True)
    ]
    sigma = sum(p * (1 - p) for p in chances) ** 0.5
    assert abs(met - sum(chances)) <= 4 * sigma
