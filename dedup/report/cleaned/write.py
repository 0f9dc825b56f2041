"""The tables of a cleaned copy, and how they are written, batch by batch."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.schemas import Table
from dedup.schemas.define import INT32, STRING, TIME, col, table
from dedup.storage import os_errors_explained

__all__ = ["CLEANED", "LEDGER", "SUFFIXES", "writer_of"]

SUFFIXES = (".parquet", ".jsonl")
ISO = "%Y-%m-%dT%H:%M:%S%.fZ"

CLEANED = table(
    "cleaned", "one article of the input, in the order it was read", "",
    [
        col("article_id", STRING, "as in the run"),
        col("text", STRING, "without, or with masked or marked, the spans of the ledger"),
        col("published_at?", TIME, "when the article was published"),
        col("source?", STRING, "the outlet"),
        col("title?", STRING, "the title"),
        col("language?", STRING, "the language, when given"),
        col("url?", STRING, "the address"),
        col("n_spans", INT32, "spans that were acted on"),
        col("n_chars_in_spans", INT32, "their characters"),
    ],
)  # fmt: skip

LEDGER = table(
    "ledger", "one span that was acted on", "article_id,char_start,char_end",
    [
        col("article_id", STRING, "the article it stands in"),
        col("unit", STRING, "sentence or paragraph"),
        col("char_start", INT32, "in the text as given, untouched", "code points"),
        col("char_end", INT32, "in the text as given, untouched", "code points"),
        col("cluster_id", STRING, "the group it belongs to"),
        col("action", STRING, "drop, mask or mark"),
        col("kept_article_id", STRING, "the article whose occurrence of the group is kept"),
        col("kept_char_start", INT32, "where it stands there", "code points"),
        col("kept_char_end", INT32, "where it stands there", "code points"),
    ],
)  # fmt: skip

Write = Callable[[pa.Table], None]


@contextmanager
def writer_of(suffix: str, path: Path, kind: Table = CLEANED) -> Iterator[Write]:
    """A function that appends tables of `kind` to the file, in the form of the suffix."""
    with os_errors_explained(path):
        if suffix == ".jsonl":
            with path.open("wb") as file:
                yield lambda rows: file.writelines([json_lines(rows)])
        else:
            with pq.ParquetWriter(path, kind.schema, compression="zstd") as file:
                yield file.write_table


def json_lines(rows: pa.Table) -> bytes:
    """One object a row, times as ISO 8601."""
    out = io.BytesIO()
    times = pl.selectors.datetime().dt.strftime(ISO)
    pl.DataFrame(rows).with_columns(times).write_ndjson(out)
    return out.getvalue()
