"""A published run in a few lines: how much is repeated, what most, and that no row was lost."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from dedup.report.plain import counted, megabytes, percent, shortened
from dedup.report.quality import Recall, measured, recall_line
from dedup.report.safe import safe
from dedup.schemas import ARTICLES, CLUSTERS, OCCURRENCES, PAIRS, Table
from dedup.storage import read_groups, read_manifest, read_table

__all__ = ["Summary", "UnitCounts", "as_object", "lines", "size_line", "summarize"]

TEXT_WIDTH = 60


class UnitCounts(NamedTuple):
    """What is repeated of one unit."""

    unit: str
    n: int
    n_repeated: int
    n_clusters: int
    n_articles: int


class Summary(NamedTuple):
    """The figures of one run, from its tables and its manifest."""

    manifest: dict[str, Any]
    units: tuple[UnitCounts, ...]
    n_articles: int
    n_pairs: int
    most_repeated: dict[str, Any] | None
    closest: dict[str, Any] | None
    recalls: tuple[Recall, ...] = ()

    @property
    def example(self) -> str | None:
        """The cluster to look at first: that of the closest rewrite, else the most repeated."""
        row = self.closest or self.most_repeated
        return None if row is None else str(row["cluster_id"])


def summarize(run: Path) -> Summary:
    """The summary of the published run in the folder `run`."""
    manifest = read_manifest(run)
    articles = frame(run, ARTICLES, ["n_sentences", "n_paragraphs"])
    clusters = frame(run, CLUSTERS, CLUSTER_COLUMNS)
    n_pairs, closest = closest_of(run)
    occurrences = frame(run, OCCURRENCES, ["unit", "article_id", "is_new"])
    return Summary(
        manifest,
        tuple(unit_counts(unit, articles, clusters, occurrences) for unit in units_of(manifest)),
        articles.height,
        n_pairs,
        first(clusters),
        closest,
        measured(run),
    )


COUNTS = (
    "articles", "sentences", "paragraphs", "repeated_sentences", "repeated_articles", "clusters",
    "pairs", "occurrences",
)  # fmt: skip
CLUSTER_COLUMNS = ["cluster_id", "unit", "text", "n_occurrences", "n_articles", "n_sources"]


def frame(run: Path, kind: Table, columns: list[str]) -> pl.DataFrame:
    """Some columns of a published table."""
    found = pl.from_arrow(read_table(run, kind, columns))
    return found if isinstance(found, pl.DataFrame) else found.to_frame()


def closest_of(run: Path) -> tuple[int, dict[str, Any] | None]:
    """How many pairs there are, and the first of those with the highest Jaccard."""
    n_pairs, closest = 0, None
    for some in read_groups(run, PAIRS, ["cluster_id", "jaccard"]):
        n_pairs += some.num_rows
        best = int(np.argmax(some.column("jaccard").to_numpy()))
        row = some.slice(best, 1).to_pylist()[0]
        if closest is None or row["jaccard"] > closest["jaccard"]:
            closest = row
    return n_pairs, closest


def units_of(manifest: dict[str, Any]) -> tuple[str, ...]:
    """The units that a run compared."""
    unit = manifest["config"]["unit"]
    return ("sentence", "paragraph") if unit == "both" else (unit,)


def unit_counts(
    unit: str, articles: pl.DataFrame, clusters: pl.DataFrame, occurrences: pl.DataFrame
) -> UnitCounts:
    """The counts of one unit; every occurrence in a cluster is repeated, and this run read the new ones."""
    repeated = occurrences.filter((pl.col("unit") == unit) & pl.col("is_new"))
    n_clusters = clusters.filter(pl.col("unit") == unit).height
    total = int(articles[f"n_{unit}s"].sum())
    return UnitCounts(unit, total, repeated.height, n_clusters, repeated["article_id"].n_unique())


def first(rows: pl.DataFrame) -> dict[str, Any] | None:
    """The first row, if there is one."""
    return rows.row(0, named=True) if rows.height else None


def lines(summary: Summary) -> list[str]:
    """The summary as lines of plain text."""
    found = [headline(counts, summary.n_articles) for counts in summary.units]
    if summary.most_repeated is not None:
        found.append("  most repeated   " + repeated_line(summary.most_repeated))
    if summary.closest is not None:
        row = summary.closest
        found.append(f"  closest rewrite {row['jaccard']:.2f}  {safe(row['cluster_id'])}")
    found += ["  measured recall " + recall_line(one) for one in summary.recalls]
    return [*found, "  rows            " + rows_line(summary.manifest["rows"])]


def headline(counts: UnitCounts, n_articles: int) -> str:
    """How much of one unit is repeated."""
    noun = counts.unit + ("" if counts.n == 1 else "s")
    if not counts.n_repeated:
        return f"none of {counts.n:,} {noun} is repeated, in {counted(n_articles, 'article')}"
    verb = "is" if counts.n_repeated == 1 else "are"
    return (
        f"{counts.n_repeated:,} of {counts.n:,} {noun} ({percent(counts.n_repeated, counts.n)}) "
        f"{verb} repeated, in {counted(counts.n_clusters, 'group')}, "
        f"across {counts.n_articles:,} of {counted(n_articles, 'article')}"
    )


def as_object(summary: Summary, folder: Path) -> dict[str, Any]:
    """The summary of the run in `folder` as one JSON object."""
    counts, rows = summary.manifest["counts"], summary.manifest["rows"]
    return {
        "run_id": summary.manifest["run_id"],
        "status": "rejects" if rows["rejected"] else "ok",
        **{name: counts[name] for name in COUNTS},
        "recall": [one._asdict() for one in summary.recalls],
        "rows_read": rows["read"],
        "rejected": rows["rejected"],
        "known": rows.get("known", 0),
        "output": str(folder),
        "seconds": summary.manifest["seconds"],
    }


def repeated_line(row: dict[str, Any]) -> str:
    """How often, where and what the most repeated text is."""
    places = counted(row["n_sources"], "outlet")
    if not row["n_sources"]:
        places = counted(row["n_articles"], "article")
    text = safe(shortened(" ".join((row["text"] or "").split()), TEXT_WIDTH))
    return f"x{row['n_occurrences']} in {places}  " + (f'"{text}"' if text else row["cluster_id"])


def rows_line(rows: dict[str, Any]) -> str:
    """That every row read was reported, is in the index already, or was rejected."""
    known = f" + {rows['known']:,} known already" if rows.get("known") else ""
    read, reported, rejected = (f"{rows[name]:,}" for name in ("read", "reported", "rejected"))
    return f"{read} read = {reported} reported{known} + {rejected} rejected"


def size_line(manifest: dict[str, Any]) -> str:
    """How many tables were written, and their size."""
    files = manifest["files"]
    return f"{counted(len(files), 'table')}, {megabytes(sum(file['n_bytes'] for file in files))}"
