"""The articles as reports, one range of article ids after another."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import polars as pl

from dedup import schemas
from dedup.kernels.arrays import Longs
from dedup.stages.relate.article_pairs import article_pairs_table
from dedup.stages.relate.corpus import Corpus
from dedup.stages.relate.report import Made, Task, as_report
from dedup.storage.spill import Parts

__all__ = ["article_reports", "articles_by_id"]

# A row is made of all the links of its article: fewer of them at a time than of other reports.
FEWER = 2


def articles_by_id(facts: Parts) -> Longs:
    """The articles in the order of their ids."""
    ids = pl.concat([pl.DataFrame(part) for part in facts.columns("article_id")])
    order: Longs = ids.select(pl.arg_sort_by("article_id")).to_series().to_numpy().astype(np.int64)
    return order


def article_reports(
    corpus: Corpus, links: pl.DataFrame, by_id: Longs, at_once: int
) -> Iterator[Task]:
    """What makes the article_pairs and articles reports; `by_id` are the articles in order of id."""
    pieces = -(-len(by_id) // max(1, at_once // FEWER))
    for some in np.array_split(by_id, pieces) if pieces else ():
        yield partial(reports_of, corpus, links, np.sort(some))


def reports_of(corpus: Corpus, links: pl.DataFrame, articles: Longs) -> Made:
    """A piece of either report, of articles whose numbers ascend."""
    facts = facts_of(corpus, articles)
    mine = links.join(facts.select("article"), on="article", how="semi")
    pairs = article_pairs_table(mine, links, corpus)
    new = facts.filter(pl.col("article") < corpus.n_new)
    return [
        (schemas.ARTICLE_PAIRS, as_report([pairs], schemas.ARTICLE_PAIRS)),
        (schemas.ARTICLES, as_report([articles_table(new, mine, pairs)], schemas.ARTICLES)),
    ]


def facts_of(corpus: Corpus, articles: Longs) -> pl.DataFrame:
    """The facts of some articles, whose numbers ascend."""
    numbers = pl.Series("article", articles.astype(np.int32))
    return pl.DataFrame(corpus.facts.take(articles)).with_columns(numbers)


def articles_table(facts: pl.DataFrame, links: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The articles report, unsorted."""
    repeated = links.group_by("article").agg(
        n_repeated_sentences=pl.len(),
        n_internal_repeats=pl.len() - pl.n_unique("group"),
        chars_repeated=pl.sum("chars"),
        chars_later=pl.col("chars").filter(pl.col("best").is_not_null()).sum(),
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
