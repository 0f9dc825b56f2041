"""What repeated sentences say of the articles they stand in: one compact row each."""

import polars as pl

from dedup.kernels.arrays import Ints
from dedup.stages.relate.occurrences import Found

__all__ = ["flow_of", "links_of", "source_flow_table"]


def links_of(found: Found, numbers: Ints, unit: str) -> pl.DataFrame:
    """Of each occurrence its article, group and text, and the articles it may come from.

    `best` is that of its best match, `origin` that of its group's first occurrence.
    """
    at = pl.Series(found.best.row)
    return found.rows.select(
        "article",
        "group",
        text=pl.Series(numbers[found.rows["text"].to_numpy()]),
        index=f"{unit}_index",
        chars=pl.col("char_end") - pl.col("char_start"),
        jaccard=pl.Series(found.best.jaccard),
        best=pl.when(at >= 0).then(found.rows["article"].gather(at.clip(0))),
        origin=pl.first("article").over("group"),
    )


def flow_of(found: Found, outlets: pl.Enum) -> pl.DataFrame:
    """The occurrences in another outlet than their group's first, with date and lag.

    Names are kept as numbers: a string would keep the table it was read from in memory.
    """
    source = pl.col("source").cast(outlets)
    rows = found.rows.select(
        "article",
        "is_new",
        source_first=source.first().over("group"),
        source_later=source,
        date=pl.col("published_at").dt.date(),
        lag=(pl.col("published_at") - pl.first("published_at").over("group")).dt.total_seconds(),
    )
    later = pl.col("is_new") & (pl.col("source_first") != pl.col("source_later"))
    return rows.filter(later).drop("is_new")


def source_flow_table(flow: pl.DataFrame) -> pl.DataFrame:
    """The source_flow report, unsorted."""
    lag = pl.col("lag")
    rows = flow.group_by("source_first", "source_later", "date").agg(
        n_sentences=pl.len(),
        n_articles=pl.n_unique("article"),
        lag_median_seconds=lag.quantile(0.5, interpolation="lower"),
        lag_p90_seconds=lag.quantile(0.9, interpolation="lower"),
    )
    return rows.with_columns(pl.col("source_first", "source_later").cast(pl.String))
