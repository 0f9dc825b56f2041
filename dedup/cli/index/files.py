"""`dedup index files`: the list for other programs."""

from pathlib import Path

import click

from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.terminal import terminal
from dedup.report.safe import safe

__all__ = ["command"]

HELP = """List the files of an index, for other programs.

They are Arrow IPC files that polars, DuckDB, pandas and pyarrow open; articles named
in a removed-... file are part of the index no longer.

\b
Examples:
  dedup index files index
  dedup index files index --version 12 --json
"""


@click.command("files", help=HELP)
@index_argument
@click.option("--version", type=click.IntRange(min=1), help="An older version. [default: newest]")
def command(index: Path, version: int | None) -> None:
    """Print the files of one version."""
    from msgspec import structs

    from dedup.index import files_of, newest, read

    manifest = newest(index)
    if version is not None:
        manifest = read(index, version)
    files = list(files_of(manifest))
    if terminal().as_json:
        rows = [structs.asdict(file) for file in files]
        echo_json({"index": str(index), "version": manifest.version, "files": rows})
        return
    for file in files:
        click.echo(safe(str(index / file.path)))
