"""`dedup boilerplate`: the fixtures of each outlet in a run, and the list people keep of them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.terminal import Terminal, terminal
from dedup.errors import UsageError
from dedup.report.safe import safe

if TYPE_CHECKING:
    import polars as pl

__all__ = ["command"]

WIDTH = 60

HELP = """Show the fixtures of each outlet in a run, and keep a list of them.

A fixture is a sentence that stands in many articles of one outlet, at the same end.

OUT is the output folder of `dedup run`, or one run in it.
With -o they are added to a list, which is yours to edit; nothing that stands
there is changed.  A run marks what a list names when it is given the list.

\b
Examples:
  dedup boilerplate out
  dedup boilerplate out -o boilerplate.toml
  dedup run inbox/ -o out --boilerplate boilerplate.toml
"""


@click.command("boilerplate", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("-o", "--list", "path", type=click.Path(path_type=Path), help="List to add them to.")
def command(out: Path, path: Path | None) -> None:
    """Print the fixtures of a run, and add them to the list at `path`."""
    screen = terminal()
    found = fixtures_of(out)
    if screen.as_json:
        click.echo(json.dumps({"boilerplate": found.to_dicts()}, ensure_ascii=False))
    else:
        tell(found)
    if path is not None:
        learn(screen, found, path)


def fixtures_of(out: Path) -> "pl.DataFrame":
    """source, text, n_articles and place of every fixture; raises UsageError without texts."""
    import polars as pl

    from dedup.kinds.boilerplate import find_boilerplate
    from dedup.report.views import rows_of
    from dedup.schemas import ARTICLES, OCCURRENCES
    from dedup.storage import find_run

    run = find_run(out)
    articles = rows_of(run, ARTICLES).select("article_id", "n_sentences")
    rows = rows_of(run, OCCURRENCES, unit="sentence").join(articles, on="article_id")
    rows = rows.rename({"cluster_id": "group", "article_id": "article"})
    found = find_boilerplate(rows)
    texts = rows.group_by("group", "source", "text").agg(n=pl.len())
    texts = texts.sort("n", "text", descending=[True, False]).unique(
        ["group", "source"], keep="first", maintain_order=True
    )
    found = found.join(texts, on=["group", "source"], how="left", maintain_order="left")
    if found["text"].null_count():
        todo = "run again without --no-text"
        raise UsageError("the run has no texts", where=str(run), todo=todo)
    return found.select("source", "text", "n_articles", "place")


def tell(found: "pl.DataFrame") -> None:
    """One line a fixture."""
    n = found.height
    stand = "1 sentence stands" if n == 1 else f"{n or 'no'} sentences stand"
    click.echo(f"{stand} in many articles of an outlet, at one end")
    for source, text, n_articles, place in found.iter_rows():
        line = " ".join(text.split())
        line = line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."
        click.echo(f"{n_articles:>7,}  {place:<5}  {safe(source)}  {safe(line)}")


def learn(screen: Terminal, found: "pl.DataFrame", path: Path) -> None:
    """Add the fixtures to the list at `path`, and say how many were new."""
    from dedup.kinds.listed import Fixture, load_boilerplate, merged, save_boilerplate

    old = load_boilerplate(path) if path.exists() else []
    new = [Fixture(text, source) for source, text, *_ in found.iter_rows()]
    both = merged(old, new)
    if both != old:
        save_boilerplate(path, both)
    screen.say(f"{len(both) - len(old)} added to {safe(str(path))}, {len(both)} in all")
