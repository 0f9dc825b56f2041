"""`dedup audit`: the recall of a published run, measured again."""

from pathlib import Path

import click

from dedup.cli.progress import watching
from dedup.cli.show import FORMATS, Wish, show_rows
from dedup.cli.terminal import terminal

__all__ = ["command"]

HELP = """Measure the recall of a published run again, on a larger sample.

OUT is the output folder of `dedup run`, or one run in it. The inputs that the run
names are read again; they must be there with the same bytes. N texts, drawn from all
lengths by hash, are joined exactly with all texts of the run: every pair at or above
its floor counts as true, and as found when the run listed it, or met it in a crowd
of one cluster (n_unlisted). The first row is of all pairs, the others of one
similarity band each, with 95 % intervals. Nothing is written.

\b
Examples:
  dedup audit out
  dedup audit out --texts 20000 --seed 7
  dedup --json audit out
"""

MOST_TEXTS = 10_000_000


@click.command("audit", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--texts",
    "n_texts",
    type=click.IntRange(1, MOST_TEXTS),
    default=2000,
    show_default=True,
    metavar="N",
    help="How many texts are joined with all.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    metavar="S",
    help="Of the draw.  [default: that of the run]",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How rows are written.")
def command(out: Path, n_texts: int, seed: int | None, form: str | None) -> None:
    """Print the measured recall of the run that `out` names."""
    from dedup.pipeline.reaudit import reaudit
    from dedup.report.quality import quality_view
    from dedup.storage import find_run

    screen = terminal()
    run = find_run(out)
    with watching(screen) as watch:
        quality = reaudit(run, n_texts, seed, watch)
    show_rows(
        screen, quality_view(quality), Wish("json" if screen.as_json and form is None else form)
    )
