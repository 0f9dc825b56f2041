"""Every column of every report table equals its slow twin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.schemas import REPORTS, check
from tests.naive import relating as naive
from tests.stages.relate.corpora import corpora, find

FLOOR, MIN_WORDS = 0.4, 3
TABLES = [kind for kind in REPORTS if kind.name not in ("quality", "rejects")]


@settings(max_examples=2 * settings().max_examples)
@given(
    corpora(),
    st.sampled_from([["sentence"], ["paragraph"], ["sentence", "paragraph"]]),
    st.integers(1, 4),
)
def test_every_table_equals_its_naive_twin(articles, units, cut):
    """From any small corpus, cut into any parts, all rows and columns are as defined."""
    unit = "both" if len(units) == 2 else units[0]
    with pytest.MonkeyPatch.context() as patch:
        wanted = {"unit": unit, "similarity": FLOOR, "min_words": MIN_WORDS}
        found = find(patch, articles, cut, **wanted)

    expected = naive.reports(articles, units, FLOOR, MIN_WORDS)
    for kind in TABLES:
        actual = check(found[kind.name], kind).to_pylist()
        for row in actual:
            row.pop("n_bands", None)
        assert expected[kind.name] == actual, kind.name
