"""What a notebook calls: `run` for files, `find_duplicates` for texts in memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError
from dedup.ledger import Ledger
from dedup.pipeline import Published, find_tables
from dedup.pipeline import run as run_pipeline
from dedup.schemas import RAW_ARTICLES
from dedup.stages.read import articles_of_frame

__all__ = ["Duplicates", "find_duplicates", "run"]


class Duplicates(NamedTuple):
    """The report tables as polars frames, columns as in the published files."""

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    occurrences: pl.DataFrame
    articles: pl.DataFrame
    article_pairs: pl.DataFrame
    source_flow: pl.DataFrame


def run(inputs: str | Path | Iterable[str | Path], out: str | Path, **settings: Any) -> Published:  # noqa: ANN401
    """Read files, globs or folders, and publish a run below `out`.

    Args:
        inputs: one path or several.
        out: the folder that gets `run=<id>/` and `latest`.
        settings: fields of `Config`, as in `similarity=0.7`.

    Returns:
        The run's folder and the contents of its run.json.
    """
    several = [inputs] if isinstance(inputs, str | Path) else inputs
    return run_pipeline([str(one) for one in several], Path(out), Config.build(settings))


def find_duplicates(texts: Any, **settings: Any) -> Duplicates:  # noqa: ANN401
    """Find what repeats in texts that are in memory; nothing is written.

    Args:
        texts: a sequence or Series of strings (ids "0", "1", ...), or a frame (polars, pandas,
            Arrow) with columns named as in files: text, id, source, published_at, title, ...
        settings: fields of `Config`, as in `similarity=0.7`.

    Raises:
        UsageError: a text is no string, or a frame has no column of text.
    """
    config = Config.build(settings)
    tables = find_tables([raw_articles(texts, config)], config, Ledger())
    return Duplicates(*(pl.DataFrame(tables[name]) for name in Duplicates._fields))


def raw_articles(texts: Any, config: Config) -> pa.Table:  # noqa: ANN401
    """RAW_ARTICLES of a sequence of strings or of a frame."""
    raise NotImplementedError
