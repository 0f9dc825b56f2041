"""What the page tells of the run itself: settings, stages, recall, rejects, and what it left out."""

import datetime
from typing import Any

import polars as pl

from dedup.report.html.load import Tables

__all__ = ["story"]

MOST_INPUTS = 200
MOST_REJECTS = 500
MOST_TOP, MOST_CHARS = 50, 400
TOP = ("cluster_id", "text", "n_occurrences", "n_sources")
TOLD = (
    "run_id", "dedup_version", "schema_version", "status", "started_at", "finished_at", "seconds",
    "config", "config_sha256", "versions", "rows", "counts", "bands", "stages", "losses", "files",
)  # fmt: skip


def story(
    tables: Tables, facts: dict[str, Any], shown: dict[str, list[int]], options: dict[str, Any]
) -> dict[str, Any]:
    """The header's part about the run."""
    inputs = tables.manifest.get("inputs", [])
    return {
        "run": {name: tables.manifest[name] for name in TOLD if name in tables.manifest},
        "inputs": {"n": len(inputs), "first": inputs[:MOST_INPUTS]},
        "totals": facts,
        "shown": shown,
        "options": options,
        "top": rows(top(tables.clusters)),
        "quality": rows(tables.quality),
        "rejects": {
            "reasons": reasons(tables.rejects),
            "first": rows(tables.rejects.head(MOST_REJECTS)),
        },
    }


def top(clusters: pl.DataFrame) -> pl.DataFrame:
    """The most repeated groups, their texts cut: a sentence may be of any length."""
    return clusters.head(MOST_TOP).select(TOP).with_columns(pl.col("text").str.slice(0, MOST_CHARS))


def reasons(rejects: pl.DataFrame) -> list[list[Any]]:
    """How many rows were rejected, by reason."""
    found = rejects.group_by("reason").len().sort(["len", "reason"], descending=[True, False])
    return [list(row) for row in found.iter_rows()]


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows as objects; times as ISO 8601."""
    return [{k: plain(v) for k, v in row.items()} for row in frame.iter_rows(named=True)]


def plain(value: object) -> object:
    """A value that JSON knows."""
    return value.isoformat() if isinstance(value, datetime.date) else value
