"""Attribute files for the Dolma toolkit: which spans of each document repeat earlier text.

An attribute file has one line for each line of its document file, in the same order, and lies
under `attributes/<name>/` at the path that the document has under `documents/`; a span is
[start, end, score] (github.com/allenai/dolma, docs/data-format.md and docs/mixer.md).  `dolma mix`
can then replace spans above a `min_score`; the score is the Jaccard to the nearest earlier text.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import polars as pl

from dedup.errors import UsageError
from dedup.report.views import rows_of
from dedup.report.where import chosen
from dedup.schemas import ARTICLES, OCCURRENCES, REJECTS

__all__ = ["to_dolma"]

SPANS = "dedup__repeated_{}s"
RATIO = "dedup__repeated_ratio"
ROOT = "documents"
JSON_LINES = (".json.gz", ".jsonl.gz", ".ndjson.gz")


def to_dolma(run: Path, path: Path, wanted: Any) -> int:  # noqa: ANN401 - Wanted, declared above us
    """One gzipped file for each input file; rejected rows get a line without spans."""
    spans = spans_of(run, wanted.where)
    rows = lines_of(run).join(spans, on="article_id", how="left").sort("input_path", "input_row")
    names = names_of(rows["input_path"].unique(maintain_order=True).to_list())
    units = [name for name in spans.columns if name != "article_id"]
    for (input_path,), part in rows.group_by("input_path", maintain_order=True):
        file = path / "attributes" / "dedup" / names[str(input_path)]
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, part, units)
    path.mkdir(exist_ok=True)
    return rows.height


def spans_of(run: Path, where: str | None) -> pl.DataFrame:
    """The spans of each article, one column a unit: every occurrence but the first of its group."""
    rows = chosen(rows_of(run, OCCURRENCES), where).filter(~pl.col("is_first"))
    span = pl.concat_list(
        pl.col("char_start").cast(pl.Float64), pl.col("char_end").cast(pl.Float64), "jaccard"
    )
    by_unit = [
        span.filter(pl.col("unit") == unit).alias(SPANS.format(unit))
        for unit in rows["unit"].unique().sort()
    ]
    return rows.sort("char_start").group_by("article_id").agg(by_unit)


def lines_of(run: Path) -> pl.DataFrame:
    """One row for each row of the input, rejected ones too, so that lines stay beside lines."""
    columns = ["input_path", "input_row", "article_id"]
    kept = rows_of(run, ARTICLES).select(*columns, "source", "n_chars", "repeated_ratio")
    lost = rows_of(run, REJECTS).filter(pl.col("input_row") > 0).select(columns)
    # A rejected duplicate must not get the spans of the article that kept the id.
    lost = lost.unique(columns[:2], keep="first").with_columns(rejected_id="article_id")
    return pl.concat([kept, lost.with_columns(article_id=None)], how="diagonal_relaxed")


def names_of(paths: list[str]) -> dict[str, str]:
    """Where the attributes of each input file go: as below `documents`, else below what all share."""
    parts = {path: PurePosixPath(path).parts for path in paths}
    shared = common([one[:-1] for one in parts.values()])
    names: dict[str, str] = {}
    for path, one in parts.items():
        name = attribute_name(one, shared)
        if name in names:
            what, todo = "two inputs would share one attribute file", "run dedup on one of them"
            raise UsageError(what, where=f"{names[name]} and {path}: {name}", todo=todo)
        names[name] = path
    return {path: name for name, path in names.items()}


def common(folders: list[tuple[str, ...]]) -> int:
    """How many leading parts all folders share."""
    n = 0
    while folders and all(len(one) > n and one[n] == folders[0][n] for one in folders):
        n += 1
    return n


def attribute_name(parts: tuple[str, ...], shared: int) -> str:
    """The relative name of one attribute file, gzipped whatever the input was."""
    below = parts.index(ROOT) + 1 if ROOT in parts[:-1] else shared
    kept = [part for part in parts[below:] if part not in ("..", "/")]
    name = "/".join(kept)
    if name.endswith(JSON_LINES):
        return name
    return f"{name}.gz" if name.endswith((".json", ".jsonl")) else f"{name}.jsonl.gz"


def write(file: Path, rows: pl.DataFrame, units: list[str]) -> None:
    """One line a row; the same bytes for the same rows."""
    with file.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        for line in encoded(rows, units):
            out.write(line + b"\n")


def encoded(rows: pl.DataFrame, units: list[str]) -> Iterator[bytes]:
    """The lines of one file."""
    for row in rows.iter_rows(named=True):
        found = {unit: [whole(span) for span in row[unit] or []] for unit in units}
        if row["n_chars"] is not None:
            found[RATIO] = [[0, row["n_chars"], row["repeated_ratio"]]]
        about = {"id": row["article_id"] or row.get("rejected_id") or "", "attributes": found}
        yield msgspec.json.encode(about | ({"source": row["source"]} if row["source"] else {}))


def whole(span: list[float]) -> list[float]:
    """A span with its ends as whole numbers."""
    return [int(span[0]), int(span[1]), span[2]]
