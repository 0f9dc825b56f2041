"""Where an article's text came from: the smallest set of earlier articles that covers it.

Greedy set cover, as in sourmash's `gather`: take the earlier article that holds most of what is
still uncovered, again and again, until the next one would add less than a given share.  A sentence
is held by another article when the same text, one verified to be near it, or one that contains it
stands there; a part of a sentence does not hold the whole.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from dedup.report.plain import counted
from dedup.report.views import View, rows_of, unknown, when
from dedup.schemas import ARTICLES, OCCURRENCES, PAIRS
from dedup.storage import read_manifest

__all__ = ["explain"]

ORDER = ["published_at", "article_id"]
ABOUT = ["article_id", "source", "published_at"]
UNIT = ["place", "text_id", "n_chars", "is_boilerplate"]
STEPS = {
    "article_id": pl.String(),
    "source": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "covered": pl.Float64(),
    "total": pl.Float64(),
    "n_matched": pl.Int64(),
    "n_exact": pl.Int64(),
    "n_chars": pl.Int64(),
    "is_boilerplate": pl.Boolean(),
}
SUMS = ("n_matched", "n_exact", "n_chars", "is_boilerplate")
MINUTE, HOUR, DAY = 60, 3600, 86_400
EPSILON = 5e-4


def explain(run: Path, article_id: str, min_step: float) -> View:
    """The earlier articles that cover this one, each with what it adds to those above it.

    Args:
        run: the folder of a published run.
        article_id: the article to explain.
        min_step: the least share of the article that one more article must add.

    Raises UsageError with the nearest ids when there is no such article.
    """
    found = rows_of(run, ARTICLES, article_id=article_id)
    if not found.height:
        raise unknown(run, article_id)
    facts = found.row(0, named=True)
    unit = "paragraph" if read_manifest(run)["config"]["unit"] == "paragraph" else "sentence"
    own = units_of(run, facts, unit)
    held = held_earlier(run, own, facts, unit)
    total = round(int(own["n_chars"].sum()) / facts["repeated_ratio"]) if own.height else 1
    rows = pl.DataFrame(list(gathered(held, total, min_step)), schema=STEPS, orient="row")
    rows = rows.with_columns(lag_seconds=lag_from(facts["published_at"]))
    known = int(held.unique("place")["n_chars"].sum()) / total
    return view(facts, unit, rows, min(known, 1.0))


def units_of(run: Path, facts: dict[str, Any], unit: str) -> pl.DataFrame:
    """The repeated units of the article, one row each, numbered by `place`."""
    rows = rows_of(run, OCCURRENCES, article_id=facts["article_id"], unit=unit)
    return rows.with_row_index("place").select(UNIT)


def held_earlier(run: Path, own: pl.DataFrame, facts: dict[str, Any], unit: str) -> pl.DataFrame:
    """Every unit of the article beside each earlier article that holds it, exactly or nearly."""
    places = rows_of(run, OCCURRENCES, unit=unit).select(*ABOUT, other="text_id")
    linked = links(run, own).join(places, on="other").filter(is_earlier(facts))
    return linked.group_by(*UNIT, *ABOUT).agg(pl.max("is_exact")).sort("place", *ORDER)


def links(run: Path, own: pl.DataFrame) -> pl.DataFrame:
    """Each unit of the article with the texts that hold it: its own, and its verified neighbors."""
    is_near = pl.col("jaccard") >= pl.lit(read_manifest(run)["config"]["similarity"], pl.Float32)
    longer = pl.col("containment_a") < pl.col("containment_b")
    pairs = rows_of(run, PAIRS)
    one_way = pairs.filter(is_near | ~longer).select(text_id="text_id_a", other="text_id_b")
    other_way = pairs.filter(is_near | longer).select(text_id="text_id_b", other="text_id_a")
    same = own.select("text_id", other="text_id").unique()
    near = pl.concat([one_way, other_way]).with_columns(is_exact=pl.lit(value=False))
    return own.join(pl.concat([near, same.with_columns(is_exact=pl.lit(value=True))]), on="text_id")


def is_earlier(facts: dict[str, Any]) -> pl.Expr:
    """Whether an article comes before the one explained: published earlier, undated last."""
    name = pl.col("article_id") < facts["article_id"]
    if facts["published_at"] is None:
        return pl.col("published_at").is_not_null().or_(name)
    moment = pl.lit(facts["published_at"])
    before = (pl.col("published_at") < moment).or_((pl.col("published_at") == moment).and_(name))
    return before.fill_null(value=False)


def gathered(held: pl.DataFrame, total: int, min_step: float) -> Iterator[tuple[Any, ...]]:
    """The articles taken one after the other, each with what it adds, as rows of STEPS."""
    covered = 0
    while held.height:
        best = most(held)
        if best["n_chars"] / total < min_step:
            return
        covered += best["n_chars"]
        shares = (best["n_chars"] / total, min(covered / total, 1.0))
        about = [best[name] for name in ABOUT]
        yield (*about, *shares, *(best[name] for name in SUMS))
        held = held.filter(~pl.col("place").is_in(best["places"]))


def most(held: pl.DataFrame) -> dict[str, Any]:
    """The article that holds most; of equal ones the one with more exact, then the earliest."""
    sums = held.group_by(ABOUT).agg(
        pl.col("place").alias("places"),
        pl.len().alias("n_matched"),
        pl.sum("is_exact").alias("n_exact"),
        pl.sum("n_chars"),
        pl.col("is_boilerplate").fill_null(value=False).all(),
    )
    order = ["n_chars", "n_exact", *ORDER]
    return sums.sort(order, descending=[True, True, False, False], nulls_last=True).row(
        0, named=True
    )


# ---- for people ---------------------------------------------------------------------------------


def view(facts: dict[str, Any], unit: str, rows: pl.DataFrame, known: float) -> View:
    """The table, and two lines that introduce it."""
    listed = rows["total"][-1] if rows.height else 0.0
    shares = {"found_ratio": known, "listed_ratio": listed}
    columns = (
        in_percent("covered"),
        in_percent("total"),
        pl.col("article_id").alias("from"),
        pl.col("source"),
        pl.col("lag_seconds").map_elements(lag, pl.String).alias("lag"),
        matched(unit),
    )
    return View("explain", heading(facts, shares), facts | shares, rows, columns)


def heading(facts: dict[str, Any], shares: dict[str, float]) -> tuple[str, ...]:
    """What the article is, how much of it came from elsewhere, and what is not listed."""
    title = f' "{facts["title"]}"' if facts["title"] else ""
    source = f", {facts['source']}" if facts["source"] else ""
    size = f"{counted(facts['n_sentences'], 'sentence')}, {counted(facts['n_chars'], 'character')}"
    head = f"article {facts['article_id']}{title}{source}{when(facts['published_at'])}: {size}"
    new = f"  {percent(1 - shares['found_ratio'])} is not found in earlier articles of this run"
    small = shares["found_ratio"] - shares["listed_ratio"]
    rest = (
        f"; {percent(small)} in articles that add less than --min-step" if small > EPSILON else ""
    )
    return (head, new + rest)


def percent(share: float) -> str:
    """A share of 0..1, one decimal."""
    return f"{100 * share:.1f} %"


def in_percent(name: str) -> pl.Expr:
    """A column of shares as people read them."""
    return pl.col(name).map_elements(percent, pl.String)


def matched(unit: str) -> pl.Expr:
    """How many units are found there, and how many of them word for word."""
    noun = pl.when(pl.col("n_matched") == 1).then(pl.lit(unit)).otherwise(pl.lit(f"{unit}s"))
    text = pl.format("{} {}, {} exact", "n_matched", noun, "n_exact")
    fixture = pl.when("is_boilerplate").then(pl.lit(", boilerplate")).otherwise(pl.lit(""))
    return (text + fixture).alias("match")


def lag_from(later: datetime | None) -> pl.Expr:
    """Seconds from each article to the one explained; null where either is undated."""
    moment = pl.lit(later, pl.Datetime("us", "UTC"))
    return (moment - pl.col("published_at")).dt.total_seconds()


def lag(seconds: int) -> str:
    """How much earlier: in minutes, hours, or from two days on days."""
    if seconds < MINUTE:
        return "0 min"
    if seconds < HOUR:
        return f"-{seconds // MINUTE} min"
    if seconds < 2 * DAY:
        return f"-{seconds // HOUR} h {seconds % HOUR // MINUTE:02}"
    return f"-{seconds // DAY} d"
