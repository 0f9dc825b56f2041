"""One report table as Parquet: sorted, checksummed, the same bytes however its rows arrived."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dedup.errors import IncompatibleError, OutputError
from dedup.schemas import SCHEMA_VERSION, Table, check
from dedup.storage.files import sync
from dedup.storage.manifest import refuse_damaged

__all__ = ["TableWriter", "read_groups", "read_table", "write_table"]

ROWS_PER_GROUP = 122_880

# Of a name made of hex digits nothing is found again: looking harder costs time and makes it longer.
TEXT_LEVEL, LEVEL = 2, 1
HEX = {"cluster_id", "content_hash", "pair_id", "text_id", "text_id_a", "text_id_b"}

# Texts as given: nobody looks for those between two others.
TEXTS = {"text", "text_a", "text_b", "diff"}


class TableWriter:
    """Writes `folder/NAME.parquet` from tables that continue one another in the sort order.

    Rows wait until they fill a row group, so the file does not tell how they were cut up.
    """

    def __init__(self, kind: Table, folder: Path, metadata: Mapping[str, str]) -> None:
        """Open the file; `metadata` goes into its footer."""
        self.kind, self.path = kind, folder / f"{kind.name}.parquet"
        self.waiting: list[pa.Table] = []
        self.n_waiting, self.num_rows = 0, 0
        self.writer = open_writer(self.path, kind, metadata)

    def append(self, table: pa.Table) -> None:
        """Write what fills row groups; the rest waits for the next table."""
        self.waiting.append(check(table, self.kind))
        self.n_waiting += table.num_rows
        self.num_rows += table.num_rows
        while self.n_waiting >= ROWS_PER_GROUP:
            self.write_group()

    def write_group(self) -> None:
        """Write the next row group, with dictionaries of its own values."""
        rows = pa.concat_tables(self.waiting)
        group = rows.slice(0, ROWS_PER_GROUP)
        self.waiting = [rows.slice(ROWS_PER_GROUP)]
        self.n_waiting -= group.num_rows
        columns = [whole(column) for column in group.columns]
        self.writer.write_table(pa.Table.from_arrays(columns, schema=self.writer.schema))

    def close(self) -> None:
        """Write what still waits, and force the file to the disk."""
        if self.n_waiting:
            self.write_group()
        self.writer.close()
        sync(self.path)


class Writer(pq.ParquetWriter):  # type: ignore[misc]  # pyarrow has no types
    """One that stays silent when it is given up: why, was told; pyarrow would tell of it again."""

    def __del__(self) -> None:
        """Complete nothing."""
        self.is_open = False


def open_writer(path: Path, kind: Table, metadata: Mapping[str, str]) -> pq.ParquetWriter:
    """A Parquet file that says what it is and how it is sorted."""
    order = pq.SortingColumn.from_ordering(kind.schema, list(kind.sort), null_placement="at_end")
    facts = {
        "dedup.schema": kind.name,
        "dedup.schema_version": SCHEMA_VERSION,
        "dedup.offset_unit": "codepoint",
        "dedup.sort": ",".join(f"{name} {way}" for name, way in kind.sort),
        **metadata,
    }
    return Writer(
        path,
        kind.schema.with_metadata(facts),
        compression="zstd",
        compression_level={field.name: level(field) for field in kind.schema},
        use_dictionary=[field.name for field in kind.schema if recurs(field)],
        write_statistics=[name for name in kind.schema.names if name not in TEXTS],
        sorting_columns=order,
        write_page_index=True,
        write_page_checksum=True,
    )


def level(field: pa.Field) -> int:
    """How hard a column is compressed."""
    is_text = field.type == pa.string() and field.name not in HEX
    return TEXT_LEVEL if is_text else LEVEL


def recurs(field: pa.Field) -> bool:
    """Whether a value is worth a dictionary: it is longer than its number there, or a small one."""
    if field.name in HEX:
        return False
    kind = field.type
    return pa.types.is_dictionary(kind) or kind in (pa.string(), pa.int32(), pa.int16())


def whole(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece; a dictionary holds its values in order of appearance."""
    if column.num_chunks == 0:
        return pa.array([], column.type)
    if not pa.types.is_dictionary(column.type):
        return pa.concat_arrays(column.chunks)
    return by_appearance(pa.concat_arrays(column.unify_dictionaries().chunks))


def by_appearance(coded: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same values, each once in the dictionary, in the order in which they appear."""
    appear = pc.unique(coded.indices.drop_null())
    number = np.zeros(len(coded.dictionary) + 1, np.int32)
    number[appear.to_numpy()] = np.arange(len(appear), dtype=np.int32)
    numbers = pa.array(number).take(coded.indices)
    return pa.DictionaryArray.from_arrays(numbers, coded.dictionary.take(appear))


def write_table(table: pa.Table, kind: Table, folder: Path, metadata: Mapping[str, str]) -> Path:
    """Write a whole sorted report table as `folder/NAME.parquet`, synced; returns its path."""
    checked = check(table, kind)
    writer = TableWriter(kind, folder, metadata)
    writer.append(checked)
    writer.close()
    return writer.path


def read_table(run: Path, kind: Table, columns: list[str] | None = None) -> pa.Table:
    """The published table of a run, its bytes held against run.json, or else its page checksums.

    Raises:
        IncompatibleError: another schema version wrote it.
        OutputError: the file is missing, cut short or damaged.
    """
    with opened(run, kind) as file:
        return file.read(columns=columns)


def read_groups(run: Path, kind: Table, columns: list[str]) -> Iterator[pa.Table]:
    """The same, one row group after another, so that no large table is in memory whole."""
    with opened(run, kind) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, columns)


@contextmanager
def opened(run: Path, kind: Table) -> Iterator[pq.ParquetFile]:
    """A published table whose version and columns are those of this dedup."""
    path = run / f"{kind.name}.parquet"
    try:
        refuse_damaged(path)
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            refuse_other_version(path, file.schema_arrow.metadata or {})
            refuse_other_columns(path, file.schema_arrow, kind)
            yield file
    except (pa.ArrowException, OSError, ValueError) as error:
        todo = "run again, or restore the file from a copy"
        raise OutputError(
            f"cannot read {kind.name}: {error}", where=str(path), todo=todo
        ) from error


def refuse_other_version(path: Path, metadata: Mapping[bytes, bytes]) -> None:
    """Raise IncompatibleError unless this version's schema wrote the file."""
    version = metadata.get(b"dedup.schema_version", b"none").decode()
    if version != SCHEMA_VERSION:
        raise IncompatibleError(
            f"schema version {version}, this dedup reads {SCHEMA_VERSION}",
            where=str(path),
            todo="run again with this version, or read it with the version that wrote it",
        )


def refuse_other_columns(path: Path, found: pa.Schema, kind: Table) -> None:
    """Raise OutputError for a footer that no longer says what was written; it has no checksum."""
    if not found.equals(kind.schema):
        what = f"cannot read {kind.name}: its columns are not those of version {SCHEMA_VERSION}"
        raise OutputError(what, where=str(path), todo="run again, or restore the file from a copy")
