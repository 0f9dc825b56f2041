"""Where repeated texts occur: one row each, sorted by group and time, with its best match."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.edits import diffs
from dedup.facts import Said
from dedup.kernels.arrays import Flags, Longs
from dedup.stages.relate.best import MATCHES, Best, best_matches
from dedup.stages.relate.changes import changes_of, codes_of, same_as_head
from dedup.stages.relate.deal import Bucket
from dedup.stages.relate.names import cluster_ids, text_ids

__all__ = ["Found", "find_occurrences", "occurrences_table", "scope_of"]


class Found(NamedTuple):
    """The occurrences of a bucket, sorted by group and time, and their matches.

    `head[t]` is the first occurrence of text t; `strings` are the texts as given, those of the
    guests last, and `said` is what they say.
    """

    rows: pl.DataFrame
    best: Best
    head: Longs
    strings: pa.LargeStringArray
    said: Said


def find_occurrences(bucket: Bucket, config: Config) -> Found:
    """The occurrences of every text of a bucket; `config` says what is near, and the language."""
    rows = bucket.rows
    text = rows["text"].to_numpy()
    inside = bucket.verified.filter(pa.array(bucket.inside))
    best = best_matches(text, rows["group"].to_numpy(), inside, bucket.texts, config)
    head = np.full(bucket.texts.num_rows, -1, np.int64)
    head[text[::-1]] = np.arange(len(text))[::-1]
    ids = {
        "cluster_id": pl.Series(cluster_ids(rows["name"].to_numpy()), dtype=pl.String),
        "text_id": pl.Series(text_ids(rows.select("hash_high", "hash_low").to_arrow())),
        "n_words": pl.Series(values(bucket.texts, "n_words")[text]),
    }
    both = pl.concat([one.select("string", "language") for one in (rows, bucket.guests)])
    strings = both["string"].to_arrow(compat_level=pl.CompatLevel.oldest())
    codes = codes_of(both["language"], config.language)
    said, same = Said(strings, codes), same_as_head(strings, codes, head[text])
    changes = changes_of(strings, said, best.row, same)
    return Found(rows.drop("string").with_columns(**ids, **changes), best, head, strings, said)


def occurrences_table(found: Found, some: Longs, unit: str, *, publish_text: bool) -> pl.DataFrame:
    """The occurrences report of some rows of a bucket, in the order given."""
    at = found.best.row[some]
    match = MATCHES[found.best.match[some]]
    first, changed = at < 0, (at >= 0) & (match != "exact")
    here, there = found.rows[some], found.rows[np.maximum(at, 0)]
    best = there.select("article_id", "source", "char_start", "char_end")
    rows = here.hstack(best.select(pl.all().name.prefix("best_"))).with_columns(
        pl.lit(unit).alias("unit"),
        n_chars=pl.col("char_end") - pl.col("char_start"),
        is_first=pl.Series(first),
        match_type=pl.Series(match, dtype=pl.String),
        lag_seconds=(here["published_at"] - there["published_at"]).dt.total_seconds(),
        jaccard=pl.Series(found.best.jaccard[some]),
        containment=pl.Series(found.best.containment[some]),
        edit_similarity=pl.Series(found.best.edit_similarity[some]),
        **texts_and_diffs(found, some, changed, publish_text=publish_text),
    )
    scope = scope_of("article_id", "best_article_id", "source", "best_source")
    rows = rows.with_columns(scope=pl.when("is_first").then(pl.lit("first")).otherwise(scope))
    of_best = [c for c in rows.columns if c.startswith("best_")]
    of_best += ["lag_seconds", "jaccard", "containment", "edit_similarity"]
    return rows.with_columns(pl.when(~pl.col("is_first")).then(pl.col(of_best)))


def texts_and_diffs(
    found: Found, some: Longs, changed: Flags, *, publish_text: bool
) -> dict[str, pl.Series]:
    """Each occurrence's text, and unless it matches exactly the words that changed against its best."""
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(some))
    if not publish_text:
        return {"text": nothing, "diff": nothing}
    strings = pl.Series(found.strings.take(pa.array(some)), dtype=pl.String)
    lines = pl.Series(diffs(found.strings, found.best.row[some[changed]], some[changed]))
    return {"text": strings, "diff": nothing.scatter(np.flatnonzero(changed), lines)}


def scope_of(article: str, other: str, source: str, other_source: str) -> pl.Expr:
    """within_article, same_source or cross_source; an undisclosed outlet is nobody's own."""
    return (
        pl.when(pl.col(article) == pl.col(other))
        .then(pl.lit("within_article"))
        .when(pl.col(source) == pl.col(other_source))
        .then(pl.lit("same_source"))
        .otherwise(pl.lit("cross_source"))
    )
