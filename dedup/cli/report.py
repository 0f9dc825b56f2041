"""`dedup report`: the page of a published run, made again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.terminal import Terminal, terminal
from dedup.errors import UsageError
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.report.html import Page, PageOptions

__all__ = ["command"]

NAME = "report.html"
TOLD = {"groups": "groups", "pairs": "pairs", "texts": "whole articles"}

HELP = """Make the page of a published run: one file that opens offline in any browser.

OUT is the output folder of `dedup run`, or one run in it. The page is made from its tables.
Whole articles are read again from the inputs that the run names, where these are still there
with the same bytes; of other articles the page shows the repeated sentences.

\b
Examples:
  dedup report out
  dedup report out -o for_the_desk.html --max-mb 5
  dedup report out -o for_outsiders.html --anonymise
"""


@click.command("report", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The page.  [default: report.html in the run's folder]",
)
@click.option(
    "--max-mb",
    type=click.FloatRange(min=0, min_open=True),
    default=25,
    show_default=True,
    metavar="N",
    help="Size in megabytes; what does not fit is counted on the page.",
)
@click.option("--anonymise", "--anonymize", "anonymous", is_flag=True, help="Pseudonyms for names.")
@click.option("--no-text", is_flag=True, help="Leave out sentences and articles.")
def command(out: Path, target: Path | None, max_mb: float, anonymous: bool, no_text: bool) -> None:  # noqa: FBT001 - click hands them over by name
    """Write the page and say where it is."""
    from dedup.report.html import PageOptions

    options = PageOptions(max_mb, anonymous, with_text=not no_text)
    report(terminal(), out, target, options)


def report(screen: Terminal, out: Path, target: Path | None, options: "PageOptions") -> None:
    """Make the page of the run that `out` names."""
    from dedup.report.html import write_page
    from dedup.report.html.inputs import texts_again
    from dedup.storage import find_run

    run = find_run(out)
    place = target or run / NAME
    if place.is_dir():
        todo = f"name a file, as in -o {place / NAME}"
        raise UsageError("the page is a file, not a folder", where=str(place), todo=todo)
    tell(screen, write_page(run, place, options, texts_again(run)))


def tell(screen: Terminal, page: "Page") -> None:
    """Say where the page is, and how much of the run it shows."""
    parts = ", ".join(told(name, *page.shown[name]) for name in TOLD)
    screen.say(f"wrote {safe(str(page.path))} ({page.n_bytes / 1e6:,.1f} MB): {parts}")
    if screen.as_json:
        shown = {name: {"shown": some, "of": every} for name, (some, every) in page.shown.items()}
        facts = {"file": str(page.path), "n_bytes": page.n_bytes, **shown}
        click.echo(json.dumps(facts))


def told(name: str, some: int, every: int) -> str:
    """How many rows of a table are on the page."""
    return f"{some:,} {TOLD[name]}" if some == every else f"{some:,} of {every:,} {TOLD[name]}"
