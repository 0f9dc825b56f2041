"""Pairs far below the usual floor, found in memory among the first articles of an input."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import polars as pl
import pyarrow as pa
from msgspec import structs

from dedup.config import Config
from dedup.ledger import Ledger, Progress, ignore
from dedup.pipeline import find_tables
from dedup.stages.read import read

__all__ = ["LOWEST", "Tried", "try_pairs"]

LOWEST = 0.3
COLUMNS = ("pair_id", "unit", "jaccard", "text_a", "text_b", "article_id_a", "article_id_b", "diff")


class Tried(NamedTuple):
    """The pairs at LOWEST or above, and of how many articles and sentences."""

    pairs: pl.DataFrame
    n_articles: int
    n_sentences: int


def try_pairs(
    inputs: Sequence[str],
    config: Config,
    n_articles: int,
    watch: Callable[[Progress], None] = ignore,
) -> Tried:
    """The pairs of at most `n_articles` articles; nothing is written."""
    wanted = {"similarity": LOWEST, "containment": 0.0, "publish_text": True, "sentences": False}
    low = structs.replace(config, **wanted)
    parts = list(first_articles(inputs, low, n_articles))
    found = find_tables(parts, low, Ledger(watch))
    pairs, articles = (pl.DataFrame(found[name]) for name in ("pairs", "articles"))
    plain = pairs.select(COLUMNS).cast({pl.Categorical: pl.String})
    return Tried(plain, articles.height, int(articles["n_sentences"].sum()))


def first_articles(inputs: Sequence[str], config: Config, n_articles: int) -> Iterator[pa.Table]:
    """The articles in the order in which a run reads them, until there are enough."""
    left = n_articles
    for batch in read(inputs, config):
        yield batch.articles.slice(0, left)
        left -= batch.articles.num_rows
        if left <= 0:
            return
