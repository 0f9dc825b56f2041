"""A run without the names of outlets, articles and files."""

import hashlib
from collections.abc import Callable
from typing import Any

import polars as pl

from dedup.report.html.load import Tables

__all__ = ["anonymous"]

Renamed = dict[str, str]
OUTLETS = ("source", "source_a", "source_b", "source_first", "source_later")
ARTICLES = ("article_id", "article_id_a", "article_id_b", "best_article_id", "top_article_id")
GROUPS = ("cluster_id",)
PAIRS = ("pair_id",)
CONFIG = ("id", "text", "date", "source", "title", "lang", "url")


def anonymous(tables: Tables) -> tuple[Tables, Renamed]:
    """The run with pseudonyms, and the pseudonym of each article.

    Equal runs get equal pseudonyms; their order tells nothing about the names.  Titles, addresses,
    paths and rejected rows go.  The texts stay: they may still tell who wrote them.
    """
    outlets = pseudonyms(names(tables, OUTLETS), "Outlet {:02}")
    articles = pseudonyms(names(tables, ARTICLES), "article-{:06}")
    groups = pseudonyms(names(tables, GROUPS), "c-{:016}")
    pairs = pseudonyms(names(tables, PAIRS), "p-{:016}")
    columns = {
        **dict.fromkeys(OUTLETS, outlets),
        **dict.fromkeys(ARTICLES, articles),
        **dict.fromkeys(GROUPS, groups),
        **dict.fromkeys(PAIRS, pairs),
    }
    found = mapped(tables, lambda frame: renamed(frame, columns))
    return found._replace(articles=found.articles.sort("article_id")), articles


def mapped(tables: Tables, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Tables:
    """The tables, each changed, and a manifest without names."""
    frames: dict[str, Any] = {
        name: change(value)
        for name, value in tables._asdict().items()
        if isinstance(value, pl.DataFrame)
    }
    return tables._replace(manifest=nameless(tables.manifest), **frames)


def names(tables: Tables, columns: tuple[str, ...]) -> list[str]:
    """Every value of these columns, in any table."""
    frames = [value for value in tables if isinstance(value, pl.DataFrame)]
    found = [frame[name].cast(pl.String) for frame in frames for name in columns if name in frame]
    return pl.concat([pl.Series("", [], pl.String), *(s.alias("") for s in found)]).drop_nulls().unique().to_list()  # fmt: skip


def digest(name: str) -> bytes:
    """An order of names that tells nothing about them."""
    return hashlib.blake2b(name.encode(), digest_size=16).digest()


def pseudonyms(given: list[str], pattern: str) -> Renamed:
    """A pseudonym for each name, the same for the same names."""
    return {name: pattern.format(i + 1) for i, name in enumerate(sorted(given, key=digest))}


def renamed(frame: pl.DataFrame, columns: dict[str, Renamed]) -> pl.DataFrame:
    """A table with pseudonyms, and without what would give them away."""
    gone: list[str] = [
        name for name in ("title", "uri", "previous_cluster_ids") if name in frame.columns
    ]
    if "raw_prefix" in frame.columns:
        gone += ["raw_prefix"]
        frame = frame.with_columns(pl.lit("").alias("input_path"), pl.lit("").alias("message"))
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in gone)
    for name in frame.columns:
        if name in columns:
            frame = frame.with_columns(swapped(frame[name], columns[name]))
    return frame


def swapped(values: pl.Series, new: Renamed) -> pl.Series:
    """The values, each as its pseudonym."""
    old = pl.Series(list(new), dtype=pl.String)
    return values.cast(pl.String).replace_strict(
        old, pl.Series(list(new.values()), dtype=pl.String), default=None, return_dtype=pl.String
    )


def nameless(manifest: dict[str, Any]) -> dict[str, Any]:
    """What run.json says, without paths and column names."""
    inputs = [{**one, "path": "", "columns": {}, "sha256": ""} for one in manifest["inputs"]]
    config = {k: None if k in CONFIG else v for k, v in manifest["config"].items()}
    return {**manifest, "inputs": inputs, "config": config, "files": []}
