"""A table as CSV and as JSON lines."""

import csv
import io
import json

import polars as pl
import pytest

from dedup.errors import UsageError
from dedup.report.export import Wanted, export
from dedup.schemas import OCCURRENCES, report_named
from dedup.storage import read_table
from tests.report.made import OCCURRENCES as ROWS
from tests.report.made import publish

HOSTILE = "=cmd|'/c calc'!A1\n\"quoted\", and more"


@pytest.fixture
def run(tmp_path):
    rows = [*ROWS[:-1], ROWS[-1] | {"title": HOSTILE, "source": "@SUM(1)", "lag_seconds": -60}]
    return publish(tmp_path / "out", {"occurrences": rows})


def read_csv(path):
    """The rows of a CSV file by Python's own reader."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_csv_has_every_row_and_column(run, tmp_path):
    """One line a row, in the order of the table; nulls are empty, times ISO 8601."""
    assert 5 == export(run, "csv", tmp_path / "x.csv")
    rows = read_csv(tmp_path / "x.csv")
    assert OCCURRENCES.schema.names == list(rows[0])
    assert [one["text"] for one in ROWS] == [row["text"] for row in rows]
    assert ("2025-03-01T06:00:00Z", "", "true") == (
        rows[0]["published_at"], rows[0]["lag_seconds"], rows[0]["is_first"],
    )  # fmt: skip


def test_csv_runs_no_formula(run, tmp_path):
    """Text that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    export(run, "csv", tmp_path / "x.csv")
    last = read_csv(tmp_path / "x.csv")[-1]
    assert (f"'{HOSTILE}", "'@SUM(1)", "-60") == (
        last["title"], last["source"], last["lag_seconds"],
    )  # fmt: skip


def test_ndjson_is_the_table(run, tmp_path):
    """One object a row: the values of the Parquet file, times as ISO 8601."""
    export(run, "ndjson", tmp_path / "x.ndjson")
    rows = [json.loads(line) for line in (tmp_path / "x.ndjson").read_text().split("\n")[:-1]]
    kind = report_named("occurrences")
    expected = read_table(run, kind).to_pylist()
    for row in expected:
        row["published_at"] = row["published_at"] and f"{row['published_at']:%Y-%m-%dT%H:%M:%SZ}"
    assert expected == [
        row
        | {"jaccard": row["jaccard"] and float(pl.Series([row["jaccard"]], dtype=pl.Float32)[0])}
        for row in rows
    ]


@pytest.mark.parametrize("to", ["csv", "ndjson"])
def test_table_and_where(run, tmp_path, to):
    """Another table, and only the rows wished for."""
    wanted = Wanted("clusters", "n_texts > 1")
    assert 1 == export(run, to, tmp_path / "x", wanted)
    assert "c-bbbbbbbbbbbbbbbb" in (tmp_path / "x").read_text()


@pytest.mark.parametrize("to", ["csv", "ndjson"])
def test_a_table_without_rows(run, tmp_path, to):
    """An empty table is a header, or nothing."""
    assert 0 == export(run, to, tmp_path / "x", Wanted("quality"))
    head = ",".join(report_named("quality").schema.names) + "\n"
    assert {"csv": head, "ndjson": ""}[to] == (tmp_path / "x").read_text()


def test_unknown_table(run, tmp_path):
    """A table that the run does not have is told with those it has; nothing is written."""
    with pytest.raises(UsageError) as caught:
        export(run, "csv", tmp_path / "x.csv", Wanted("sentences"))
    expected = (
        f"no table is called 'sentences'\n  {run}\n  the tables are: occurrences, pairs, clusters, "
        "article_pairs, articles, source_flow, quality, rejects"
    )
    assert expected == str(caught.value)
    assert not (tmp_path / "x.csv").exists()


def test_bad_where(run, tmp_path):
    """A mistyped column is told with the columns there are."""
    with pytest.raises(UsageError, match="bad --where: unable to find column"):
        export(run, "csv", tmp_path / "x.csv", Wanted(where="nothing = 1"))
