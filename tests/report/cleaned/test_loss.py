"""Nothing that says more goes for the sake of what it contains."""

import polars as pl
import pytest

from dedup.report.cleaned import Wish, clean
from tests.pipeline.made import run, write

SHORT = "The harbor office closed the northern pier on Monday."
LONG = SHORT[:-1] + ", and the ferries to the outer islands will not sail before Thursday."


@pytest.mark.parametrize(
    ("order", "keep", "left"),
    [
        ((SHORT, LONG), "first", {SHORT, LONG}),
        ((SHORT, LONG), "longest", {LONG}),
        ((LONG, SHORT), "first", {LONG}),
        ((LONG, SHORT), "n_chars < 60", {LONG, SHORT}),
        ((SHORT, LONG, LONG), "first", {SHORT, LONG}),
    ],
)
def test_what_says_more_never_goes_for_what_it_contains(tmp_path, order, keep, left):
    """The shorter text goes when the longer is kept; the longer one stays when the shorter is."""
    days = enumerate(order)
    rows = [{"id": f"a{i}", "text": text, "date": f"2025-03-0{i + 1}"} for i, text in days]
    path = write(tmp_path / "in", *rows)
    done = clean(run(path, tmp_path / "out"), [str(path)], tmp_path / "copy", Wish(keep=keep))

    kept = [text for text in pl.read_parquet(done.articles)["text"] if text]
    assert sorted(left) == sorted(kept)
    for row in pl.read_parquet(done.ledger).iter_rows(named=True):
        gone = order[int(row["article_id"][1:])]
        assert gone[:-1] in order[int(row["kept_article_id"][1:])]
