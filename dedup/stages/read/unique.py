"""The first row with an id keeps it: later ones are rejected, over the whole run.

Of each row kept, 24 bytes are remembered: a 64-bit hash of its id, one of its text, its place.
They lie in a few sorted runs of doubling size, so a batch is looked up without a loop over rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.schemas import REJECTS
from dedup.stages.read.batch import InputFile
from dedup.stages.read.coalesce import Merged
from dedup.stages.read.faults import escape
from dedup.stages.read.ledger import NO_REJECTS

__all__ = ["reject_duplicate_ids"]

Words = NDArray[np.uint64]
ROW_BITS = 40  # a place is a file's number and a row in it


class Run(NamedTuple):
    """Rows remembered, sorted by the hash of their id; ids are distinct."""

    ids: Words
    texts: Words
    places: Words


class Split(NamedTuple):
    """The rows of a batch: which are the first with their id, and of the others, the first one."""

    is_first: NDArray[np.bool_]
    same_text: NDArray[np.bool_]
    place: Words


def reject_duplicate_ids(batches: Iterable[Merged]) -> Iterator[Merged]:
    """The batches without articles whose id was taken by an earlier row; those are rejects.

    Fills in `rows_rejected` and `undated` of each file accordingly.
    """
    runs: list[Run] = []
    paths: list[str] = []
    duplicates, undated = Counter[str](), Counter[str]()
    for articles, rejects, files in batches:
        kept, extra = divide(articles, runs, paths) if articles.num_rows else (articles, NO_REJECTS)
        duplicates.update(by_path(extra.column("input_path")))
        undated.update(
            by_path(kept.column("input_path").filter(kept.column("published_at").is_null()))
        )
        closed = [
            file._replace(
                rows_rejected=file.rows_rejected + duplicates.pop(file.path, 0),
                undated=undated.pop(file.path, 0),
            )
            for file in files
        ]
        yield Merged(kept, in_order(rejects, extra, files), closed)


def by_path(column: pa.ChunkedArray) -> dict[str, int]:
    """How often each path occurs."""
    return {str(one["values"]): one["counts"] for one in column.value_counts().to_pylist()}


def divide(articles: pa.Table, runs: list[Run], paths: list[str]) -> tuple[pa.Table, pa.Table]:
    """The articles whose id is new, and the rejects for the others."""
    batch = described(articles, paths)
    split = compare(batch, runs)
    if split.is_first.all():
        remember(runs, sorted_run(batch))
        return articles, NO_REJECTS
    remember(runs, sorted_run(Run(*(words[split.is_first] for words in batch))))
    later = np.flatnonzero(~split.is_first)
    return articles.filter(pa.array(split.is_first)), as_rejects(articles, later, split, paths)


def described(articles: pa.Table, paths: list[str]) -> Run:
    """The rows of a batch as three columns of words, in their own order; paths are added."""
    coded = articles.column("input_path").combine_chunks().dictionary_encode()
    files = coded.indices.to_numpy().astype(np.uint64) + np.uint64(len(paths))
    paths.extend(coded.dictionary.to_pylist())
    rows = articles.column("input_row").to_numpy().astype(np.uint64)
    places = rows | files << np.uint64(ROW_BITS)
    return Run(hashed(articles.column("article_id")), hashed(articles.column("text")), places)


def hashed(column: pa.ChunkedArray) -> Words:
    """A 64-bit hash of each string; polars is loaded when the first batch is read."""
    import polars as pl

    series = pl.from_arrow(column)
    return series.hash(0).to_numpy()  # type: ignore[union-attr]


def compare(batch: Run, runs: list[Run]) -> Split:
    """Which rows are the first with their id, here and in everything remembered."""
    _, first, inverse = np.unique(batch.ids, return_index=True, return_inverse=True)
    place, text = batch.places[first][inverse], batch.texts[first][inverse]
    is_first = first[inverse] == np.arange(len(inverse))
    for run in runs:
        at = np.minimum(np.searchsorted(run.ids, batch.ids), len(run.ids) - 1)
        met = run.ids[at] == batch.ids
        is_first &= ~met
        place = np.where(met, run.places[at], place)
        text = np.where(met, run.texts[at], text)
    return Split(is_first, text == batch.texts, place)


def sorted_run(batch: Run) -> Run:
    """Rows with distinct ids in the order of their hashes."""
    order = np.argsort(batch.ids, kind="stable")
    return Run(*(words[order] for words in batch))


def remember(runs: list[Run], run: Run) -> None:
    """Add a run, merging it with those that are not at least twice as long."""
    while runs and len(runs[-1].ids) < 2 * len(run.ids):
        run = sorted_run(Run(*map(np.concatenate, zip(runs.pop(), run, strict=True))))
    if len(run.ids):
        runs.append(run)


def as_rejects(
    articles: pa.Table, later: NDArray[np.intp], split: Split, paths: list[str]
) -> pa.Table:
    """One reject for each later row."""
    columns = ("input_path", "input_row", "article_id", "text")
    rows = articles.select(columns).take(pa.array(later)).to_pylist()
    for row, i in zip(rows, later, strict=True):
        place, same = int(split.place[i]), split.same_text[i]
        taken = f"{paths[place >> ROW_BITS]}:{place & ((1 << ROW_BITS) - 1)}"
        row["reason"] = "duplicate_id"
        row["message"] = (
            f"the id is that of {taken}, with {'the same' if same else 'another'} text;"
            " name another column with --id if this one is no id"
        )
        row["raw_prefix"] = escape(row.pop("text").encode()) or None
    return pa.Table.from_pylist(rows, REJECTS.schema)


def in_order(rejects: pa.Table, extra: pa.Table, files: list[InputFile]) -> pa.Table:
    """Both, by file and row; notes on a whole file (row 0) come last in it."""
    if not extra.num_rows:
        return rejects
    both = pa.concat_tables([rejects, extra]).unify_dictionaries().combine_chunks()
    rows = both.column("input_row").to_numpy()
    rank = {file.path: i for i, file in enumerate(files)}  # and after them the one still open
    ranks = [rank.get(path, len(files)) for path in both.column("input_path").to_pylist()]
    rows = np.where(rows == 0, np.iinfo(np.int64).max, rows)
    return both.take(pa.array(np.lexsort((rows, np.array(ranks)))))
