"""One published table as CSV or as JSON lines."""

from pathlib import Path
from typing import Any

import polars as pl

from dedup.errors import UsageError
from dedup.report.formulas import guarded
from dedup.report.views import rows_of
from dedup.report.where import chosen
from dedup.schemas import OCCURRENCES, REPORTS, report_named

__all__ = ["to_csv", "to_ndjson"]

ISO = "%Y-%m-%dT%H:%M:%S%.fZ"


def to_csv(run: Path, path: Path, wanted: Any) -> int:  # noqa: ANN401 - Wanted, declared above us
    """RFC 4180, a header first; text that a spreadsheet would run is kept text."""
    rows = rows_wanted(run, wanted)
    guarded(rows).write_csv(path)
    return rows.height


def to_ndjson(run: Path, path: Path, wanted: Any) -> int:  # noqa: ANN401 - see to_csv
    """One object a row, with every column; times as ISO 8601."""
    rows = rows_wanted(run, wanted)
    rows.write_ndjson(path)
    return rows.height


def rows_wanted(run: Path, wanted: Any) -> pl.DataFrame:  # noqa: ANN401 - see to_csv
    """The rows of the table, times as ISO 8601 text; raises UsageError for an unknown table."""
    name = wanted.table or OCCURRENCES.name
    known = [table.name for table in REPORTS if (run / f"{table.name}.parquet").is_file()]
    if name not in known:
        todo = f"the tables are: {', '.join(known)}"
        raise UsageError(f"no table is called {name!r}", where=str(run), todo=todo)
    rows = chosen(rows_of(run, report_named(name)), wanted.where)
    return rows.with_columns(pl.selectors.datetime().dt.strftime(ISO)) if rows.width else rows
