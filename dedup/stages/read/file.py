"""One file -> its batches; whatever is wrong with it becomes a reject, never an error."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from dedup.stages.read.batch import Batch
from dedup.stages.read.delimited import delimited_rows
from dedup.stages.read.digest import digesting
from dedup.stages.read.discover import Source
from dedup.stages.read.document import document_lines
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.jsonl import json_rows
from dedup.stages.read.ledger import NO_ARTICLES, NO_REJECTS, Event, Ledger, Tables
from dedup.stages.read.lines import lines
from dedup.stages.read.parquet import parquet_tables
from dedup.stages.read.plain import text_rows
from dedup.stages.read.sniff import sniff
from dedup.stages.read.unpack import chunks

__all__ = ["read_file"]


def read_file(ledger: Ledger) -> Iterator[Batch]:
    """The batches of the ledger's file, the last one with its InputFile."""
    source = ledger.source
    if source.format == "skipped":
        yield Batch(NO_ARTICLES, NO_REJECTS, ledger.closed(source.n_bytes, ""))
        return
    sha256, n_bytes = "", source.n_bytes
    try:
        with regular_file(source) as handle:
            before = os.fstat(handle.fileno())
            n_bytes = before.st_size
            with digesting(handle, n_bytes) as digest:
                for tables in guarded(handle, ledger):
                    yield Batch(*tables, None)
                sha256 = digest()
            refuse_change(before, os.fstat(handle.fileno()), ledger)
    except BadFileError as failure:
        ledger.refuse(failure)
    yield Batch(*ledger.flush(), ledger.closed(n_bytes, sha256))


@contextmanager
def regular_file(source: Source) -> Iterator[BinaryIO]:
    """The file, open; raises BadFileError for what is no regular file, without ever blocking."""
    if source.problem:
        raise BadFileError(*source.problem)
    try:
        # A pipe that took the file's place since it was listed must not block us.
        handle = os.fdopen(os.open(source.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError as error:
        raise BadFileError("unreadable", f"cannot be opened: {error}") from error
    with handle:
        if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
            raise BadFileError("not_a_regular_file", "only regular files are read")
        yield handle


def guarded(handle: BinaryIO, ledger: Ledger) -> Iterator[Tables]:
    """The tables of a file, its fault if it has one kept in the ledger."""
    try:
        yield from tables_of(handle, ledger)
    except BadFileError as failure:
        ledger.refuse(failure)
    except OSError as error:
        ledger.refuse(BadFileError("unreadable", f"reading failed: {error}", at_row=True))


def tables_of(handle: BinaryIO, ledger: Ledger) -> Iterator[Tables]:
    """The tables of a file by its format."""
    if ledger.source.format == "unknown":
        ledger.source = sniff(handle, ledger.source)
    if ledger.source.format == "parquet":
        yield from parquet_tables(handle, ledger)
        return
    for event in rows_of(handle, ledger):
        ledger.take(event)
        if ledger.is_full:
            yield ledger.flush()


def rows_of(handle: BinaryIO, ledger: Ledger) -> Iterator[Event]:
    """The rows of a file that is not Parquet."""
    source, limit = ledger.source, ledger.config.max_record_bytes
    text = chunks(handle, source.packing)
    if source.format == "text":
        return text_rows(text, limit)
    if source.format == "json":
        return json_rows(document_lines(text, limit), ledger)
    if source.format == "jsonl":
        return json_rows(lines(text, limit), ledger)
    return delimited_rows(lines(text, limit), ledger, "\t" if source.format == "tsv" else "")


def refuse_change(before: os.stat_result, after: os.stat_result, ledger: Ledger) -> None:
    """Note that the file changed while it was read."""
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        message = "the file changed while it was read; its rows were kept as far as they were read"
        ledger.refuse(BadFileError("changed", message))
