"""The report tables, described for people and machines, and compared with published files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.errors import DedupError, IncompatibleError, InputError
from dedup.schemas import SCHEMA_VERSION, Table, check, report_named
from dedup.storage import find_run, read_manifest

__all__ = ["as_markdown", "as_object", "as_text", "check_files", "files_of"]


def columns(table: Table) -> Iterator[tuple[str, str, str, str]]:
    """Name, type, unit and comment of each column; the name of one that may be null ends in `?`."""
    for field in table.schema:
        notes = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        name = field.name + ("?" if field.nullable else "")
        yield name, type_name(field.type), notes.get("unit", ""), notes["comment"]


def type_name(kind: pa.DataType) -> str:
    """A type as people write it; dictionary encoding is an encoding, not a type."""
    return str(kind.value_type if pa.types.is_dictionary(kind) else kind)


def order(table: Table) -> str:
    """The columns that the rows are sorted by."""
    return ", ".join(f"{name} desc" if way == "descending" else name for name, way in table.sort)


def as_text(tables: Iterable[Table]) -> str:
    """Aligned lines for a terminal."""
    return "\n\n".join(text_of(table) for table in tables)


def text_of(table: Table) -> str:
    """One table as aligned lines."""
    rows = list(columns(table))
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        f"  {name:<{widths[0]}}  {kind:<{widths[1]}}  {unit:<{widths[2]}}  {comment}"
        for name, kind, unit, comment in rows
    ]
    return "\n".join([f"{table.name}: {table.row}; sorted by {order(table)}", *lines])


def as_markdown(tables: Iterable[Table]) -> str:
    """One section a table, one line a column."""
    return "\n\n".join(markdown_of(table) for table in tables)


def markdown_of(table: Table) -> str:
    """One table as Markdown."""
    lines = [
        f"| `{name}` | {kind} | {comment}{f' ({unit})' if unit else ''} |"
        for name, kind, unit, comment in columns(table)
    ]
    head = [f"### {table.name}", "", f"One row: {table.row}. Sorted by {order(table)}.", ""]
    return "\n".join([*head, "| column | type | meaning |", "| --- | --- | --- |", *lines])


def as_object(tables: Iterable[Table]) -> dict[str, Any]:
    """The tables as one JSON object."""
    return {"schema_version": SCHEMA_VERSION, "tables": [object_of(table) for table in tables]}


def object_of(table: Table) -> dict[str, Any]:
    """One table as a JSON object."""
    found = [
        {"name": name.rstrip("?"), "type": kind, "nullable": name.endswith("?")}
        | ({"unit": unit} if unit else {})
        | {"comment": comment}
        for name, kind, unit, comment in columns(table)
    ]
    sort = [{"column": name, "order": way} for name, way in table.sort]
    return {"name": table.name, "row": table.row, "sort": sort, "columns": found}


# ---- published files ----------------------------------------------------------------------------


def files_of(path: Path) -> list[Path]:
    """The Parquet files that `path` names: itself, or the tables that a run says it has.

    Raises InputError when there are none, IncompatibleError when one is missing.
    """
    if not path.is_dir():
        if not path.is_file():
            raise InputError("no such file", where=str(path), todo="dedup schema --check OUT")
        return [path]
    run = find_run(path)
    files = [run / file["name"] for file in read_manifest(run)["files"]]
    for file in files:
        if not file.is_file():
            raise IncompatibleError("a table is missing", where=str(file), todo="run again")
    return files


def check_files(files: Iterable[Path]) -> list[str]:
    """The names of the tables in `files`, when all agree with this version's schema.

    Raises IncompatibleError naming every column that differs.
    """
    faults, names = [], []
    for file in files:
        try:
            names.append(checked(file))
        except DedupError as error:
            faults.append(f"{file.name}: {error.where or error.what}")
    if faults:
        what = f"files differ from schema version {SCHEMA_VERSION}"
        todo = "read them with the version of dedup that wrote them, or run again"
        raise IncompatibleError(what, where="\n  ".join(faults), todo=todo)
    return names


def checked(file: Path) -> str:
    """The name of the table in `file`; raises DedupError when it differs from its schema."""
    try:
        schema = pq.read_schema(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise DedupError(f"cannot be read as Parquet: {error}") from error
    facts = schema.metadata or {}
    version = facts.get(b"dedup.schema_version", b"none").decode()
    if version != SCHEMA_VERSION:
        raise DedupError(f"schema version {version}")
    kind = report_named(facts.get(b"dedup.schema", file.stem.encode()).decode())
    check(schema.empty_table(), kind)
    return kind.name
