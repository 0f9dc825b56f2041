"""Where repeated texts occur: one row each, sorted by group and time, with its best match."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.edits import diffs
from dedup.kernels.arrays import Ints, Longs
from dedup.stages.relate.best import Best, best_matches
from dedup.stages.relate.corpus import Corpus, Matched, slices
from dedup.stages.relate.names import cluster_ids, text_ids

__all__ = ["Found", "find_occurrences", "occurrences_table", "scope_of"]


class Found(NamedTuple):
    """Occurrences sorted by group and time; `rows` has a row each, `best` their matches.

    `head[t]` is the first occurrence of text t, -1 for a text that is not repeated.
    """

    rows: pl.DataFrame
    best: Best
    head: Longs
    strings: pa.StringArray


def find_occurrences(matched: Matched, corpus: Corpus) -> Found:
    """The occurrences of every text that is in a group."""
    group = np.full(matched.texts.num_rows, -1, np.int32)
    group[values(matched.members, "text")] = values(matched.members, "cluster")
    rows = sorted_rows(matched, corpus, group)
    text = rows["text"].to_numpy()
    best = best_matches(text, rows["group"].to_numpy(), matched.verified, matched.texts)
    head = np.full(matched.texts.num_rows, -1, np.int64)
    head[text[::-1]] = np.arange(len(text))[::-1]
    ends = (rows[name].to_numpy() for name in ("article", "byte_start", "byte_end"))
    return Found(rows, best, head, slices(corpus.parts, *ends))


def sorted_rows(matched: Matched, corpus: Corpus, group: Ints) -> pl.DataFrame:
    """The units that hold a grouped text, with their article's facts and their ids."""
    text = values(matched.units, "text")
    kept = matched.units.filter(pa.array(group[text] >= 0))
    groups = pl.Series("group", group[values(kept, "text")])
    rows = pl.DataFrame(kept).with_columns(groups).join(corpus.facts, on="article")
    rows = rows.sort("group", "rank", "char_start", "char_end")
    oldest = rows.group_by("group", maintain_order=True).first()
    named = pl.DataFrame(
        {
            "group": oldest["group"],
            "cluster_id": cluster_ids(matched.texts, oldest["text"].to_numpy(), matched.unit),
        }
    )
    ids = pl.Series("text_id", text_ids(matched.texts, rows["text"].to_numpy()))
    words = values(matched.texts, "n_words")[rows["text"].to_numpy()]
    rows = rows.with_columns(ids, pl.Series("n_words", words))
    return rows.join(named, on="group", maintain_order="left")


def occurrences_table(found: Found, unit: str, *, publish_text: bool) -> pl.DataFrame:
    """The occurrences report of one unit, unsorted."""
    at = found.best.row
    first = at < 0
    best = found.rows.select("article_id", "source", "char_start", "char_end")[np.maximum(at, 0)]
    best = best.select(pl.all().name.prefix("best_"))
    rows = found.rows.hstack(best).with_columns(
        pl.lit(unit).alias("unit"),
        n_chars=pl.col("char_end") - pl.col("char_start"),
        is_first=pl.Series(first),
        is_new=pl.lit(value=True),
        match_type=pl.Series(
            np.where(first, "first", np.where(found.best.is_exact, "exact", "near"))
        ),
        lag_seconds=lag(found.rows["published_at"], found.rows["published_at"][np.maximum(at, 0)]),
        jaccard=pl.Series(found.best.jaccard),
        containment=pl.Series(found.best.containment),
        edit_similarity=pl.Series(found.best.edit_similarity),
        **texts_and_diffs(found, publish_text=publish_text),
    )
    scope = scope_of("article_id", "best_article_id", "source", "best_source")
    rows = rows.with_columns(scope=pl.when("is_first").then(pl.lit("first")).otherwise(scope))
    of_best = [c for c in rows.columns if c.startswith("best_")]
    of_best += ["lag_seconds", "jaccard", "containment", "edit_similarity"]
    return rows.with_columns(pl.when(~pl.col("is_first")).then(pl.col(of_best)))


def texts_and_diffs(found: Found, *, publish_text: bool) -> dict[str, pl.Series]:
    """Each occurrence's text, and for a near match the words that changed against its best."""
    n = len(found.best.row)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, n)
    if not publish_text:
        return {"text": nothing, "diff": nothing}
    near = np.flatnonzero((found.best.row >= 0) & ~found.best.is_exact)
    lines = pl.Series(diffs(found.strings, found.best.row[near], near))
    return {"text": pl.Series(found.strings), "diff": nothing.scatter(near, lines)}


def lag(later: pl.Series, earlier: pl.Series) -> pl.Series:
    """Seconds between two columns of times; null where either is."""
    return (later - earlier).dt.total_seconds()


def scope_of(article: str, other: str, source: str, other_source: str) -> pl.Expr:
    """within_article, same_source or cross_source; an undisclosed outlet is nobody's own."""
    return (
        pl.when(pl.col(article) == pl.col(other))
        .then(pl.lit("within_article"))
        .when(pl.col(source) == pl.col(other_source))
        .then(pl.lit("same_source"))
        .otherwise(pl.lit("cross_source"))
    )
