"""What a notebook calls: `run` for files, `find_duplicates` for texts in memory."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError
from dedup.ledger import Ledger
from dedup.pipeline import Published, find_tables
from dedup.pipeline import run as run_pipeline
from dedup.stages.read import articles_of_frame

__all__ = ["Duplicates", "find_duplicates", "run"]

ARTICLES_AT_ONCE = 1 << 12


class Duplicates(NamedTuple):
    """The report tables as polars frames, columns as in the published files."""

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    occurrences: pl.DataFrame
    articles: pl.DataFrame
    article_pairs: pl.DataFrame
    source_flow: pl.DataFrame
    rejects: pl.DataFrame


def run(
    inputs: str | Path | Iterable[str | Path],
    out: str | Path,
    **settings: Any,  # noqa: ANN401 - Config checks them
) -> Published:
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


def find_duplicates(
    texts: Any,  # noqa: ANN401 - whatever holds texts
    **settings: Any,  # noqa: ANN401 - Config checks them
) -> Duplicates:
    """Find what repeats in texts that are in memory; nothing is written.

    Args:
        texts: strings (with the ids "0", "1", ...), or a frame (polars, pandas, Arrow) with columns
            named as in files: text, id, source, published_at, title, language, url.
        settings: fields of `Config`, as in `similarity=0.7`.

    Raises:
        UsageError: a setting is wrong, or `texts` is neither strings nor a frame with a text column.
    """
    config = Config.build(settings)
    articles, rejects = articles_of_frame(as_table(texts), config)
    starts = range(0, articles.num_rows, ARTICLES_AT_ONCE)
    parts = [articles.slice(start, ARTICLES_AT_ONCE) for start in starts]
    tables = find_tables(parts, config, Ledger()) | {"rejects": rejects}
    return Duplicates(*(pl.DataFrame(tables[name]) for name in Duplicates._fields))


def as_table(texts: Any) -> pa.Table:  # noqa: ANN401 - see find_duplicates
    """An Arrow table of a frame, or of strings with their numbers as ids."""
    if isinstance(texts, pa.Table):
        return texts
    if hasattr(texts, "collect_schema") and hasattr(texts, "collect"):
        texts = texts.collect()
    if hasattr(texts, "columns") and hasattr(texts, "__arrow_c_stream__"):
        return pa.table(texts)
    return numbered(texts)


def numbered(texts: Any) -> pa.Table:  # noqa: ANN401 - see find_duplicates
    """The table of a sequence of strings; nulls are allowed, and rejected later."""
    todo = "give a list of strings, or a frame with a column of text"
    if isinstance(texts, str | bytes):
        raise UsageError("one text, where several are wanted", todo=todo)
    try:
        column = pa.array(list(texts), pa.string())
    except (TypeError, pa.ArrowException) as error:
        raise UsageError(f"not texts: {error}", todo=todo) from error
    return pa.table({"id": pa.array(map(str, range(len(column))), pa.string()), "text": column})
