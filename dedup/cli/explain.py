"""`dedup explain`: where an article's text came from."""

from pathlib import Path

import click

from dedup.cli.show import FORMATS, Wish, show_rows
from dedup.cli.terminal import terminal

__all__ = ["command"]

HELP = """Show which earlier articles cover an article, and how much is its own.

OUT is the output folder of `dedup run`, or one run in it; ARTICLE is an article id.
The article that covers most comes first; each further one shows what it adds to
those above it. So the list is short, and its shares add up to `total`.

\b
Columns:
  covered  share of the article's text that this article adds
  total    share covered so far
  from     the earlier article, and its outlet
  lag      how much earlier it was published
  match    how many sentences, and how many of them word for word

\b
Examples:
  dedup explain out courier-0310-ferry
  dedup explain out courier-0310-ferry --min-step 10%
  dedup explain out articles/digest.txt --format json
"""


def as_share(_ctx: click.Context, _param: click.Parameter, value: str) -> float:
    """`2%` or `0.02` as a share; anything else is a wrong command line."""
    try:
        share = float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        msg = f"{value!r} is no share, as 2% or 0.02"
        raise click.BadParameter(msg)
    return share


@click.command("explain", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("article")
@click.option(
    "--min-step",
    metavar="SHARE",
    callback=as_share,
    default="2%",
    help="Leave out articles that would add less. [default: 2%]",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How rows are written.")
def command(out: Path, article: str, min_step: float, form: str | None) -> None:
    """Print the smallest set of earlier articles that covers `article`."""
    from dedup.report.explain import explain
    from dedup.storage import find_run

    screen = terminal()
    view = explain(find_run(out), article, min_step)
    show_rows(screen, view, Wish("json" if screen.as_json and form is None else form))
