"""How many and how far."""

import numpy as np

from dedup.generator import draws
from tests.generator.made import dice


def test_articles_have_about_twelve_sentences():
    """Three to sixty, about twelve on average, few of them long."""
    sizes = np.concatenate([draws.article_sizes(dice(seed)) for seed in range(40)])

    assert draws.BLOCK * 40 == len(sizes)
    assert (3, True) == (sizes.min(), sizes.max() <= 60)
    assert 11.5 < sizes.mean() < 13
    assert 0.01 < (sizes > 25).mean() < 0.06


def test_paragraphs_have_one_to_four_sentences():
    """Between two ends lie at most four sentences, and each number of them occurs."""
    ends = draws.paragraph_ends(5000, dice())

    assert [1, 2, 3, 4] == np.unique(np.diff(ends)).tolist()
    assert (True, True) == (ends[0] <= 3, ends[-1] < 5000)


def test_families_are_mostly_pairs():
    """A family has at least two members and at most two hundred, most often two."""
    sizes = draws.family_sizes(50_000, dice())

    assert (2, draws.LARGEST_FAMILY) == (sizes.min(), sizes.max())
    assert 0.6 < (sizes == 2).mean() < 0.7


def test_copies_come_soon_mostly():
    """Three quarters of the lags are near ones, and none is zero."""
    far = draws.lags(50_000, dice())

    assert (1, True) == (far.min(), far.max() <= draws.FAR)
    assert 0.74 < (far <= draws.NEAR).mean() < 0.76


def test_each_order_of_magnitude_is_as_common():
    """Numbers from 1 to 10,000 are below 100 half of the time."""
    numbers = draws.spread(np.ones(50_000), np.full(50_000, 10_000), dice())

    assert 0.49 < (numbers < 100).mean() < 0.51
    assert (1, True) == (numbers.min(), numbers.max() < 10_000)


def test_few_outlets_publish_most():
    """Every number is that of an outlet, and the first tenth publishes about half."""
    numbers = draws.outlet_numbers(50_000, 300, dice())

    assert list(range(300)) == np.unique(numbers).tolist()
    assert 0.35 < (numbers < 30).mean() < 0.6
