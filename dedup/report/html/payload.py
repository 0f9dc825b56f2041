"""Tables -> the payload: a JSON header with every name, and columns of numbers."""

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from dedup.report.html.choose import Choice
from dedup.report.html.columns import (
    Columns,
    article_columns,
    cluster_columns,
    link_columns,
    occurrence_columns,
    pair_columns,
)
from dedup.report.html.load import Tables, texts_of_rows
from dedup.report.html.names import Names
from dedup.report.html.places import Text
from dedup.report.html.spans import located, numbered, refer, spans_of, text_of
from dedup.schemas import OCCURRENCES

__all__ = ["Payload", "build"]

BEST = ["unit", "best_article", "best_char_start", "best_char_end"]


class Payload(NamedTuple):
    """What `pack` takes, and how many articles are there as a whole."""

    header: dict[str, Any]
    columns: Columns
    n_whole: int


class Rows(NamedTuple):
    """The rows that the page holds, their articles and groups as numbers."""

    articles: pl.DataFrame
    clusters: pl.DataFrame
    occurrences: pl.DataFrame
    pairs: pl.DataFrame
    links: pl.DataFrame


def build(tables: Tables, choice: Choice, whole: pl.DataFrame) -> Payload:
    """The payload of what was chosen; `whole` are the texts of articles (article_id, text)."""
    rows = rows_of(tables, choice)
    kept = whole.filter(pl.col("article_id").is_in(choice.whole.implode()))
    full = numbered(kept, rows.articles, {"article_id": "article"}).drop_nulls("article")
    spans = spans_of(rows.occurrences, rows.pairs)
    text = text_of(tables, rows.occurrences, rows.pairs, full)
    words = words_of(tables)
    numbers = {
        **article_columns(rows.articles, words["outlet"], words["language"]),
        **span_columns(spans, text),
        **occurrence_columns(with_references(rows.occurrences, spans), words),
        **pair_columns(with_sides(rows.pairs, spans), words),
        **cluster_columns(rows.clusters.with_columns(medoids(tables, rows)), words),
        **link_columns(rows.links, words),
        **text_columns(text, full),
    }
    return Payload(header_of(rows, words), numbers, full.height)


def rows_of(tables: Tables, choice: Choice) -> Rows:
    """The chosen rows, numbered."""
    articles = numbered(choice.articles, choice.articles, {"top_article_id": "top"})
    groups = choice.clusters.select("cluster_id").with_row_index("cluster")
    both = {"article_id_a": "article_a", "article_id_b": "article_b"}
    links = numbered(tables.article_pairs, articles, {"article_id_a": "a", "article_id_b": "b"})
    occurrences, pairs = (
        frame.join(groups, on="cluster_id", maintain_order="left")
        for frame in (tables.occurrences, tables.pairs)
    )
    ids = {"article_id": "article", "best_article_id": "best_article"}
    return Rows(
        articles,
        choice.clusters,
        numbered(occurrences, articles, ids),
        numbered(pairs, articles, both),
        links.drop_nulls(["a", "b"]),
    )


def words_of(tables: Tables) -> dict[str, Names]:
    """The names that stand in columns of numbers."""
    flow = tables.source_flow
    found = pl.concat([flow["source_first"], flow["source_later"]]).cast(pl.String)
    return {
        "outlet": Names(pl.concat([tables.articles["source"], found.alias("source")])),
        "language": Names(tables.articles["language"]),
        "unit": Names(tables.clusters["unit"]),
        "kind": Names(tables.clusters["kind"]),
        "scope": Names(pl.concat([tables.occurrences["scope"], tables.pairs["scope"]])),
        "match": Names(tables.occurrences["match_type"]),
        "relation": Names(tables.article_pairs["relation"]),
    }


def span_columns(spans: pl.DataFrame, text: Text) -> Columns:
    """Where each span is: in the page's text in UTF-16, in its article in code points."""
    begin, length = located(spans, text)
    return {
        "span.article": spans["article"].to_numpy().astype(np.uint32),
        "span.begin": begin.astype(np.uint32),
        "span.length": length.astype(np.uint32),
        "span.char": spans["char_start"].to_numpy().astype(np.uint32),
        "span.chars": (spans["char_end"] - spans["char_start"]).to_numpy().astype(np.uint32),
    }


def with_references(occurrences: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The occurrences with the number of their text, and of the span of their best match."""
    texts = pl.col("text_id").rank("dense").sub(1).alias("text_number")
    return occurrences.with_columns(texts, refer(occurrences, BEST, spans).alias("best"))


def with_sides(pairs: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The pairs with the numbers of the spans of both sides."""
    sides = [
        refer(pairs, ["unit", f"article_{s}", f"char_start_{s}", f"char_end_{s}"], spans)
        for s in "ab"
    ]
    return pairs.with_columns(sides[0].alias("span_a"), sides[1].alias("span_b"))


def medoids(tables: Tables, rows: Rows) -> pl.Series:
    """For each group, the occurrence that reads as its medoid; without texts, its first one."""
    texts = texts_of_rows(tables, OCCURRENCES, "text", rows.occurrences["row"].cast(pl.Int64))
    own = rows.occurrences.select("cluster", texts.alias("text")).with_row_index("at")
    medoid = rows.clusters.select(pl.col("text").alias("medoid")).with_row_index("cluster")
    found = own.join(medoid, on="cluster", how="left", maintain_order="left")
    is_it = (pl.col("text") == pl.col("medoid")).fill_null(value=False)
    best = found.sort(~is_it, "at").unique("cluster", keep="first", maintain_order=True)
    return medoid.join(best, on="cluster", how="left", maintain_order="left")["at"].alias("medoid")


def text_columns(text: Text, full: pl.DataFrame) -> Columns:
    """The text itself, and its pieces."""
    pieces = text.pieces
    return {
        "piece.article": pieces["article"].to_numpy().astype(np.uint32),
        "piece.char": pieces["char_start"].to_numpy().astype(np.uint32),
        "piece.begin": text.units(text.begin).astype(np.uint32),
        "piece.whole": pieces["article"].is_in(full["article"].implode()).to_numpy().astype("u1"),
        "text": np.frombuffer(text.data, np.uint8),
    }


def header_of(rows: Rows, words: dict[str, Names]) -> dict[str, Any]:
    """Every name on the page."""
    before = rows.clusters["previous_cluster_ids"]
    return {
        "names": {name: known.values for name, known in words.items()},
        "articles": rows.articles["article_id"].to_list(),
        "titles": rows.articles["title"].to_list(),
        "links": rows.articles["uri"].to_list(),
        "groups": rows.clusters["cluster_id"].to_list(),
        "pairs": rows.pairs["pair_id"].to_list(),
        "before": {i: name for i, name in enumerate(before) if name},
    }
