"""`dedup tune`: look at pairs of each similarity, label some, and choose a floor."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.diff import painted
from dedup.cli.floor import write_floor
from dedup.cli.progress import watching
from dedup.cli.settings import gather
from dedup.cli.show import FORMATS, Wish, show_rows
from dedup.cli.terminal import Terminal, terminal
from dedup.report.safe import safe, safe_json

if TYPE_CHECKING:
    import polars as pl

    from dedup.pipeline.tuning import Tried
    from dedup.report.tune import Floor

__all__ = ["command"]

HELP = """Show example pairs at each similarity, label them, and suggest a floor.

INPUT is what `dedup run` takes. The first articles of it are compared in memory, down
to a similarity of 0.3. Five pairs of each tenth are shown with the words that differ,
then how many pairs each floor would report.

With --labels, on a terminal, each example is asked for: y it is a repeat you want
reported, n it is not, s skip, q quit. Answers are kept in FILE, a line each, and not
asked for again. Each floor then shows the share of its pairs that you want, with a
95 % interval; the lowest with 95 % or more is suggested, and --write puts it into
dedup.toml.

\b
Examples:
  dedup tune demo
  dedup tune demo --labels labels.jsonl
  dedup tune demo --labels labels.jsonl --write
  dedup tune archive/ --articles 5000 --format tsv
"""

QUESTION = "a repeat? [y]es, [n]o, [s]kip, [q]uit"
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("tune", help=HELP)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--articles",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    metavar="N",
    help="How many articles are compared.",
)
@click.option("--labels", type=FILE, metavar="FILE", help="Labels, read and added to.")
@click.option("--write", is_flag=True, help="Write the suggested floor to dedup.toml.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How rows are written.")
def command(
    inputs: tuple[str, ...],
    articles: int,
    labels: Path | None,
    write: bool,  # noqa: FBT001 - click hands it over by name
    form: str | None,
) -> None:
    """Find pairs, show some of each similarity, and what floors would give."""
    from dedup.pipeline.tuning import try_pairs
    from dedup.report.labels import read_labels
    from dedup.report.tune import examples, floors, suggested

    screen = terminal()
    given = read_labels(labels) if labels else {}
    with watching(screen) as watch:
        tried = try_pairs(inputs, gather({}, screen.config).config, articles, watch)
    few = examples(tried.pairs)
    if labels is not None and asks(screen):
        given = label_all(screen, few, labels, given)
    several = floors(tried.pairs, given)
    best = suggested(several)
    tell(screen, few, several, (tried, best, form))
    if write:
        write_floor(screen, best, asks(screen))


def asks(screen: Terminal) -> bool:
    """Whether a person is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not screen.as_json


# ---- labelling ----------------------------------------------------------------------------------


def label_all(
    screen: Terminal, few: "pl.DataFrame", path: Path, given: dict[str, str]
) -> dict[str, str]:
    """Ask for the label of each example that has none, until the user quits."""
    from dedup.report.labels import LABELS, add_label

    rows = [row for row in few.iter_rows(named=True) if row["pair_id"] not in given]
    for number, row in enumerate(rows, 1):
        click.echo(f"\n{number} of {len(rows)}   jaccard {row['jaccard']:.3f}")
        click.echo(f"  a  {safe(row['text_a'])}\n  b  {safe(row['text_b'])}")
        click.echo(f"     {painted(screen, row['words'])}", color=True)
        answer = ask()
        if answer == "q":
            break
        add_label(path, row, LABELS[answer])
        given[row["pair_id"]] = LABELS[answer]
    return given


def ask() -> str:
    """One of y, n, s and q."""
    choice = click.Choice(["y", "n", "s", "q"], case_sensitive=False)
    answer: str = click.prompt(QUESTION, type=choice, show_choices=False)
    return answer


# ---- telling ------------------------------------------------------------------------------------


def tell(
    screen: Terminal,
    few: "pl.DataFrame",
    several: list["Floor"],
    found: tuple["Tried", float | None, str | None],
) -> None:
    """Print the examples, the floors, and the floor that is suggested."""
    tried, best, form = found
    if screen.as_json or form in ("json", "ndjson"):
        click.echo(safe_json(json.dumps(as_object(few, several, tried, best), ensure_ascii=False)))
        return
    from dedup.report.plain import counted
    from dedup.report.tune import examples_view, floors_view

    n = f"{counted(tried.n_articles, 'article')} ({counted(tried.n_sentences, 'sentence')})"
    show_rows(screen, examples_view(few), Wish(form, few.height))
    click.echo()
    show_rows(screen, floors_view(several, f"what each floor would report of {n}"), Wish(form))
    if best is not None:
        screen.say(f"suggested floor: {best:g}")


def as_object(
    few: "pl.DataFrame", several: list["Floor"], tried: "Tried", best: float | None
) -> dict[str, Any]:
    """Everything as one JSON object."""
    return {
        "articles": tried.n_articles,
        "sentences": tried.n_sentences,
        "examples": few.to_dicts(),
        "floors": [one._asdict() for one in several],
        "suggested": best,
    }
