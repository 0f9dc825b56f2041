"""The articles as a report, and what flows between outlets."""

import polars as pl

from dedup.stages.relate.occurrences import Found

__all__ = ["articles_table", "source_flow_table"]


def articles_table(facts: pl.DataFrame, found: Found, pairs: pl.DataFrame) -> pl.DataFrame:
    """The articles report, unsorted."""
    chars = pl.col("char_end") - pl.col("char_start")
    repeated = (
        found.rows.with_columns(later=pl.Series(found.best.row) >= 0)
        .group_by("article")
        .agg(
            n_repeated_sentences=pl.len(),
            n_internal_repeats=pl.len() - pl.n_unique("group"),
            chars_repeated=chars.sum(),
            chars_later=chars.filter(pl.col("later")).sum(),
        )
    )
    top = pairs.sort(pl.col("coverage_b"), "article_id_a", descending=[True, False])
    top = top.group_by("article_id_b", maintain_order=True).agg(
        top_article_id=pl.first("article_id_a"), top_coverage=pl.first("coverage_b")
    )
    rows = facts.join(repeated, on="article", how="left")
    rows = rows.join(top, left_on="article_id", right_on="article_id_b", how="left")
    counts = ["n_repeated_sentences", "n_internal_repeats", "chars_repeated", "chars_later"]
    return rows.with_columns(pl.col(counts).fill_null(0)).with_columns(
        uri=pl.col("url"),
        repeated_ratio=share("chars_repeated"),
        original_ratio=1 - share("chars_later"),
        status=pl.when(pl.col("n_sentences") > 0).then(pl.lit("ok")).otherwise(pl.lit("empty")),
    )


def share(chars: str) -> pl.Expr:
    """Characters over those of all sentences; 0 where there are none."""
    cut = pl.col("chars_cut")
    return pl.when(cut > 0).then(pl.col(chars) / cut).otherwise(0.0)


def source_flow_table(found: Found) -> pl.DataFrame:
    """The source_flow report, unsorted."""
    rows = found.rows.with_columns(
        source_first=pl.first("source").over("group"),
        lag=(pl.col("published_at") - pl.first("published_at").over("group")).dt.total_seconds(),
        date=pl.col("published_at").dt.date(),
        source_later=pl.col("source"),
    )
    rows = rows.filter(pl.col("source_first") != pl.col("source_later"))
    lag = pl.col("lag")
    return rows.group_by("source_first", "source_later", "date").agg(
        n_sentences=pl.len(),
        n_articles=pl.n_unique("article"),
        lag_median_seconds=lag.quantile(0.5, interpolation="lower"),
        lag_p90_seconds=lag.quantile(0.9, interpolation="lower"),
    )
