"""Which floor to choose: example pairs of each similarity, labels, and the precision that follows."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from dedup.report.views import View
from dedup.words import changes, render

__all__ = [
    "EXAMPLES",
    "FLOORS",
    "Floor",
    "examples",
    "examples_view",
    "floors",
    "floors_view",
    "suggested",
]

FLOORS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
EXAMPLES = 5

# A floor is good when so many of its pairs are wanted ones.
WANTED = 0.95
TAIL = 0.025


class Floor(NamedTuple):
    """What a floor would give: pairs, texts in them, and with labels how many are wanted ones."""

    floor: float
    n_pairs: int
    n_texts: int
    n_labeled: int
    precision: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


class Bin(NamedTuple):
    """The pairs between two floors: how many there are, and how many were labeled yes and no."""

    n_pairs: int
    yes: int
    no: int


def examples(pairs: pl.DataFrame) -> pl.DataFrame:
    """A few pairs of each bin with their changed words, the same ones every time; lowest bin first.

    Adds `low`, the lower end of the bin, and `words`, b against a.
    """
    rows = pairs.with_columns(low=bin_of(pl.col("jaccard"))).sort("low", "pair_id")
    few = rows.group_by("low", maintain_order=True).head(EXAMPLES)
    texts = few.select("text_a", "text_b").iter_rows()
    words = pl.Series("words", [render(changes(a, b)) for a, b in texts], pl.String)
    return few.with_columns(words)


def bin_of(jaccard: pl.Expr) -> pl.Expr:
    """The highest of FLOORS that a Jaccard reaches; compared as float32, in which it is stored."""
    low = pl.lit(FLOORS[0], pl.Float64)
    for floor in FLOORS[1:]:
        reached = jaccard >= pl.lit(floor, pl.Float32)
        low = pl.when(reached).then(pl.lit(floor, pl.Float64)).otherwise(low)
    return low


def floors(pairs: pl.DataFrame, labels: Mapping[str, str]) -> list[Floor]:
    """What each floor would give; `labels` are `y` or `n` by pair_id, others say nothing."""
    rows = pairs.with_columns(low=bin_of(pl.col("jaccard")))
    bins = [bin_with(rows.filter(low=floor), labels) for floor in FLOORS]
    return [floor_from(rows, at, bins[at:]) for at in range(len(FLOORS))]


def bin_with(rows: pl.DataFrame, labels: Mapping[str, str]) -> Bin:
    """The counts of one bin."""
    given = [labels.get(one) for one in rows["pair_id"]]
    return Bin(rows.height, given.count("y"), given.count("n"))


def floor_from(rows: pl.DataFrame, at: int, bins: list[Bin]) -> Floor:
    """What one floor would give, from its own bin and those above it."""
    reached = rows.filter(pl.col("low") >= FLOORS[at])
    texts = pl.concat([reached["text_a"], reached["text_b"]]).n_unique()
    counts = (FLOORS[at], reached.height, texts, sum(one.yes + one.no for one in bins))
    filled = [one for one in bins if one.n_pairs]
    if not filled or any(one.yes + one.no == 0 for one in filled):
        return Floor(*counts)
    return Floor(*counts, *precision(filled))


def precision(bins: list[Bin]) -> tuple[float, float, float]:
    """The share of wanted pairs, each bin as labeled and weighted by its size, and a 95 % interval.

    The interval is that of a Beta distribution with the mean and the variance of the weighted sum of
    the bins' shares, which have a uniform prior each: five labels of five leave room for doubt.
    """
    from scipy.special import betaincinv

    total, share, mean, variance = sum(one.n_pairs for one in bins), 0.0, 0.0, 0.0
    for one in bins:
        weight, n = one.n_pairs / total, one.yes + one.no
        likely = (one.yes + 1) / (n + 2)
        share += weight * one.yes / n
        mean += weight * likely
        variance += weight**2 * likely * (1 - likely) / (n + 3)
    size = mean * (1 - mean) / variance - 1
    ends = (betaincinv(mean * size, (1 - mean) * size, tail) for tail in (TAIL, 1 - TAIL))
    low, high = map(float, ends)
    return share, min(low, share), max(high, share)


def suggested(several: list[Floor]) -> float | None:
    """The lowest floor from which on the precision is as high as wanted; None without labels."""
    found = None
    for one in reversed(several):
        if one.n_pairs == 0:
            continue
        if one.precision is None or one.precision < WANTED:
            break
        found = one.floor
    return found


def examples_view(rows: pl.DataFrame) -> View:
    """The examples for people; a pipe gets them one a line."""
    shown = ("similarity", "jaccard", "pair_id", "words")
    table = rows.with_columns(similarity=pl.format("{}-{}", "low", (pl.col("low") + 0.1).round(1)))
    return View(
        "examples", ("example pairs, b against a: [-only in a-]{+only in b+}",), {}, table, shown
    )


def floors_view(several: list[Floor], heading: str) -> View:
    """What each floor would give, for people."""
    rows = pl.DataFrame(several, schema=FLOOR_TYPES, orient="row")
    return View("floors", (heading,), {}, rows, tuple(FLOOR_TYPES))


SHARES = ("precision", "ci_low", "ci_high")
FLOOR_TYPES = {"floor": pl.String} | {
    name: pl.Float64 if name in SHARES else pl.Int64 for name in Floor._fields[1:]
}
