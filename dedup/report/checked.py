"""What `dedup check` shows: each sentence of a text, and where it was seen before."""

from typing import Any

import polars as pl

from dedup.report.plain import counted
from dedup.report.views import View, when

__all__ = ["view_of_check"]

SEEN_IN = pl.format("{}:{}-{}", "first_article_id", "first_char_start", "first_char_end")
LIKE = pl.when(pl.col("match") == "near").then("jaccard").alias("like")
COLUMNS = (
    "match", LIKE, "n_occurrences", SEEN_IN.alias("first in"), pl.col("first_source").alias("source"),
    pl.col("first_published_at").alias("published_at"), "text",
)  # fmt: skip


def view_of_check(facts: dict[str, Any], sentences: pl.DataFrame, articles: pl.DataFrame) -> View:
    """The sentences as rows, and lines that say how much was seen, and most of it where.

    Args:
        facts: version, unit, coverage and coverage_exact of the text.
        sentences: one row a sentence, with match, jaccard, n_occurrences, n_articles and first_*.
        articles: those that hold most of the text, with covered.
    """
    rows = [named(row) for row in articles.iter_rows(named=True)]
    facts = facts | {"n_sentences": sentences.height, "articles": rows}
    lines = [heading(facts, sentences), *(most(row) for row in articles.head(3).to_dicts())]
    return View("check", tuple(lines), facts, sentences, COLUMNS)


def named(row: dict[str, Any]) -> dict[str, Any]:
    """An article as JSON holds it."""
    published = row["published_at"]
    return row | {"published_at": None if published is None else published.isoformat()}


def heading(facts: dict[str, Any], sentences: pl.DataFrame) -> str:
    """How many sentences were seen, and how much of the text they are."""
    kinds = dict(sentences["match"].value_counts().iter_rows())
    exact, near = kinds.get("exact", 0), kinds.get("near", 0)
    size = counted(sentences.height, facts["unit"])
    seen = f"{exact + near} of {size} seen before ({exact} exact, {near} near)"
    shares = f"{percent(facts['coverage'])} of the text, {percent(facts['coverage_exact'])} exact"
    return f"{seen}: {shares}"


def most(row: dict[str, Any]) -> str:
    """One article and how much of the text it holds."""
    source = f", {row['source']}" if row["source"] else ""
    title = f' "{row["title"]}"' if row["title"] else ""
    about = f"{row['article_id']}{title}{source}{when(row['published_at'])}"
    return f"  {percent(row['covered']):>7}  {about}"


def percent(share: float) -> str:
    """A share of 0..1, one decimal."""
    return f"{100 * share:.1f} %"
