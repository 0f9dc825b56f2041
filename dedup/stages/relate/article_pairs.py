"""Where each article's text came from: the earlier articles that share sentences with it.

Listed are, for every repeated sentence of b, the articles of its best match and of its group's
first occurrence; so the list grows with the repeats, not with their square.  For each listed pair
the figures count every sentence the two share.
"""

import polars as pl

from dedup.stages.relate.corpus import Corpus
from dedup.stages.relate.report import exact_mean
from dedup.storage.spill import Parts

__all__ = ["article_pairs_table"]

PAIR = ["a", "b"]
NEARLY_ALL, MOST = 0.9, 0.5


def article_pairs_table(mine: pl.DataFrame, links: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The article_pairs report of the articles b of the links `mine`, unsorted."""
    pairs = listed(mine, corpus.n_new)
    rows = links.join(pairs.select(article="a").unique(), on="article", how="semi")
    shared = shared_sentences(pairs, rows, mine)
    figures = pairs.join(counted(shared), on=PAIR).join(matched_in_a(pairs, rows, mine), on=PAIR)
    figures = figures.join(nearest(mine), on=PAIR, how="left")
    for name in PAIR:
        side = facts_of(corpus.facts, figures[name]).select(pl.all().name.suffix(f"_{name}"))
        figures = figures.join(side, left_on=name, right_on=f"article_{name}")
    return figures.with_columns(
        coverage_a=(pl.col("chars_matched_a") / pl.col("chars_cut_a")).cast(pl.Float32),
        coverage_b=(pl.col("chars_matched_b") / pl.col("chars_cut_b")).cast(pl.Float32),
        lag_seconds=(pl.col("published_at_b") - pl.col("published_at_a")).dt.total_seconds(),
        is_new=pl.lit(value=True),
    ).with_columns(relation=relation())


def facts_of(facts: Parts, articles: pl.Series) -> pl.DataFrame:
    """What is said of both articles of a pair."""
    numbers = articles.unique().sort()
    some = facts.take(
        numbers.to_numpy(), "article_id", "source", "title", "published_at", "chars_cut"
    )
    return pl.DataFrame(some).with_columns(article=numbers)


def listed(rows: pl.DataFrame, n_new: int) -> pl.DataFrame:
    """The pairs of articles worth a row, each once; one of the two is new."""
    links = [rows.select(a=pl.col(end), b=pl.col("article")) for end in ("best", "origin")]
    two = pl.concat(links).drop_nulls().filter(pl.col("a") != pl.col("b"))
    return two.filter(pl.min_horizontal(PAIR) < n_new).unique().sort(PAIR)


def shared_sentences(pairs: pl.DataFrame, rows: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """For each pair every sentence of b whose group is in a too, beside its first place in a."""
    of_b = mine.select("group", "text", "chars", b="article", index_b="index")
    of_a = rows.group_by("group", a="article").agg(index_a=pl.min("index"))
    exact = rows.select("text", a="article", is_exact=pl.lit(value=True)).unique()
    shared = pairs.join(of_b, on="b").join(of_a, on=["a", "group"])
    return shared.join(exact, on=["a", "text"], how="left")


def counted(shared: pl.DataFrame) -> pl.DataFrame:
    """What b's matched sentences add up to, and the longest run of them in a's order.

    The run of the most sentences and that of the most characters may be two.
    """
    goes_on = [pl.col(name) == pl.col(name).shift() for name in PAIR]
    goes_on += [pl.col(name).diff() == 1 for name in ("index_b", "index_a")]
    run = (~pl.all_horizontal(goes_on)).fill_null(value=True).cum_sum()
    runs = shared.sort(*PAIR, "index_b").group_by(run=run)
    lengths = runs.agg(pl.first(*PAIR), n=pl.len(), n_chars=pl.sum("chars"))
    longest = lengths.group_by(PAIR).agg(
        longest_run_sentences=pl.max("n"), longest_run_chars=pl.max("n_chars")
    )
    n_exact = pl.col("is_exact").count()
    sums = shared.group_by(PAIR).agg(
        n_sentences_matched=pl.len(),
        n_exact=n_exact,
        n_near=pl.len() - n_exact,
        chars_matched_b=pl.sum("chars"),
    )
    return sums.join(longest, on=PAIR)


def matched_in_a(pairs: pl.DataFrame, rows: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """How much of a is in b."""
    of_a = rows.select("group", "chars", a="article")
    of_b = mine.select("group", b="article").unique()
    both = pairs.join(of_a, on="a").join(of_b, on=["b", "group"])
    return both.group_by(PAIR).agg(chars_matched_a=pl.sum("chars"))


def nearest(rows: pl.DataFrame) -> pl.DataFrame:
    """The mean Jaccard of the sentences of b whose best match is in a."""
    near = rows.filter(pl.col("best").is_not_null()).rename({"best": "a", "article": "b"})
    return near.group_by(PAIR).agg(jaccard_mean=exact_mean("jaccard"))


def relation() -> pl.Expr:
    """What b is to a, by how much of each is in the other."""
    a, b = pl.col("coverage_a"), pl.col("coverage_b")
    same = pl.col("source_a") == pl.col("source_b")
    return (
        pl.when((a >= NEARLY_ALL) & (b >= NEARLY_ALL))
        .then(pl.lit("duplicate"))
        .when(same & (a >= MOST) & (b >= MOST))
        .then(pl.lit("revision"))
        .when(a >= NEARLY_ALL)
        .then(pl.lit("superset"))
        .when(b >= NEARLY_ALL)
        .then(pl.lit("subset"))
        .otherwise(pl.lit("partial"))
    )
