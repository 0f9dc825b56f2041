"""Occurrences -> the fixtures of each outlet: sentences that stand in many of its articles.

A sentence is a fixture of an outlet when all of this holds:

- it stands in at least 5 of the outlet's articles ("Sign up for our newsletter.");
- in at least .8 of them at the same end: among the first 3 sentences, or among the last 3;
- of most of those articles less than half of the sentences stands in another article of the outlet,
  so they are different articles: the lead of a story that was updated five times is no fixture.

A run looks for paragraphs that are fixtures in the same way, when paragraphs are compared.

Articles without an outlet have no fixtures.  Nothing is left out of any table because of it.
"""

import polars as pl

__all__ = [
    "AT_ONE_END", "EDGE", "FEWEST_ARTICLES", "find_boilerplate", "mark_boilerplate",
]  # fmt: skip

FEWEST_ARTICLES = 5
EDGE = 3
AT_ONE_END = 0.8


def find_boilerplate(occurrences: pl.DataFrame) -> pl.DataFrame:
    """group, source, n_articles, place ("first" or "last"), share: the fixtures, most frequent first.

    Args:
        occurrences: group, source, article, sentence_index, and n_sentences of the article.
    """
    rows = occurrences.filter(pl.col("source").is_not_null())
    rows = rows.join(own_articles(rows), on=["source", "article"])
    index, n = pl.col("sentence_index"), pl.col("n_sentences")
    once = rows.group_by("group", "source", "article").agg(
        pl.first("is_own"),
        first=(index < EDGE).any(),
        last=(n - index <= EDGE).any(),
    )
    found = once.group_by("group", "source").agg(
        pl.mean("first", "last"),
        is_own=2 * pl.sum("is_own") > pl.len(),
        n_articles=pl.len().cast(pl.Int64),
    )
    return kept(found).sort("n_articles", "group", "source", descending=[True, False, False])


def own_articles(rows: pl.DataFrame) -> pl.DataFrame:
    """For each article whether its outlet has less than half of its sentences in another article."""
    many = pl.n_unique("article").over("group", "source") > 1
    sentences = rows.with_columns(again=many).unique(["source", "article", "sentence_index"])
    return sentences.group_by("source", "article").agg(
        is_own=2 * pl.sum("again") < pl.first("n_sentences")
    )


def kept(found: pl.DataFrame) -> pl.DataFrame:
    """Those above the thresholds, with the end they stand at."""
    share = pl.max_horizontal("first", "last")
    place = (
        pl.when(pl.col("last") >= pl.col("first")).then(pl.lit("last")).otherwise(pl.lit("first"))
    )
    found = found.with_columns(share=share, place=place).filter(
        (pl.col("n_articles") >= FEWEST_ARTICLES)
        & (pl.col("share") >= AT_ONE_END)
        & pl.col("is_own")
    )
    return found.select("group", "source", "n_articles", "place", "share")


def mark_boilerplate(
    occurrences: pl.DataFrame, found: pl.DataFrame, listed: pl.DataFrame
) -> pl.Series:
    """is_boilerplate of every occurrence: of a fixture that was found, or of a text that is listed.

    Args:
        occurrences: group, source, hash_high and hash_low of the normalized text.
        found: from find_boilerplate.
        listed: hash_high, hash_low and source of the list's texts; no source means every outlet.
    """
    text, yes = ["hash_high", "hash_low"], pl.lit(value=True)
    everywhere = listed.filter(pl.col("source").is_null()).select(text).unique()
    own = listed.filter(pl.col("source").is_not_null()).select(*text, "source").unique()
    here = found.select("group", "source")
    rows = occurrences.select("group", "source", *text)
    for table, keys in ((here, ["group", "source"]), (everywhere, text), (own, [*text, "source"])):
        flagged = table.with_columns(yes.alias(f"by_{len(rows.columns)}"))
        rows = rows.join(flagged, on=keys, how="left", maintain_order="left")
    flags = rows.select(pl.any_horizontal(pl.col("^by_.*$").fill_null(value=False)))
    return flags.to_series().alias("is_boilerplate")
