"""The interval: Clopper and Pearson's for independent trials, wider for those that come together."""

import numpy as np
import pytest
from scipy.stats import binomtest

from dedup.stages.audit.interval import Trials, effective, interval


def trials(*groups):
    """Groups as (true, found)."""
    true, found = np.array(groups, float).reshape(-1, 2).T
    return Trials(true, found)


@pytest.mark.parametrize(("found", "n"), [(0, 1), (3, 3), (0, 40), (40, 40)])
def test_clopper_pearson_of_all_or_none(found, n):
    """Pairs of their own groups, all found or none, have scipy's interval."""
    expected = binomtest(found, n).proportion_ci(method="exact")

    assert pytest.approx((expected.low, expected.high)) == interval(
        trials(*[(1, 1)] * found, *[(1, 0)] * (n - found))
    )


def test_clopper_pearson_of_many():
    """With many single pairs it is scipy's too, but for the few degrees of freedom of one sample."""
    expected = binomtest(1800, 2000).proportion_ci(method="exact")

    assert pytest.approx((expected.low, expected.high), abs=4e-4) == interval(
        trials(*[(1, 1)] * 1800, *[(1, 0)] * 200)
    )


def test_nothing_to_go_by():
    """Without pairs any share is possible."""
    assert (0.0, 1.0) == interval(trials())


def test_groups_count_for_less_than_their_pairs():
    """Misses that come together widen the interval; as many misses spread out do not."""
    together = trials(*[(10, 10)] * 36, *[(10, 0)] * 4)
    spread = trials(*[(10, 9)] * 40)
    low, high = interval(together)

    assert effective(together) < 40 < 399 < effective(spread) <= 400
    assert low < interval(spread)[0] < 0.9 < interval(spread)[1] < high


def test_all_found_counts_groups():
    """When nothing was missed, a group is one trial however large it is."""
    assert interval(trials(*[(1, 1)] * 30)) == interval(trials(*[(7, 7)] * 30))


def test_half_pairs_are_no_trials_of_their_own():
    """A pair that two groups hold half of each is one trial, not two."""
    assert interval(trials((1, 1))) == interval(trials((0.5, 0.5), (0.5, 0.5)))


def test_one_group_is_one_trial():
    """A single group says as much as a single pair."""
    assert 1.0 == effective(trials((50, 49)))


def test_one_miss_is_not_taken_for_many():
    """A single miss leaves an interval as narrow as a few degrees of freedom allow."""
    low, high = interval(trials(*[(1, 1)] * 999, (1, 0)))

    assert low > 0.99 and 0.999 < high < 1


@pytest.mark.parametrize("share", [0.8, 0.95, 0.99])
def test_the_truth_lies_inside(share):
    """Of families that are missed in part, 95 of 100 intervals hold the true share."""
    random, inside, n = np.random.default_rng(8), 0, 400
    for _ in range(n):
        true = random.integers(1, 9, 600).astype(float)
        rate = random.beta(2 * share, 2 * (1 - share), 600)
        low, high = interval(Trials(true, random.binomial(true.astype(int), rate).astype(float)))
        inside += low <= share <= high

    assert inside >= 0.93 * n
