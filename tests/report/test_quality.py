"""The measured recall in a line, in a table, and against what was asked for."""

import pyarrow as pa
import pytest

from dedup.errors import GateError
from dedup.report.quality import Recall, overall, quality_view, recall_line, refuse_below
from dedup.report.render import render
from dedup.schemas import QUALITY

ROW = {
    "metric": "recall", "unit": "sentence", "jaccard_low": 0.6, "jaccard_high": 1.0, "n_true": 4530,
    "n_found": 4529, "n_unlisted": 12, "estimate": 4529 / 4530, "ci_low": 0.99851, "ci_high": 0.99999,
    "method": "by hand", "n_sampled": 7560, "seed": 1,
}  # fmt: skip
BAND = ROW | {"jaccard_high": 0.7, "n_true": 1, "n_found": 1, "n_unlisted": 0, "estimate": 1.0}


def quality(*rows):
    """A QUALITY table."""
    return pa.Table.from_pylist(list(rows), schema=QUALITY.schema)


def test_the_first_row_of_a_unit_is_that_of_all_its_pairs():
    """Bands are not taken for the whole."""
    found = overall(quality(ROW | {"unit": "paragraph", "n_true": 7}, ROW, BAND))

    assert [("paragraph", 7), ("sentence", 4530)] == [(one.unit, one.n_true) for one in found]
    assert () == overall(quality())


def test_a_share_is_never_rounded_up_to_all():
    """1.0000 is said only of all pairs; the interval is rounded outward."""
    assert "0.9997 [0.9985, 1.0000] on 4,530 sentence pairs" == recall_line(*overall(quality(ROW)))
    assert "1.0000 [0.0250, 1.0000] on 1 sentence pair" == recall_line(
        Recall("sentence", 1.0, 0.025, 1.0, 1)
    )


def test_the_table():
    """People see a line a band, and how it was measured."""
    view = quality_view(quality(ROW, BAND))

    assert [
        "unit\tjaccard\tn_true\tn_found\tn_unlisted\trecall\t95 % interval",
        "sentence\t0.6-1.0\t4530\t4529\t12\t0.9997\t[0.9985, 1.0000]",
        "sentence\t0.6-0.7\t1\t1\t0\t1.0000\t[0.9985, 1.0000]",
    ] == render(view, "tsv").splitlines()
    assert "  by hand: 7,560 texts, seed 1" == view.heading[1]


def test_nothing_measured():
    """Without rows there is a table without rows."""
    assert ((), 0) == (quality_view(quality()).heading, quality_view(quality()).rows.height)


def test_the_gate():
    """A recall below the limit is an error that names estimate and interval; any other is none."""
    recalls = overall(quality(ROW))
    refuse_below(recalls, 0.9997, "out")
    refuse_below((), 1.0, "out")

    with pytest.raises(GateError) as raised:
        refuse_below(recalls, 0.9999, "out/run=1")
    assert [
        "recall 0.9997 [0.9985, 1.0000] on 4,530 sentence pairs is below --min-recall 0.9999",
        "  out/run=1 (published)",
        "  run again with a higher --recall, or read quality.parquet for where it misses",
    ] == str(raised.value).splitlines()
