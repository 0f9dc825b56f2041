"""Batches of small files -> fewer and larger ones, and back: what follows pays per batch."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa

from dedup.stages.read.batch import Batch, InputFile
from dedup.stages.read.ledger import NO_ARTICLES, NO_REJECTS, REJECT_BYTES

__all__ = ["Merged", "coalesce", "deal", "merge"]

ENOUGH = 0.5


class Merged(NamedTuple):
    """Consecutive rows, of several files when they are small, and the files that end in them."""

    articles: pa.Table
    rejects: pa.Table
    files: list[InputFile]


def coalesce(batches: Iterable[Batch], batch_bytes: int) -> Iterator[Merged]:
    """Consecutive batches together, until they hold most of `batch_bytes`.

    Not all of it: two of nearly that much would be copied, into one that is nearly twice as large.
    """
    group: list[Batch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += batch.articles.column("text").nbytes + REJECT_BYTES * batch.rejects.num_rows
        if size >= ENOUGH * batch_bytes:
            yield merge(group)
            group, size = [], 0
    if group:
        yield merge(group)


def merge(group: list[Batch]) -> Merged:
    """Batches as one."""
    articles = joined([batch.articles for batch in group], NO_ARTICLES)
    rejects = joined([batch.rejects for batch in group], NO_REJECTS)
    return Merged(articles, rejects, [batch.file for batch in group if batch.file])


def joined(tables: list[pa.Table], nothing: pa.Table) -> pa.Table:
    """Tables end to end, each column in one piece."""
    filled = [table for table in tables if table.num_rows]
    if len(filled) < 2:
        return filled[0] if filled else nothing
    return pa.concat_tables(filled).unify_dictionaries().combine_chunks()


def deal(merged: Merged) -> Iterator[Batch]:
    """One batch with all rows; for each further file one that tells of it."""
    yield Batch(merged.articles, merged.rejects, merged.files[0] if merged.files else None)
    for file in merged.files[1:]:
        yield Batch(NO_ARTICLES, NO_REJECTS, file)
