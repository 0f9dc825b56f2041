"""The rows of QUALITY: one for all pairs, then one for each tenth from the floor up."""

import numpy as np
import pyarrow as pa

from dedup.schemas import QUALITY, check
from dedup.stages.audit import Sample, audit
from dedup.storage.spill import Shelf

PAIRS = [(0, 1, 0.6), (0, 2, 0.69), (1, 2, 0.7), (3, 4, 0.85), (5, 9, 1.0), (6, 7, 0.9)]


def sample(pairs, weight=1.0):
    """A sample of pairs, each its own group."""
    left, right, jaccard = map(np.array, zip(*pairs, strict=True)) if pairs else [np.empty(0)] * 3
    ends = left.astype(np.int32), right.astype(np.int32)
    group, weights = np.arange(len(left)), np.full(len(left), weight)
    return Sample(*ends, jaccard.astype(float), group, weights, 8, "by hand", 3)


def verified(*several):
    """Parts of pairs that a run verified."""
    tables = [
        pa.table([pa.array([p[i] for p in part], pa.int32()) for i in (0, 1)], ["left", "right"])
        for part in several
    ]
    return Shelf().parts(tables)


def rows(table, *names):
    """Some columns of QUALITY, rounded."""
    return [
        tuple(round(row[name], 3) if isinstance(row[name], float) else row[name] for name in names)
        for row in check(table, QUALITY).to_pylist()
    ]


def test_a_row_for_all_and_one_a_tenth():
    """Pairs are counted once in all and once in their band; 1 belongs to the last."""
    found = verified([(0, 1), (1, 2)], [], [(3, 4), (5, 9), (6, 8)])

    table = audit("sentence", sample(PAIRS), found, 0.6)
    names = ("jaccard_low", "jaccard_high", "n_true", "n_found", "estimate")
    assert [
        (0.6, 1.0, 6, 4, 0.667),
        (0.6, 0.7, 2, 1, 0.5),
        (0.7, 0.8, 1, 1, 1.0),
        (0.8, 0.9, 1, 1, 1.0),
        (0.9, 1.0, 2, 1, 0.5),
    ] == rows(table, *names)
    assert {("recall", "sentence", "by hand", 8, 3)} == set(
        rows(table, "metric", "unit", "method", "n_sampled", "seed")
    )


def test_a_floor_between_tenths():
    """The first band begins at the floor; a floor of .9 or more has one band, told once."""
    bands = [rows(audit("paragraph", sample(PAIRS[3:]), verified([]), floor), "jaccard_low", "jaccard_high")
             for floor in (0.75, 0.9, 1.0)]  # fmt: skip

    assert [(0.75, 1.0), (0.8, 0.9), (0.9, 1.0)] == bands[0]
    assert [[(0.9, 1.0)], [(1.0, 1.0)]] == bands[1:]


def test_no_true_pairs():
    """Where there is no pair there is nothing to tell: no row, of a band or of all."""
    bands = rows(audit("sentence", sample(PAIRS[3:4]), verified([]), 0.6), "jaccard_low", "n_true")

    assert [(0.6, 1), (0.8, 1)] == bands
    assert 0 == audit("sentence", sample([]), verified([]), 0.6).num_rows


def test_pairs_of_a_crowd_are_found_unlisted():
    """What was met in a crowd is found, and told apart; only pairs that are not verified are asked for."""
    asked = []

    def in_crowd(left, right):
        asked.extend(zip(left.tolist(), right.tolist(), strict=True))
        return left == 0

    table = audit("sentence", sample(PAIRS[:4]), verified([(0, 1)]), 0.6, in_crowd)

    assert [(4, 2, 1, 0.5), (2, 2, 1, 1.0)] == rows(
        table, "n_true", "n_found", "n_unlisted", "estimate"
    )[:2]
    assert [(0, 2), (1, 2), (3, 4)] == asked


def test_half_weights_make_whole_pairs():
    """A pair that is listed twice with half the weight counts once."""
    table = audit("sentence", sample(PAIRS[:2] * 2, 0.5), verified([(0, 1)]), 0.6)

    assert (2, 1, 0.5) == rows(table, "n_true", "n_found", "estimate")[0]
