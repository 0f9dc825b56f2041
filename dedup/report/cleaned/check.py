"""Whether the articles that are read are those of the run, text by text.

A text is known by its `content_hash`, MurmurHash3 x64 128 of its UTF-8, as in the articles table.
"""

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import bytes_of, strings_of
from dedup.errors import IncompatibleError
from dedup.kernels.hashing import hash_rows, hex_rows

__all__ = ["Known"]

PREFIX, DIGITS = "h", 32
TODO = "give the INPUT that `dedup run` read, unchanged and by the same paths, or run again"


class Known:
    """The articles of a run with their spans; it remembers which of them were met."""

    def __init__(self, articles: pl.DataFrame, spans: pl.DataFrame) -> None:
        by_article = spans.group_by("article_id").agg(
            spans=pl.struct("char_start", "char_end", "cluster_id"),
            n_spans=pl.len().cast(pl.Int32),
            n_chars_in_spans=pl.sum("n_chars").cast(pl.Int32),
        )
        known = articles.select("article_id", known="content_hash")
        self.rows = known.join(by_article, on="article_id", how="left")
        self.n_met = 0

    def matched(self, rows: pl.DataFrame, articles: pa.Table) -> pl.DataFrame:
        """The articles of a batch, in order, with their spans.

        Raises IncompatibleError for the first that the run did not read, or read otherwise.
        """
        found = rows.with_columns(content_hash=pl.Series(content_hashes(articles), dtype=pl.String))
        found = found.join(self.rows, on="article_id", how="left", maintain_order="left")
        wrong = found.filter(~pl.col("content_hash").eq_missing(pl.col("known")))
        if wrong.height:
            raise other_input(wrong.row(0, named=True))
        self.n_met += found.height
        return found.with_columns(pl.col("n_spans", "n_chars_in_spans").fill_null(0))

    def refuse_missing(self) -> None:
        """Raise IncompatibleError unless every article of the run was met."""
        if self.n_met != self.rows.height:
            where = f"{self.rows.height:,} articles in the run, {self.n_met:,} in the input"
            raise IncompatibleError(
                "the input is not all that the run read", where=where, todo=TODO
            )


def content_hashes(articles: pa.Table) -> pa.StringArray:
    """The hash of each text, as the articles table writes it."""
    data, offsets = bytes_of(articles, "text")
    n = articles.num_rows
    high, low = np.empty(n, np.uint64), np.empty(n, np.uint64)
    hash_rows(data, offsets, high, low)
    names = np.empty((n, DIGITS + 2), np.uint8)
    hex_rows(high, low, ord(PREFIX), names)
    return strings_of(names.reshape(-1), np.arange(n + 1, dtype=np.int64) * (DIGITS + 2))


def other_input(row: dict[str, object]) -> IncompatibleError:
    """The error for an article that the run did not read so."""
    name = f"{row['input_path']}:{row['input_row']}: article {row['article_id']!r}"
    reason = "is not in the run" if row["known"] is None else "has another text than in the run"
    return IncompatibleError(
        "the input is not what the run read", where=f"{name} {reason}", todo=TODO
    )
