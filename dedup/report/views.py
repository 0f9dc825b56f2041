"""What `dedup show` shows: rows of the published tables, with the lines that introduce them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from dedup.errors import UsageError
from dedup.report.plain import counted
from dedup.schemas import ARTICLES, CLUSTERS, OCCURRENCES, PAIRS, Table
from dedup.storage import read_table

__all__ = ["View", "figures", "rows_of", "unknown", "view_of", "when"]

WORDS = pl.coalesce("diff", "text").alias("words")
WHERE = pl.format("{}:{}-{}", "article_id", "char_start", "char_end").alias("where")
BEST = pl.format("{}:{}-{}", "best_article_id", "best_char_start", "best_char_end").alias("seen in")


class View(NamedTuple):
    """A thing of a run: its own row, the rows below it, and what a person sees of them."""

    name: str
    heading: tuple[str, ...]
    facts: dict[str, Any]
    rows: pl.DataFrame
    columns: tuple[pl.Expr | str, ...]


def view_of(run: Path, what: str) -> View:
    """The view that `what` names: `top`, a cluster, a pair or an article of the run.

    Raises UsageError with the nearest ids when there is no such thing.
    """
    if what == "top":
        return top(run)
    finders = {"c-": (cluster, article), "p-": (pair, article)}.get(what[:2], (article,))
    for finder in finders:
        found = finder(run, what)
        if found is not None:
            return found
    raise unknown(run, what)


def figures(facts: dict[str, Any]) -> View:
    """The figures of an overview as rows, one each."""
    rows = pl.DataFrame({"figure": list(facts), "value": [str(one) for one in facts.values()]})
    return View("overview", (), facts, rows, ("figure", "value"))


def rows_of(run: Path, kind: Table, **wanted: str) -> pl.DataFrame:
    """The rows of a published table whose columns have the values `wanted`."""
    table = pl.from_arrow(read_table(run, kind))
    frame = table if isinstance(table, pl.DataFrame) else table.to_frame()
    # As plain strings, so that --where may use LIKE on them.
    frame = frame.cast({pl.Categorical: pl.String})
    return frame.filter(**wanted) if wanted else frame


def top(run: Path) -> View:
    """The clusters of a run, the most repeated first."""
    rows = rows_of(run, CLUSTERS)
    heading = f"{counted(rows.height, 'group')}, most repeated first"
    columns = ("n_occurrences", "n_sources", "n_articles", "kind", "cluster_id", "text")
    return View("top", (heading,), {}, rows, columns)


def cluster(run: Path, cluster_id: str) -> View | None:
    """A cluster and its occurrences, the oldest first."""
    found = rows_of(run, CLUSTERS, cluster_id=cluster_id)
    if not found.height:
        return None
    facts = found.row(0, named=True)
    rows = rows_of(run, OCCURRENCES, cluster_id=cluster_id)
    columns = (WHERE, "source", "published_at", "match_type", "jaccard", WORDS)
    return View("cluster", cluster_heading(facts), facts, rows, columns)


def cluster_heading(facts: dict[str, Any]) -> tuple[str, ...]:
    """What a cluster is, in two lines."""
    places = ", ".join(
        [
            counted(facts["n_occurrences"], "occurrence"),
            counted(facts["n_articles"], "article"),
            counted(facts["n_sources"], "outlet"),
        ]
    )
    first = f"first in {facts['first_article_id']}" + when(facts["first_published_at"])
    likeness = (
        f"Jaccard to the medoid {facts['jaccard_min']:.3f} or more; "
        f"holds together up to similarity {facts['weakest_edge']:.3f}"
    )
    kind = str(facts["kind"]).replace("_", " ")
    head = f"{facts['unit']} group {facts['cluster_id']}: {kind}, {places}"
    return (head, f"  {first}; {likeness}")


def when(moment: Any) -> str:  # noqa: ANN401 - a datetime or None, straight from a row
    """A time as `, 2017-09-21 06:00Z`; nothing when unknown."""
    return f", {moment:%Y-%m-%d %H:%MZ}" if moment is not None else ""


def pair(run: Path, pair_id: str) -> View | None:
    """A verified pair; its two sides are the rows."""
    found = rows_of(run, PAIRS, pair_id=pair_id)
    if not found.height:
        return None
    facts = found.row(0, named=True)
    sides = pl.concat([found.select(side_columns(side)) for side in "ab"], how="vertical_relaxed")
    return View(
        "pair", pair_heading(facts), facts, sides, (WHERE, "source", "published_at", "text")
    )


FLAGS = ("numbers_differ", "names_differ", "negation_differs")
SIDE = ("text_id", "article_id", "source", "published_at", "char_start", "char_end", "text")


def side_columns(side: str) -> list[pl.Expr]:
    """The columns of one side of a pair, without their suffix."""
    return [pl.col(f"{name}_{side}").alias(name) for name in (*SIDE, "n_occurrences")]


def pair_heading(facts: dict[str, Any]) -> tuple[str, ...]:
    """The scores of a pair, the facts that changed, and the words that differ."""
    head = f"{facts['unit']} pair {facts['pair_id']} of group {facts['cluster_id']}"
    scores = (
        f"  jaccard {facts['jaccard']:.3f}  containment {facts['containment_a']:.2f} / "
        f"{facts['containment_b']:.2f}  edit similarity {facts['edit_similarity']:.3f}  "
        f"{counted(facts['edit_words'], 'word')} changed"
    )
    changed = ", ".join(name.replace("_", " ") for name in FLAGS if facts[name])
    scores += f"  {changed}" if changed else ""
    return (head, scores, *([f"  {facts['diff']}"] if facts["diff"] else []))


def article(run: Path, article_id: str) -> View | None:
    """An article and its repeated sentences, in reading order."""
    found = rows_of(run, ARTICLES, article_id=article_id)
    if not found.height:
        return None
    facts = found.row(0, named=True)
    rows = rows_of(run, OCCURRENCES, article_id=article_id).sort("char_start", "unit")
    columns = ("char_start", "char_end", "scope", "jaccard", BEST, "cluster_id", WORDS)
    return View("article", article_heading(facts), facts, rows, columns)


def article_heading(facts: dict[str, Any]) -> tuple[str, ...]:
    """What an article is, how much of it is repeated, and from where most."""
    title = f' "{facts["title"]}"' if facts["title"] else ""
    source = f", {facts['source']}" if facts["source"] else ""
    head = f"article {facts['article_id']}{title}{source}{when(facts['published_at'])}"
    body = (
        f"  {facts['n_repeated_sentences']:,} of {counted(facts['n_sentences'], 'sentence')} "
        f"repeated ({facts['n_internal_repeats']:,} within the article); "
        f"{100 * facts['original_ratio']:.1f} % of the text not seen earlier"
    )
    if facts["top_article_id"] is None:
        return (head, body)
    origin = f"  most of it in {facts['top_article_id']}: {100 * facts['top_coverage']:.1f} %"
    return (head, body, origin)


def unknown(run: Path, what: str) -> UsageError:
    """The error for an id that the run does not have, naming the nearest ones."""
    kind, column = {"c-": (CLUSTERS, "cluster_id"), "p-": (PAIRS, "pair_id")}.get(
        what[:2], (ARTICLES, "article_id")
    )
    near = nearest(what, read_table(run, kind, [column])[column].to_pylist())
    todo = f"did you mean {' or '.join(near)}?" if near else "dedup show OUT top lists the groups"
    return UsageError(f"nothing is called {what!r}", where=str(run), todo=todo)


def nearest(what: str, names: Sequence[str]) -> list[str]:
    """Up to three of `names` that look like `what`."""
    from rapidfuzz import process

    return [name for name, _, _ in process.extract(what, names, limit=3, score_cutoff=60)]
