"""`dedup schema`: every table and column, or whether files have them."""

import json
from pathlib import Path

import click

from dedup.cli.terminal import terminal
from dedup.errors import UsageError

__all__ = ["command"]

HELP = """Print every table and column, or check files against them.

\b
Examples:
  dedup schema
  dedup schema occurrences --format md
  dedup schema --check out
  dedup schema --check out/latest/pairs.parquet

With --check the exit code is 78 when a file differs.
"""


@click.command("schema", help=HELP)
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(["text", "md", "json"]), help="[default: text]")
@click.option(
    "--check", "path", type=click.Path(path_type=Path), help="A published table, run or output."
)
def command(table: str | None, form: str | None, path: Path | None) -> None:
    """Print the schema of one table or all, or check the files that `path` names."""
    if path is not None:
        return check(path)
    return describe(table, form or ("json" if terminal().as_json else "text"))


def check(path: Path) -> None:
    """Compare published files with the schema."""
    from dedup.report.dictionary import check_files, files_of

    names = check_files(files_of(path))
    screen = terminal()
    screen.say(f"{', '.join(names)}: as in schema version {version()}")
    if screen.as_json:
        click.echo(json.dumps({"status": "ok", "schema_version": version(), "tables": names}))


def version() -> str:
    """The version of the report schema."""
    from dedup.schemas import SCHEMA_VERSION

    return SCHEMA_VERSION


def describe(table: str | None, form: str) -> None:
    """Print one table, or all."""
    from dedup.report import dictionary
    from dedup.schemas import REPORTS, report_named

    known = {report.name for report in REPORTS}
    if table is not None and table not in known:
        todo = f"the tables are: {', '.join(report.name for report in REPORTS)}"
        raise UsageError(f"no table is called {table!r}", todo=todo)
    tables = REPORTS if table is None else (report_named(table),)
    if form == "json":
        click.echo(json.dumps(dictionary.as_object(tables), indent=2))
        return
    click.echo(dictionary.as_text(tables) if form == "text" else dictionary.as_markdown(tables))
