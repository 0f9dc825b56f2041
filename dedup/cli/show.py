"""`dedup show`: look into published reports."""

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dedup.cli.expressions import LANGUAGE
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.report.summary import Summary
    from dedup.report.views import View

__all__ = ["FORMATS", "Wish", "command", "show", "show_rows"]

FORMATS = ["table", "tsv", "csv", "json", "ndjson", "md"]
ROWS = 20

HELP = """Look into published reports: the overview, a group, an article, a pair.

OUT is the output folder of `dedup run`, or one run in it.
WHAT is `top` (the most repeated), a group (c-...), a pair (p-...) or an article id;
without it, the overview.

\b
Examples:
  dedup show out
  dedup show out top -n 5 --where "n_sources > 3"
  dedup show out c-7f3a9c0e51b2d684
  dedup show out articles/digest.txt --format ndjson
  dedup show out top --format csv > groups.csv

\b
Formats:
  table   aligned and in color; what a terminal gets
  tsv     a header and a line a row; what a pipe gets
  csv     the same for a spreadsheet: no text runs as a formula
  md      a Markdown table
  json    one object with everything that is known
  ndjson  one object a row, with every column

A table shows 20 rows unless -n says otherwise; the other formats show all rows.
--where chooses among all columns, shown or not; ndjson shows their names.

"""
HELP += LANGUAGE


class Wish(NamedTuple):
    """What of a view is shown, and how."""

    form: str | None = None
    limit: int | None = None
    where: str | None = None


@click.command("show", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("what", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How rows are written. [default: table on a terminal, tsv in a pipe]",
)
@click.option("-n", "--limit", type=click.IntRange(min=0), help="Show at most so many rows.")
@click.option("--where", metavar="EXPR", help="Show the rows for which this holds.")
def command(
    out: Path, what: str | None, form: str | None, limit: int | None, where: str | None
) -> None:
    """Print the overview, or the view that `what` names."""
    screen = terminal()
    show(screen, out, what, Wish("json" if screen.as_json and form is None else form, limit, where))


def show(screen: Terminal, out: Path, what: str | None = None, wish: Wish = Wish()) -> None:  # noqa: B008
    """Print the overview of a run, or the view of it that `what` names."""
    from dedup.storage import find_run

    run = find_run(out)
    if what is None:
        return overview(screen, run, out, wish)
    return show_view(screen, run, what, wish)


def overview(screen: Terminal, run: Path, out: Path, wish: Wish) -> None:
    """Print the summary of a run."""
    if wish.where is not None or wish.limit is not None:
        todo = f'dedup show {out} top --where "n_sources > 3"'
        raise UsageError("the overview has no rows to choose from", where=str(out), todo=todo)
    from dedup.report.summary import as_object, summarize
    from dedup.report.views import figures

    summary = summarize(run)
    if wish.form in ("json", "ndjson"):
        click.echo(json.dumps(as_object(summary, run)))
    elif wish.form in ("tsv", "csv", "md"):
        show_rows(screen, figures(as_object(summary, run)), wish)
    else:
        tell_overview(summary, run, out)


def tell_overview(summary: "Summary", run: Path, out: Path) -> None:
    """The summary in lines, and what to look at next."""
    from dedup.report.safe import safe
    from dedup.report.summary import lines, size_line

    finished = datetime.fromisoformat(summary.manifest["finished_at"])
    click.echo("\n".join(lines(summary)))
    click.echo(f"{run.name} ({size_line(summary.manifest)}) of {finished:%Y-%m-%d %H:%MZ}")
    if summary.example is not None:
        click.echo(f"next: dedup show {safe(str(out))} {safe(summary.example)}")


def show_view(screen: Terminal, run: Path, what: str, wish: Wish) -> None:
    """Print one view."""
    from dedup.report.views import view_of

    show_rows(screen, view_of(run, what), wish)


def show_rows(screen: Terminal, view: "View", wish: Wish) -> None:
    """Print the rows of a view that are wished for, and say when some were left out."""
    from dedup.report.render import Style, narrowed, render

    form = wish.form or ("table" if sys.stdout.isatty() else "tsv")
    whole = narrowed(view, wish.where, None)
    limit = ROWS if wish.limit is None and form == "table" else wish.limit
    shown = narrowed(whole, None, limit)
    width = shutil.get_terminal_size((100, 24)).columns
    click.echo(render(shown, form, Style(screen.colored(sys.stdout), width)), color=True)
    left_out = whole.rows.height - shown.rows.height
    if left_out and form == "table":
        click.echo(f"and {left_out:,} more: -n {whole.rows.height} shows all")
