"""The dataset card of a run: its README.md, which also tells Hugging Face what the tables are.

The block between the dashes is the YAML by which `datasets.load_dataset(folder, "occurrences")`
finds each table (huggingface.co/docs/hub/datasets-manual-configuration).  The card says what the
manifest says and nothing else, so it can be written before a run becomes visible.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from dedup.report.dictionary import as_markdown
from dedup.report.plain import counted, megabytes
from dedup.report.safe import safe
from dedup.schemas import REPORTS, Table
from dedup.storage import os_errors_explained, read_manifest, sync

__all__ = ["CARD", "card_text", "write_card"]

CARD = "README.md"
FIRST = "occurrences"


def write_card(folder: Path) -> Path:
    """Write the card of the run in `folder` beside its tables, synced; returns its path."""
    path = folder / CARD
    with os_errors_explained(path):
        path.write_text(card_text(read_manifest(folder)), encoding="utf-8")
        sync(path)
    return path


def card_text(manifest: Mapping[str, Any]) -> str:
    """The card of the run that `manifest` (the contents of run.json) describes."""
    tables = [(kind, file) for kind in REPORTS for file in manifest["files"] if is_of(file, kind)]
    parts = [front(manifest, tables), about(manifest), made(manifest), contents(tables)]
    parts += ["## Columns", COLUMNS, as_markdown(kind for kind, _ in tables)]
    return "\n\n".join(parts) + "\n"


COLUMNS = """Offsets are 0-based, half-open code points of the text as given; scores lie in 0..1;
times are UTC; a name with `?` may be null; `_a` is the earlier side."""


def is_of(file: Mapping[str, Any], kind: Table) -> bool:
    """Whether a file of the manifest holds the table."""
    return Path(file["name"]).stem == kind.name


def front(manifest: Mapping[str, Any], tables: list[tuple[Table, Mapping[str, Any]]]) -> str:
    """The YAML block: a title, tags, and one configuration for each table that has rows.

    `datasets` cannot read a Parquet file without a row group.
    """
    lines = ["---", f"pretty_name: {quoted('dedup run ' + str(manifest['run_id']))}", "tags:"]
    lines += ["- deduplication", "- near-duplicate", "- text-reuse", "configs:"]
    for kind, file in tables:
        if file["rows"]:
            lines += [f"- config_name: {kind.name}", f"  data_files: {quoted(file['name'])}"]
            lines += ["  default: true"] if kind.name == FIRST else []
    return "\n".join([*lines, "---"])


def quoted(text: str) -> str:
    """A string as YAML: JSON is a subset of it."""
    return msgspec.json.encode(text).decode()


def about(manifest: Mapping[str, Any]) -> str:
    """What was found."""
    n, rows = manifest["counts"], manifest["rows"]
    return "\n".join([
        f"# Repeated sentences: run {safe(str(manifest['run_id']))}", "",
        f"{n['repeated_sentences']:,} of {counted(n['sentences'], 'sentence')} in "
        f"{counted(n['articles'], 'article')} are repeated, word for word or rewritten, in "
        f"{counted(n['clusters'], 'group')}.",
        f"{counted(n['pairs'], 'pair')} of distinct texts were verified exactly; "
        "nothing here is an estimate of LSH.",
        f"Of {counted(rows['read'], 'input row')}, {rows['reported']:,} were reported and "
        f"{rows['rejected']:,} rejected with a reason.",
    ])  # fmt: skip


def made(manifest: Mapping[str, Any]) -> str:
    """How it was made: version, settings, inputs."""
    inputs = manifest.get("inputs", [])
    config = msgspec.json.format(msgspec.json.encode(manifest["config"]), indent=2).decode()
    size = megabytes(sum(one["n_bytes"] for one in inputs))
    return "\n".join([
        "## How it was made", "",
        f"By dedup {manifest['dedup_version']}, schema version {manifest['schema_version']}, from "
        f"{counted(len(inputs), 'file')} ({size}); `run.json` names each with its sha256.",
        "The same input, settings and versions give the same bytes in every table.", "",
        "```json", config, "```",
    ])  # fmt: skip


def contents(tables: list[tuple[Table, Mapping[str, Any]]]) -> str:
    """One line a table, and how to open them."""
    lines = [f"| `{file['name']}` | {file['rows']:,} | {kind.row} |" for kind, file in tables]
    head = ["## Tables", "", "| file | rows | one row is |", "| --- | ---: | --- |"]
    return "\n".join([*head, *lines, "", *usage()])


def usage() -> Iterator[str]:
    """How a table is opened, by three libraries."""
    yield "```python"
    yield f'polars.read_parquet("{FIRST}.parquet")'
    yield f"duckdb.sql(\"FROM '{FIRST}.parquet'\")"
    yield f'datasets.load_dataset(".", "{FIRST}", split="train")'
    yield "```"
