"""Texts of articles again, from the inputs that run.json names, where they are still the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from dedup.config import Config
from dedup.report.html.load import ARTICLE_COLUMNS
from dedup.schemas import ARTICLES
from dedup.stages.read import read
from dedup.storage import file_sha256, read_manifest, read_table

__all__ = ["texts_again"]


def texts_again(run: Path) -> Iterator[pa.Table]:
    """Tables (article_id, text) of the articles of a run, file by file.

    A file that is gone, or has changed since, gives none.  An article is known by its file and row,
    so its id is that of the run, wherever the file was found from.
    """
    manifest = read_manifest(run)
    known = {k: v for k, v in manifest["config"].items() if k in Config.__struct_fields__}
    config = Config.build(known, where=f"run.json of {run.name}")
    ids = known_rows(run)
    for one in manifest["inputs"]:
        if is_unchanged(one):
            for batch in read([one["path"]], config):
                yield renamed(batch.articles, ids)


def known_rows(run: Path) -> pl.DataFrame:
    """The id of each article by its file and row."""
    columns = [ARTICLE_COLUMNS[0], "input_path", "input_row"]
    found = pl.DataFrame(read_table(run, ARTICLES, columns))
    return found.with_columns(pl.col("input_path").cast(pl.String))


def is_unchanged(one: dict[str, Any]) -> bool:
    """Whether an input of run.json that gave articles is there with the same bytes."""
    path = Path(one["path"])
    if one["rows_read"] <= one["rows_rejected"]:
        return False
    try:
        return path.is_file() and file_sha256(path) == one["sha256"]
    except (OSError, ValueError):
        return False


def renamed(articles: pa.Table, ids: pl.DataFrame) -> pa.Table:
    """The texts under the ids they have in the run."""
    rows = pl.DataFrame(articles.select(["input_path", "input_row", "text"]))
    found = rows.join(ids, on=["input_path", "input_row"])
    return found.select("article_id", "text").to_arrow()
