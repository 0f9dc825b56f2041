"""What sort of repetition a group is."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from dedup.facts import masked_texts
from dedup.kinds import KINDS, formula_groups, kind_of

PLAIN = {
    "n_occurrences": 4, "n_boilerplate": 0, "n_quote": 0, "is_formula": False, "n_articles": 4,
    "n_texts": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"n_boilerplate": 2, "n_quote": 4, "is_formula": True}, "boilerplate"),
        ({"n_boilerplate": 1, "n_quote": 2, "is_formula": True}, "quote"),
        ({"n_quote": 1, "is_formula": True, "n_articles": 1}, "formula"),
        ({"n_articles": 1, "n_texts": 1}, "internal_repeat"),
        ({"n_texts": 1}, "exact_copy"),
        ({}, "rewrite"),
    ],
)
def test_order(changed, expected):
    """The first kind that holds is taken; half of the occurrences are enough."""
    groups = pl.DataFrame([PLAIN | changed])

    assert [expected] == groups.select(kind_of()).to_series().to_list()
    assert expected in KINDS


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["The payment date is April 15.", "The payment date is April 7."], True),
        (["The payment date is April 15.", "The payment day is April 7."], False),
        (["At least 14 men were killed there.", "At least 17 men were killed there."], True),
        (["Shares of Orbis closed at $5.", "Shares of Nordwind closed at $61.20."], True),
        (["Kim won the slalom by 2 seconds.", "Lee Park won the slalom by half a second."], False),
        (["Ana Kim won the slalom on Monday.", "Lee won the slalom on Tuesday."], True),
        (["Kim 5, Lee 4.", "Ono 3, Lee 2."], False),
        (["It rained all day in the hills."], False),
    ],
)
def test_formulas(texts, expected):
    """Texts that differ in numbers, dates and names only are one formula, other ones are not."""
    masked = masked_texts(pa.array(texts), np.arange(len(texts)))

    found = formula_groups(pl.Series([7] * len(texts)), *masked)

    assert [(7, expected)] == found.rows()


def test_groups_are_told_apart():
    """Each group is judged by its own texts."""
    keys, words = np.array([1, 1, 2, 3], np.uint64), np.array([5, 5, 5, 5])

    found = formula_groups(pl.Series([0, 0, 1, 1]), keys, words)

    assert [(0, True), (1, False)] == found.rows()
