"""The column dictionary, for a terminal and for the README."""

import pytest

from dedup.errors import IncompatibleError
from dedup.report.dictionary import as_markdown, as_object, as_text, check_files, files_of
from dedup.schemas import QUALITY, REPORTS, SOURCE_FLOW
from tests.report.made import publish


def test_text():
    """Columns are aligned; one that may be null ends in a question mark."""
    lines = as_text([SOURCE_FLOW]).split("\n")
    assert lines[0].startswith("source_flow: what one outlet repeated on one day")
    assert lines[0].endswith("; sorted by source_first, source_later, date")
    assert "  date?                date32[day]             the day (UTC) of the repeat" == lines[3]


def test_markdown():
    """Each table is a section with a line for each column."""
    lines = as_markdown([QUALITY, SOURCE_FLOW]).split("\n")
    assert ["### quality", "### source_flow"] == [line for line in lines if line.startswith("#")]
    assert "| `n_true` | int64 | true pairs in the sample (pairs) |" in lines


def test_every_column_is_described():
    """No column of any table lacks its comment."""
    tables = as_object(REPORTS)["tables"]
    assert [] == [
        column for table in tables for column in table["columns"] if not column["comment"]
    ]
    assert {"column": "n_occurrences", "order": "descending"} == tables[2]["sort"][0]


def test_check_names_every_file_that_differs(tmp_path):
    """All differences are told at once."""
    run = publish(tmp_path / "out")
    for name in ("pairs", "quality"):
        (run / f"{name}.parquet").write_text("no")
    with pytest.raises(IncompatibleError) as caught:
        check_files(files_of(run))
    lines = str(caught.value).split("\n  ")
    assert ["pairs.parquet", "quality.parquet"] == [line.split(":")[0] for line in lines[1:3]]
