"""`dedup sample`: a corpus to try the job on."""

import json
import shutil
from pathlib import Path
from typing import Any, Literal

import click

import dedup
from dedup.cli.progress import watching
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import InputError, UsageError
from dedup.report.safe import safe

__all__ = ["bundled", "command"]

HELP = """Write a sample corpus to a folder: the bundled one, or an invented one of any size.

With --articles the corpus is invented instead: news-like articles of any number,
about twelve sentences each, with near-duplicates planted in them.
OUT/articles holds the articles, OUT/truth_pairs.parquet the planted pairs with their
exact Jaccards, OUT/truth_members.parquet the planted sentences, and OUT/manifest.json
what was made. Equal --articles and --seed give equal bytes; more articles of the same
seed continue the same texts.

\b
Examples:
  dedup sample -o demo && dedup run demo -o out
  dedup sample --articles 20000 --seed 7 -o made && dedup run made/articles -o out
"""

DEFAULT_SEED = 1
LARGEST_SEED = 2**32 - 1
MOST_ARTICLES = 100_000_000


@click.command("sample", help=HELP)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The folder.")
@click.option(
    "--articles",
    type=click.IntRange(1, MOST_ARTICLES),
    metavar="N",
    help="Invent so many articles.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    metavar="S",
    help=f"Which ones, of those invented.  [default: {DEFAULT_SEED}]",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["parquet", "jsonl"]),
    help="Of invented articles.  [default: parquet]",
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
def command(
    out: Path,
    articles: int | None,
    seed: int | None,
    kind: Literal["parquet", "jsonl"] | None,
    force: bool,  # noqa: FBT001 - click hands it over by name
) -> None:
    """Copy the sample's files, or invent a corpus."""
    if articles is not None:
        order = (articles, DEFAULT_SEED if seed is None else seed, kind or "parquet")
        invent(terminal(), order, out, force=force)
    elif seed is not None or kind is not None:
        flag = "--seed" if seed is not None else "--format"
        todo = "add --articles N to invent a corpus"
        raise UsageError(f"{flag} says nothing about the bundled sample", todo=todo)
    else:
        copy(terminal(), out, force=force)


# ---- the bundled sample -------------------------------------------------------------------------


def copy(screen: Terminal, out: Path, *, force: bool) -> None:
    """Copy the bundled files and say where they are."""
    source = bundled()
    names = sorted(path.relative_to(source) for path in source.rglob("*") if path.is_file())
    taken = [name for name in names if (out / name).exists()]
    if taken and not force:
        todo = "choose another folder, or --force replaces it"
        raise UsageError("a file exists already", where=str(out / taken[0]), todo=todo)
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, out / name)
    screen.say(f"wrote {len(names)} files to {out}\nnext: dedup run {out} -o out")
    tell_machine(screen, {"folder": str(out), "files": [str(name) for name in names]})


def bundled() -> Path:
    """The folder of the sample: inside the installed package, or `seeds/articles` of a checkout."""
    package = Path(dedup.__file__).parent
    for folder in (package / "sample", package.parent / "seeds" / "articles"):
        if folder.is_dir():
            return folder
    todo = "install dedup again"
    raise InputError("the sample corpus is not installed", where=str(package), todo=todo)


# ---- an invented corpus -------------------------------------------------------------------------


def invent(
    screen: Terminal,
    wanted: tuple[int, int, Literal["parquet", "jsonl"]],
    out: Path,
    *,
    force: bool,
) -> None:
    """Invent articles and say what they hold."""
    from dedup.generator import Order, generate

    with watching(screen) as watch:
        manifest = generate(Order(*wanted), out, watch, force=force)
    n, shown = manifest["counts"], safe(str(out))
    screen.say(
        f"wrote {n['articles']:,} articles ({n['sentences']:,} sentences, "
        f"{n['text_bytes'] / 1e6:,.1f} MB of text) to {shown}\n"
        f"  planted: {n['members']:,} sentences in {n['families']:,} families; "
        f"{n['pairs']:,} pairs are in {shown}/truth_pairs.parquet\n"
        f"next: dedup run {shown}/articles -o out"
    )
    tell_machine(screen, {"folder": str(out), **manifest})


def tell_machine(screen: Terminal, facts: dict[str, Any]) -> None:
    """The result as JSON, when a machine reads."""
    if screen.as_json:
        click.echo(json.dumps(facts))
