"""`dedup diff`: two texts word by word, two files or articles sentence by sentence."""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.settings import gather
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import InputError, UsageError
from dedup.report.safe import safe, safe_json

if TYPE_CHECKING:
    from dedup.report.compare import Line

__all__ = ["command"]

MARKS = {"equal": "=", "near": "~", "only_a": "-", "only_b": "+"}

HELP = """Compare two texts, two files, or two articles of a run, word by word.

Words only in A are shown [-so-], words only in B {+so+}; short texts also stand one
above the other. Scores are those that `dedup run` reports.

When A and B are files, their sentences are matched: = equal, ~ near,
- only in A, + only in B; the numbers are their places in A and in B.
With --run they are article ids of a published run, and the sentences they share are
shown (a run does not publish the rest).

\b
Examples:
  dedup diff "The bridge opened on Monday." "The old bridge opened Monday."
  dedup diff morning.txt evening.txt
  dedup diff --run out hws-0310-ferry courier-0310-ferry
"""


@click.command("diff", help=HELP)
@click.argument("a")
@click.argument("b")
@click.option(
    "--run", metavar="OUT", type=click.Path(path_type=Path),
    help="A and B are articles of the run in this folder.",
)  # fmt: skip
def command(a: str, b: str, run: Path | None) -> None:
    """Compare `a` and `b`: articles of a run, files when both exist, else texts."""
    screen = terminal()
    if run is not None:
        return diff_articles(screen, run, a, b)
    files = [is_file(a), is_file(b)]
    if all(files):
        return diff_files(screen, Path(a), Path(b))
    if any(files):
        where = a if files[1] else b
        todo = "give two files or two texts"
        raise UsageError("only one of the two is a file", where=f"not a file: {where}", todo=todo)
    return diff_texts(screen, a, b)


def is_file(name: str) -> bool:
    """Whether `name` is a file; a text may be too long, or hold a NUL, to be a name at all."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def diff_texts(screen: Terminal, a: str, b: str) -> None:
    """Print the changed words and the scores of two texts."""
    from dedup.report.compare import compare_texts

    found = compare_texts(a, b)
    if screen.as_json:
        click.echo(safe_json(json.dumps(found, ensure_ascii=False)))
        return
    click.echo(painted(screen, found["diff"]), color=True)
    click.echo(scores(found))
    show_aligned(screen, a, b)


def show_aligned(screen: Terminal, a: str, b: str) -> None:
    """Print both texts one above the other, when they fit."""
    from dedup.report.aligned import aligned

    width = shutil.get_terminal_size((100, 24)).columns
    both = [["a  "], ["b  "]]
    for line, cells, color in zip(both, aligned(a, b), ("red", "green"), strict=True):
        plain = "".join(one.text + one.blanks for one in cells).rstrip()
        if len(plain) + len(line[0]) > width:
            return
        paint = screen.colored(sys.stdout)
        line += [
            (click.style(one.text, fg=color) if one.is_changed and paint else one.text) + one.blanks
            for one in cells
        ]
    for line in both:
        click.echo("".join(line).rstrip(), color=True)


def scores(found: dict[str, Any]) -> str:
    """The scores in one line."""
    n = found["edit_words"]
    return (
        f"jaccard {found['jaccard']:.3f}  containment {found['containment_a']:.3f} / "
        f"{found['containment_b']:.3f}  edit similarity {found['edit_similarity']:.3f}  "
        f"{n} word{'' if n == 1 else 's'} changed"
    )


def painted(screen: Terminal, text: str) -> str:
    """Marked words in color where colors show, harmless everywhere."""
    line = safe(text)
    if not screen.colored(sys.stdout):
        return line
    line = re.sub(r"\[-.*?-\]", lambda m: click.style(m[0], fg="red"), line)
    return re.sub(r"\{\+.*?\+\}", lambda m: click.style(m[0], fg="green"), line)


# ---- files --------------------------------------------------------------------------------------


def diff_files(screen: Terminal, a: Path, b: Path) -> None:
    """Print the sentences of two files beside each other, and how many match."""
    from dedup.report.compare import compare_articles

    config = gather({}, screen.config).config
    lines = compare_articles(text_of(a), text_of(b), config)
    if screen.as_json:
        found = [line._asdict() for line in lines]
        click.echo(safe_json(json.dumps({"sentences": found}, ensure_ascii=False)))
        return
    for line in lines:
        click.echo(painted(screen, shown(line)), color=True)
    click.echo(tally(lines))


def diff_articles(screen: Terminal, run: Path, a: str, b: str) -> None:
    """Print the sentences that two articles of a run share."""
    from dedup.report.shared import shared_sentences
    from dedup.storage import find_run

    lines = shared_sentences(find_run(run), a, b)
    if screen.as_json:
        found = [line._asdict() for line in lines]
        click.echo(safe_json(json.dumps({"sentences": found}, ensure_ascii=False)))
        return
    for line in lines:
        click.echo(painted(screen, shown(line)), color=True)
    n = len(lines)
    equal = sum(line.kind == "equal" for line in lines)
    noun = "sentence" if n == 1 else "sentences"
    click.echo(f"{n} {noun} of B found in A: {equal} equal, {n - equal} near")


def text_of(path: Path) -> str:
    """The text of a file, without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        todo = "diff compares two articles in plain text"
        raise InputError("not UTF-8 text", where=str(path), todo=todo) from error


def shown(line: "Line") -> str:
    """One sentence, with its 1-based places in both files."""
    place_a = "" if line.index_a is None else str(line.index_a + 1)
    place_b = "" if line.index_b is None else str(line.index_b + 1)
    score = f"{line.jaccard:.3f}" if line.kind == "near" else ""
    text = " ".join(line.text.split())
    return f"{MARKS[line.kind]} {place_a:>4} {place_b:>4} {score:>6}  {text}"


def tally(lines: list["Line"]) -> str:
    """How many sentences of b have a match."""
    n = {kind: sum(line.kind == kind for line in lines) for kind in MARKS}
    n_b = len(lines) - n["only_a"]
    found = n["equal"] + n["near"]
    return (
        f"{found} of {n_b} sentence{'' if n_b == 1 else 's'} of B found in A: "
        f"{n['equal']} equal, {n['near']} near; {n['only_a']} only in A"
    )
