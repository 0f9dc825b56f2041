"""Text that a spreadsheet would run as a formula."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.formulas import guarded

RISKY = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize("start", RISKY)
def test_text_that_would_run_gets_an_apostrophe(start):
    """Each character that begins a formula is guarded."""
    rows = pl.DataFrame({"text": [f"{start}HYPERLINK(1)"]})
    assert [f"'{start}HYPERLINK(1)"] == guarded(rows)["text"].to_list()


def test_the_rest_stays():
    """Numbers, other texts and nulls are as they were; a minus inside is no formula."""
    rows = pl.DataFrame({"n": [-5, None], "text": ["[-old-]{+new+}", None], "x": [-0.5, 1.0]})
    assert rows.equals(guarded(rows))


@given(st.lists(st.text() | st.none(), max_size=5))
def test_no_text_runs_and_none_is_lost(texts):
    """Afterwards no text begins like a formula, and without the apostrophe it is what it was."""
    found = guarded(pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}))["text"].to_list()
    assert [] == [one for one in found if one and one[0] in RISKY]
    back = [
        one[1:] if old and old[0] in RISKY else one for one, old in zip(found, texts, strict=True)
    ]
    assert texts == back
