"""`dedup check`: one text against an index."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.show import FORMATS, Wish, show_rows
from dedup.cli.terminal import terminal
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.index import Checked
    from dedup.report.views import View

__all__ = ["command"]

HELP = """Check one text against an index: which sentences were seen, and where first.

FILE is one article as plain text (UTF-8); - reads standard input. The index is not
changed or locked, so this works while a night runs. Its settings hold.

\b
Columns:
  match          exact: the same words; near: verified to be alike; new
  like           Jaccard to the sentence most like it
  n_occurrences  how often it was seen, exactly or nearly
  first in       the earliest of these: article and span, outlet, date

Above them stand the articles that hold most of the text.

\b
Examples:
  dedup check draft.txt --index index
  pbpaste | dedup check - --index index
  dedup check draft.txt --index index --json
"""


@click.command("check", help=HELP)
@click.argument("file")
@click.option(
    "--index", required=True, type=click.Path(path_type=Path), help="Folder of the index."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How rows are written.")
@click.option("-n", "--limit", type=click.IntRange(min=0), help="Show at most so many rows.")
def command(file: str, index: Path, form: str | None, limit: int | None) -> None:
    """Print what of a text the index has seen."""
    from dedup.index import check, opened_to_read

    screen, text = terminal(), text_of(file)
    view = view_of(check(opened_to_read(index), text))
    show_rows(screen, view, Wish("json" if screen.as_json and form is None else form, limit))


def text_of(file: str) -> str:
    """The text of a file, or of standard input, without a byte order mark."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        todo = "check takes one article in plain text"
        raise InputError("not UTF-8 text", where=file, todo=todo) from error
    except OSError as error:
        what = f"cannot read the text: {error.strerror or error}"
        raise InputError(what, where=file, todo="dedup check FILE --index INDEX") from error


def view_of(found: "Checked") -> "View":
    """What people and programs are shown."""
    from dedup.report.checked import view_of_check

    facts = {"index_version": found.version, "unit": found.unit, "n_chars": found.n_chars}
    facts |= {"coverage": found.coverage, "coverage_exact": found.coverage_exact}
    return view_of_check(facts, found.sentences, found.articles)
