"""The published tables that the page shows, as polars frames; long texts stay on disk for now."""

from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow.parquet as pq

from dedup.schemas import (
    ARTICLE_PAIRS,
    ARTICLES,
    CLUSTERS,
    OCCURRENCES,
    PAIRS,
    QUALITY,
    REJECTS,
    SOURCE_FLOW,
    Table,
)
from dedup.storage import os_errors_explained, read_manifest, read_table

__all__ = ["Tables", "frame", "load", "texts_of_rows"]

FLAGS = ["numbers_differ", "names_differ", "negation_differs"]
OCCURRENCE_COLUMNS = [
    "unit", "cluster_id", "text_id", "article_id", "source", "published_at", "language",
    "char_start", "char_end", "n_words", "n_chars", "is_first", "is_quote", "is_boilerplate",
    "scope", "match_type", "best_article_id", "best_char_start", "best_char_end", "jaccard",
    "lag_seconds", "is_new", *FLAGS,
]  # fmt: skip
PAIR_COLUMNS = [
    "pair_id", "unit", "cluster_id", "article_id_a", "article_id_b", "char_start_a", "char_end_a",
    "char_start_b", "char_end_b", "jaccard", "containment_a", "containment_b", "edit_similarity",
    "edit_words", "longest_run_words", "n_bands", "scope", "lag_seconds", *FLAGS,
]  # fmt: skip
CLUSTER_COLUMNS = [
    "cluster_id", "unit", "text", "kind", "n_occurrences", "n_articles", "n_sources", "n_texts",
    "n_within_article", "jaccard_min", "jaccard_mean", "weakest_edge", "diameter",
    "n_new_occurrences", "previous_cluster_ids", "n_pairs",
]  # fmt: skip
ARTICLE_PAIR_COLUMNS = [
    "article_id_a", "article_id_b", "source_a", "source_b", "n_sentences_matched", "n_exact",
    "coverage_a", "coverage_b", "longest_run_sentences", "jaccard_mean", "lag_seconds", "relation",
]  # fmt: skip
ARTICLE_COLUMNS = [
    "article_id", "uri", "source", "title", "published_at", "language", "n_chars", "n_sentences",
    "n_paragraphs", "n_repeated_sentences", "n_internal_repeats", "repeated_ratio",
    "original_ratio", "top_article_id", "top_coverage",
]  # fmt: skip


class Tables(NamedTuple):
    """A run: `occurrences.row` and `pairs.row` count the rows as they stand in the files."""

    run: Path
    manifest: dict[str, Any]
    articles: pl.DataFrame
    occurrences: pl.DataFrame
    pairs: pl.DataFrame
    clusters: pl.DataFrame
    article_pairs: pl.DataFrame
    source_flow: pl.DataFrame
    quality: pl.DataFrame
    rejects: pl.DataFrame
    has_text: bool = True


def load(run: Path) -> Tables:
    """The tables of the run in the folder `run`; raises OutputError when one is damaged."""
    return Tables(
        run,
        read_manifest(run),
        with_strangers(run, frame(run, ARTICLES, ARTICLE_COLUMNS)),
        frame(run, OCCURRENCES, OCCURRENCE_COLUMNS).with_row_index("row"),
        frame(run, PAIRS, PAIR_COLUMNS).with_row_index("row"),
        frame(run, CLUSTERS, CLUSTER_COLUMNS),
        frame(run, ARTICLE_PAIRS, ARTICLE_PAIR_COLUMNS),
        frame(run, SOURCE_FLOW, None),
        frame(run, QUALITY, None),
        frame(run, REJECTS, None),
    )


def frame(run: Path, kind: Table, columns: list[str] | None) -> pl.DataFrame:
    """Some columns of a table, dictionary-encoded ones as plain strings."""
    found = pl.from_arrow(read_table(run, kind, columns))
    table = found if isinstance(found, pl.DataFrame) else found.to_frame()
    table = table.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return table if columns is None else table.select(columns)


def with_strangers(run: Path, articles: pl.DataFrame) -> pl.DataFrame:
    """`articles` and those that occurrences or pairs name but this run did not read.

    They are of an earlier night; what is known of them stands in the rows that name them.
    """
    named = ["article_id", "url", "source", "title", "published_at", "language"]
    seen = frame(run, OCCURRENCES, ["article_id"]).unique()
    both = ["article_id_a", "article_id_b"]
    sides = pl.concat([frame(run, ARTICLE_PAIRS, both), frame(run, PAIRS, both)])
    linked = [sides.select(pl.col(name).alias("article_id")) for name in both]
    lacking = pl.concat([seen, *linked]).unique().join(articles, on="article_id", how="anti")
    if not lacking.height:
        return articles
    known = frame(run, OCCURRENCES, named).unique("article_id", keep="first")
    found = lacking.join(known, on="article_id", how="left").rename({"url": "uri"})
    return pl.concat([articles, found], how="diagonal").sort("article_id")


def texts_of_rows(tables: Tables, kind: Table, column: str, rows: pl.Series) -> pl.Series:
    """The strings of the ascending `rows` of a table, a row group at a time; nulls if not shown."""
    if not tables.has_text:
        return pl.Series(column, [None] * len(rows), pl.String)
    path, parts, start = tables.run / f"{kind.name}.parquet", [], 0
    with os_errors_explained(path), pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            n = file.metadata.row_group(group).num_rows
            inside = rows.filter(rows.is_between(start, start + n, closed="left")) - start
            if len(inside):
                part = pl.DataFrame(file.read_row_group(group, [column]))
                parts.append(part[column].gather(inside))
            start += n
    return pl.concat([pl.Series(column, [], pl.String), *parts])
