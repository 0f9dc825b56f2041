"""What goes on the page when not everything fits: the most telling groups, then whole articles."""

from typing import NamedTuple

import polars as pl

from dedup.report.html.load import Tables

__all__ = ["Choice", "choose"]

# Bytes on the page: measured on pages of news, after gzip and base64.
PER_CHAR = 0.45
PER_OCCURRENCE = 20
PER_PAIR = 28
PER_ARTICLE = 60
PER_LINK = 16
ROWS_SHARE = 0.7


class Choice(NamedTuple):
    """The groups, the articles and the whole texts of articles that the page holds."""

    clusters: pl.DataFrame
    articles: pl.DataFrame
    whole: pl.Series


def choose(tables: Tables, budget: float, *, has_whole: bool) -> Choice:
    """What should fit into `budget` bytes; the caller measures, and asks again with another budget.

    `has_whole` tells whether whole texts can be had, which then get a part of the budget.
    """
    costs = tables.articles.height * PER_ARTICLE + tables.article_pairs.height * PER_LINK
    rows = ranked(tables).with_columns(pl.col("cost").cum_sum().alias("spent"))
    total = costs + (rows["spent"][-1] if rows.height else 0)
    if total <= budget:
        return Choice(tables.clusters, tables.articles, affordable(tables.articles, budget - total))
    share = ROWS_SHARE if has_whole else 1.0
    kept = rows.filter(pl.col("spent") <= share * budget)
    clusters = tables.clusters.join(kept, on="cluster_id", how="semi", maintain_order="left")
    articles = named_by(tables, clusters)
    left = (1 - share) * budget - articles.height * PER_ARTICLE
    return Choice(clusters, articles, affordable(articles, left))


def ranked(tables: Tables) -> pl.DataFrame:
    """The groups, best first, with what each costs: often repeated, in many outlets, rewritten."""
    texts = tables.occurrences.group_by("cluster_id").agg(pl.col("n_chars").sum())
    telling = 1 + 3 * (pl.col("kind") == "rewrite") + 2 * (pl.col("n_pairs") > 0)
    score = pl.col("n_occurrences") * pl.max_horizontal("n_sources", 1) * telling
    cost = (
        pl.col("n_chars") * PER_CHAR
        + pl.col("n_occurrences") * PER_OCCURRENCE
        + pl.col("n_pairs") * PER_PAIR
    )
    found = tables.clusters.join(texts, on="cluster_id", how="left", maintain_order="left")
    found = found.with_columns(score.alias("score"), cost.fill_null(0).alias("cost"))
    order = found.sort("score", "cluster_id", descending=[True, False])
    return order.select("cluster_id", "cost")


def named_by(tables: Tables, clusters: pl.DataFrame) -> pl.DataFrame:
    """The articles in which the groups occur."""
    rows = tables.occurrences.join(clusters, on="cluster_id", how="semi")
    best = rows.select(pl.col("best_article_id").alias("article_id")).drop_nulls()
    pairs = tables.pairs.join(clusters, on="cluster_id", how="semi")
    sides = [pairs.select(pl.col(f"article_id_{side}").alias("article_id")) for side in "ab"]
    named = pl.concat([rows.select("article_id"), best, *sides]).unique()
    return tables.articles.join(named, on="article_id", how="semi", maintain_order="left")


def affordable(articles: pl.DataFrame, budget: float) -> pl.Series:
    """The ids of the articles whose whole texts fit into `budget` bytes; those that repeat most first."""
    ours = articles.filter(pl.col("n_chars").is_not_null())
    wanted = ours.sort("n_repeated_sentences", "article_id", descending=[True, False])
    return wanted["article_id"].filter(wanted["n_chars"].cum_sum() * PER_CHAR <= budget)
