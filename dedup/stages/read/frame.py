"""A table in memory -> RAW_ARTICLES, REJECTS, by the same rules as the rows of a file."""

from pathlib import Path

import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError
from dedup.stages.read.batch import Batch
from dedup.stages.read.coalesce import merge
from dedup.stages.read.columns import SAMPLE_ROWS
from dedup.stages.read.discover import Source
from dedup.stages.read.faults import MissingColumnError
from dedup.stages.read.ledger import Ledger, Tables
from dedup.stages.read.slices import slice_tables
from dedup.stages.read.unique import reject_duplicate_ids

__all__ = ["articles_of_frame"]

NAME = "frame"  # stands for the file in default ids and in rejects
ROWS_AT_ONCE = 1 << 15


def articles_of_frame(frame: pa.Table, config: Config) -> Tables:
    """The articles and the rejects of a frame; a row without an id is called `frame:row`.

    Raises:
        UsageError: a named column or a text column is not there, or two columns share a name.
    """
    ledger = Ledger(Source(Path(NAME), NAME, NAME, NAME), config)
    columns = chosen(frame, ledger)
    slices = frame.to_batches(max_chunksize=ROWS_AT_ONCE)
    whole = merge([Batch(*slice_tables(slice_, columns, ledger), None) for slice_ in slices])
    unique = next(reject_duplicate_ids([whole]))
    return unique.articles, unique.rejects


def chosen(frame: pa.Table, ledger: Ledger) -> list[str | None]:
    """The column of each role."""
    names: list[str] = frame.column_names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two columns are called {twice!r}", todo="rename one of them")
    try:
        return ledger.choose(names, lambda: frame.slice(0, SAMPLE_ROWS).to_pylist())
    except MissingColumnError as failure:
        raise failure.usage from failure
