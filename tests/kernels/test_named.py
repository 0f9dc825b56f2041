"""The rows that pairs name, against sorted sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.named import list_rows, mark_rows, place_rows


@given(st.lists(st.integers(0, 200)), st.lists(st.integers(0, 200)))
def test_rows_are_listed_once_and_placed(left, right):
    """The rows of both sides come once and in order; each side is told the places of its own."""
    marks = np.zeros(200 // 64 + 1, np.uint64)
    before, rows = np.empty(len(marks), np.int32), np.empty(201, np.int32)
    sides = [np.array(side, np.int32) for side in (left, right)]

    for side in sides:
        mark_rows(side, marks)
    n = list_rows(marks, before, rows)

    assert sorted({*left, *right}) == rows[:n].tolist()
    for side in sides:
        places = np.full(len(side), -1, np.int32)
        place_rows(side, marks, before, places)
        assert side.tolist() == rows[places].tolist()
