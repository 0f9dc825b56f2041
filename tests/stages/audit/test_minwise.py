"""The sample of pairs: each true pair is drawn with the probability that is claimed."""

import sys
from collections import Counter
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest

from dedup.stages.audit import audit_seed, minwise, rows_for
from dedup.stages.audit.minwise import met, places
from dedup.stages.sketch import Bands, sketch
from tests.stages.audit.texts import parts_of, true_pairs

BASE = "the harbor council of the old town voted on the new ferry line this winter"


def draw(parts, similarity, seed, times=1):
    """The sample that a run with this seed takes."""
    bands = Bands(times, rows_for(similarity))
    keys = [
        sketch(kept.load(), start, bands, 4, audit_seed(seed))
        for kept, start in zip(parts.kept, parts.starts, strict=True)
    ]
    return minwise(pa.concat_tables(keys).combine_chunks(), parts, similarity, seed)


def edited():
    """Texts that differ from one in more and more words, and some that are alike to none."""
    words = BASE.split()
    texts = [" ".join([*words[:i], f"word{i}", *words[i + 1 :]]) for i in range(len(words))]
    texts += [" ".join([*words[: -n - 1], *(f"x{j}y" for j in range(n))]) for n in range(1, 6)]
    return [BASE, *texts, *(f"nothing of number {n} is near {n * n}" for n in range(5))]


def test_pairs_in_a_group_are_numbered():
    """Each number names another pair of members; none is left out."""
    first, second = places(np.arange(45))

    assert sorted(combinations(range(10), 2)) == sorted(
        zip(first.tolist(), second.tolist(), strict=True)
    )


def test_numbers_of_a_large_group():
    """Rounding of square roots does not matter where groups are large."""
    edges = np.arange(10**6, 10**6 + 50, dtype=np.int64)
    numbers = np.concatenate([edges * (edges - 1) // 2 - 1, edges * (edges - 1) // 2])
    first, second = places(numbers)

    assert numbers.tolist() == (second * (second - 1) // 2 + first).tolist()
    assert (first < second).all() and (first >= 0).all()


def test_every_pair_of_equal_keys():
    """Texts with equal keys are paired, left below right, in order."""
    keys = np.array([7, 9, 7, 7, 9, 1], np.uint64) << np.uint64(40)
    left, right, group, share = met(np.array([4, 5, 8, 9, 12, 13], np.int32), keys)

    found = dict(zip(zip(left.tolist(), right.tolist(), strict=True), group.tolist(), strict=True))
    assert {(4, 8), (4, 9), (5, 12), (8, 9)} == set(found)
    assert found[4, 8] == found[4, 9] == found[8, 9] != found[5, 12]
    assert 1.0 == share


def test_of_many_pairs_evenly_spaced_ones(monkeypatch):
    """No more pairs than are wanted, each once."""
    monkeypatch.setattr(sys.modules["dedup.stages.audit.minwise"], "MOST_PAIRS", 40)
    left, right, _, share = met(np.arange(30, dtype=np.int32), np.zeros(30, np.uint64))

    assert 40 == len(set(zip(left.tolist(), right.tolist(), strict=True)))
    assert 40 / 435 == share


def test_rows_follow_the_floor():
    """A pair at the floor comes together with a probability of about a tenth."""
    assert [1, 1, 2, 4, 8, 8] == [rows_for(floor) for floor in (0.05, 0.3, 0.4, 0.6, 0.8, 1)]


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_the_seed_is_not_that_of_the_run(seed):
    """The permutations of an audit are never those of the run, and their seed is one of 32 bits."""
    assert seed != audit_seed(seed)
    assert 0 <= audit_seed(seed) < 2**32


@pytest.mark.jit
@pytest.mark.parametrize(("times", "most"), [(1, 1 << 16), (5, 1 << 16), (3, 12)])
def test_each_true_pair_is_equally_likely(times, most, monkeypatch):
    """Over many seeds every true pair comes in as many of the samples, alike or not.

    Also when texts are put together several times, and when only some of many pairs are taken.
    """
    monkeypatch.setattr(sys.modules["dedup.stages.audit.minwise"], "MOST_PAIRS", most)
    texts, runs = edited(), 600
    parts, expected = parts_of([texts[:9], texts[9:]]), true_pairs(texts, 0.6, 4)
    seen = Counter()
    for seed in range(runs):
        sample = draw(parts, 0.6, seed, times)
        seen.update(zip(sample.left.tolist(), sample.right.tolist(), strict=True))

    assert set(seen) <= set(expected)
    mean = sum(seen.values()) / len(expected)
    assert most < 100 or mean == pytest.approx(runs * (1 - (1 - 0.6**4) ** times), rel=0.1)
    assert [] == [pair for pair in expected if abs(seen[pair] - mean) > 6 * np.sqrt(mean)]
    alike = [
        np.mean([seen[p] for p, s in expected.items() if low <= s < low + 0.2])
        for low in (0.6, 0.8)
    ]
    assert alike[0] == pytest.approx(alike[1], rel=0.15)


def test_scores_are_exact():
    """Each pair carries its Jaccard; pairs of one group carry one number."""
    texts = edited()
    parts, expected = parts_of([texts]), true_pairs(texts, 0.4, 4)

    sample = draw(parts, 0.4, 3)
    found = zip(sample.left.tolist(), sample.right.tolist(), sample.jaccard.tolist(), strict=True)
    several = {(left, right): score for left, right, score in found}
    assert several == {pair: expected[pair] for pair in several}
    assert len(several) > 20
