"""Which spans go: of every group all occurrences but the one kept, as far as `where` allows.

A text that contains another says more than that one: it goes only if what is kept has all of it, or
if it stands itself in another place, which is kept then.
"""

import difflib
from pathlib import Path

import polars as pl

from dedup.errors import UsageError
from dedup.report.views import rows_of
from dedup.report.where import holds
from dedup.schemas import ARTICLES, CLUSTERS, OCCURRENCES, PAIRS
from dedup.storage import read_manifest

__all__ = ["SOURCE", "spans_to_go"]

SOURCE = "source:"
PLACE = ["article_id", "char_start", "char_end"]
TEXT, KEPT = "text_id", "kept_text_id"


def spans_to_go(run: Path, keep: str, where: str | None) -> pl.DataFrame:
    """The occurrences that go, sorted by article and place, each with the one that is kept.

    Args:
        run: the folder of a published run.
        keep: `first`, `longest`, `source:NAME`, or an expression; of several the earliest is kept,
            and where none is as wished, the earliest of the group.
        where: an expression for the spans that may go; None: every one.
    """
    rows = with_groups(run)
    kept = rows.filter(pl.col("row").is_in(kept_rows(rows, keep).implode()))
    gone = rows.join(as_kept(kept), on="cluster_id").filter(pl.col("row") != pl.col("kept"))
    gone = without_loss(gone, losing(run, gone))
    if where is not None:
        gone = gone.filter(holds(gone.select(visible(rows)), where))
    mine = rows_of(run, ARTICLES).select("article_id")
    gone = gone.join(mine, on="article_id", how="semi").sort("article_id", "char_start", "char_end")
    refuse_two_units(gone)
    return gone


def as_kept(rows: pl.DataFrame) -> pl.DataFrame:
    """What is told of an occurrence that is kept; its place, its text, its row."""
    places = [pl.col(name).alias(f"kept_{name}") for name in (*PLACE, TEXT)]
    return rows.select("cluster_id", *places, kept="row")


def without_loss(gone: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """What may go; of the texts in `lost` the first occurrence stays, and is kept for the others."""
    safe = gone.join(lost, on=[TEXT, KEPT], how="anti")
    rest = gone.join(lost, on=[TEXT, KEPT], how="semi").sort("row")
    heads = as_kept(rest.unique(["cluster_id", TEXT], keep="first"))
    rest = rest.drop([name for name in heads.columns if name != "cluster_id"])
    again = rest.join(heads, left_on=["cluster_id", TEXT], right_on=["cluster_id", KEPT])
    again = again.filter(pl.col("row") != pl.col("kept")).with_columns(pl.col(TEXT).alias(KEPT))
    return pl.concat([safe, again.select(safe.columns)])


def losing(run: Path, gone: pl.DataFrame) -> pl.DataFrame:
    """The texts to go, each beside that kept, of which something would be lost.

    They contain another text of the run, and are neither the text kept, near it, nor contained in it.
    """
    near = pl.lit(read_manifest(run)["config"]["similarity"], pl.Float32)
    a, b = (rows_of(run, PAIRS).select(**sides(*way)) for way in ("ab", "ba"))
    pairs = pl.concat([a, b])
    holds_more = pl.col("jaccard").lt(near) & (pl.col("own") < pl.col("others"))
    longer = pl.concat(
        [
            pairs.filter(holds_more).select(TEXT),
            gone.filter(match_type="contains").select(TEXT),
        ]
    )
    asked = gone.select(TEXT, KEPT).unique().join(longer, on=TEXT, how="semi")
    safe = pairs.filter(~holds_more).select(TEXT, KEPT)
    return asked.filter(pl.col(TEXT) != pl.col(KEPT)).join(safe, on=[TEXT, KEPT], how="anti")


def sides(one: str, other: str) -> dict[str, str]:
    """The columns of a pair as seen from one of its texts."""
    named = {TEXT: f"text_id_{one}", KEPT: f"text_id_{other}", "jaccard": "jaccard"}
    return named | {"own": f"containment_{one}", "others": f"containment_{other}"}


def with_groups(run: Path) -> pl.DataFrame:
    """The occurrences in their order in time, with the columns of their group that they lack."""
    rows, groups = rows_of(run, OCCURRENCES), rows_of(run, CLUSTERS)
    also = [name for name in groups.columns if name not in rows.columns]
    joined = rows.join(
        groups.select("cluster_id", *also), on="cluster_id", how="left", maintain_order="left"
    )
    return joined.with_row_index("row")


def visible(rows: pl.DataFrame) -> list[str]:
    """The columns that an expression may use."""
    return [name for name in rows.columns if name != "row"]


def kept_rows(rows: pl.DataFrame, keep: str) -> pl.Series:
    """The row of each group that is kept."""
    if keep == "first":
        liking = pl.Series([0]).new_from_index(0, rows.height)
    elif keep == "longest":
        liking = rows["n_chars"]
    elif keep.startswith(SOURCE):
        liking = of_source(rows, keep.removeprefix(SOURCE))
    else:
        liking = holds(rows.select(visible(rows)), keep, "--keep")
    order = rows.select("cluster_id", "row", liking=liking)
    order = order.sort("cluster_id", "liking", "row", descending=[False, True, False])
    return order.unique("cluster_id", keep="first", maintain_order=True)["row"]


def of_source(rows: pl.DataFrame, name: str) -> pl.Series:
    """Which occurrences are of an outlet; raises UsageError when it has none, naming the nearest."""
    known = rows["source"].drop_nulls().unique().sort().to_list()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3) or known[:9]
        todo = f"outlets are called: {', '.join(near)}" if near else "no occurrence has an outlet"
        raise UsageError(f"no outlet is called {name!r}", where=f"--keep {SOURCE}{name}", todo=todo)
    return (rows["source"] == name).fill_null(value=False)


def refuse_two_units(gone: pl.DataFrame) -> None:
    """Raise UsageError when sentences and paragraphs are to go: each might take what the other keeps."""
    if gone["unit"].n_unique() > 1:
        raise UsageError(
            "the run compared sentences and paragraphs, and both are to go",
            where="a paragraph that goes could hold the sentence that another group keeps",
            todo="choose one: --where \"unit = 'sentence'\"",
        )
