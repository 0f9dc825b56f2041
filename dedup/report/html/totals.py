"""What the overview counts, over everything in the tables, also what the page has no room for."""

from typing import Any

import polars as pl

from dedup.report.html.load import Tables

__all__ = ["SIMILARITY_BINS", "totals"]

SIMILARITY_BINS = 100
PLACE_BINS = 20


def totals(tables: Tables) -> dict[str, Any]:
    """Counts and histograms of the whole run; outlets are named."""
    flow = tables.source_flow.group_by("source_first", "source_later", maintain_order=True).agg(
        pl.col("n_sentences").sum()
    )
    sizes = tables.clusters.group_by("n_occurrences").len().sort("n_occurrences")
    return {
        "counts": counts(tables),
        "similarity": binned(tables.pairs["jaccard"], SIMILARITY_BINS),
        "sizes": [list(row) for row in sizes.iter_rows()],
        "days": days(tables.occurrences),
        "places": places(tables),
        "flow": [list(row) for row in flow.iter_rows()],
    }


def counts(tables: Tables) -> dict[str, Any]:
    """The figures of the cards."""
    units = {"sentence": "n_sentences", "paragraph": "n_paragraphs"}
    compared = tables.manifest["config"]["unit"]
    wanted = [units[compared]] if compared in units else list(units.values())
    return {
        "articles": tables.articles["n_chars"].count(),
        "units": sum(int(tables.articles[name].sum()) for name in wanted),
        "occurrences": tables.occurrences.height,
        "groups": tables.clusters.height,
        "pairs": tables.pairs.height,
        "repeated_articles": tables.occurrences["article_id"].n_unique(),
        "new_occurrences": int(tables.occurrences["is_new"].sum()),
        "new_groups": int((tables.clusters["n_new_occurrences"] > 0).sum()),
        "closest": tables.pairs["jaccard"].max(),
        "rejects": tables.rejects.height,
    }


def binned(values: pl.Series, bins: int) -> list[int]:
    """How many of the values in 0..1 fall in each bin; 1 is in the last."""
    places = (values.cast(pl.Float64) * bins + 1e-6).floor().clip(0, bins - 1)
    found = dict(places.drop_nulls().cast(pl.Int64).value_counts().iter_rows())
    return [found.get(i, 0) for i in range(bins)]


def days(occurrences: pl.DataFrame) -> list[list[int]]:
    """Repeats of each day (UTC), as days since 1970."""
    repeats = occurrences.filter(~pl.col("is_first") & pl.col("published_at").is_not_null())
    day = repeats.select(pl.col("published_at").dt.date().cast(pl.Int32).alias("day"))
    return [list(row) for row in day.group_by("day").len().sort("day").iter_rows()]


def places(tables: Tables) -> list[int]:
    """How far into their articles the occurrences begin."""
    lengths = tables.articles.select("article_id", "n_chars")
    found = tables.occurrences.select("article_id", "char_start").join(lengths, on="article_id")
    return binned(found["char_start"] / found["n_chars"], PLACE_BINS)
