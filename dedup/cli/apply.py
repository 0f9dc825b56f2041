"""`dedup apply`: a cleaned copy of the articles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.expressions import LANGUAGE
from dedup.cli.terminal import Terminal, terminal

if TYPE_CHECKING:
    from dedup.report.cleaned import Cleaned

__all__ = ["command"]

REJECTED = 3

HELP = """Write a cleaned copy of the articles: repeats dropped, masked or marked.

OUT is the output folder of `dedup run`, or one run in it; INPUT is what that run
read. The input is only ever read. Each text is checked against the run first: if
one has changed, nothing is written.

Of every group of repeats one occurrence stays: the earliest, unless --keep says
otherwise. A rewritten sentence goes with what was new in it; to let only repeats go
that lose no word, say --where "match_type = 'exact'". A sentence that contains another
and says more never goes for the sake of the shorter one.

\b
--action drop  the span goes, and the white space left over (the default)
         mask  every letter of it becomes a block; all offsets stay right
         mark  it becomes [[c-7f3a9c0e51b2d684: the text]]; nothing is lost
--keep   first        the earliest occurrence (the default)
         longest      the longest, of equal ones the earliest
         source:NAME  that of an outlet, where the group has one
         EXPR         one for which it holds, as "language = 'en'"
--where  EXPR         only spans for which it holds may go

The columns of an expression are those of `occurrences` and, of the group, those of
`clusters`: `dedup schema` lists them.

\b
-o FILE.parquet or FILE.jsonl   the articles, and FILE.ledger.parquet beside them
-o FOLDER                       articles.parquet and ledger.parquet in it
The ledger has a row for every span: article_id, char_start, char_end (code points
of the untouched text), cluster_id, action, and where the group was kept.

\b
Examples:
  dedup apply out articles.jsonl -o clean.jsonl
  dedup apply out inbox/ -o clean --where "n_sources >= 3 AND n_words >= 8"
  dedup apply out inbox/ -o clean --where "match_type = 'exact'" --drop-empty
  dedup apply out inbox/ -o marked.parquet --action mark --keep source:Reuters

An article of which nothing is left stays, with an empty text, so that the copy has
a row for every article; --drop-empty leaves it out. Either way it is counted.

\b
Exit codes: 0 written, 3 written but some input rows were rejected (as in the run),
2 the output exists or a flag is wrong, 66 nothing to read, 74 disk,
78 the input is not what the run read.

"""
HELP += LANGUAGE


@click.command("apply", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--out", "target", required=True, metavar="PATH", type=click.Path(path_type=Path),
    help="A .parquet or .jsonl file, or a folder; it must not exist.",
)  # fmt: skip
@click.option(
    "--action",
    type=click.Choice(["drop", "mask", "mark"]),
    default="drop",
    help="What happens to a repeat. [default: drop]",
)
@click.option("--keep", metavar="WHICH", default="first", help="Of each group. [default: first]")
@click.option("--where", metavar="EXPR", help="Which spans may go. [default: all]")
@click.option("--drop-empty", is_flag=True, help="Leave out articles of which nothing is left.")
def command(out: Path, inputs: tuple[str, ...], target: Path, **wish: Any) -> int:  # noqa: ANN401
    """Write the copy as `wish` says, and tell what went."""
    from dedup.report.cleaned import Wish, clean
    from dedup.storage import find_run

    done = clean(find_run(out), inputs, target, Wish(**wish))
    screen = terminal()
    tell(screen, done, wish["action"])
    if screen.as_json:
        facts = {k: str(v) if isinstance(v, Path) else v for k, v in done._asdict().items()}
        click.echo(json.dumps({"status": "rejects" if done.n_rejected else "ok", **facts}))
    return REJECTED if done.n_rejected else 0


def tell(screen: Terminal, done: "Cleaned", action: str) -> None:
    """What went, what is left, and where it is."""
    from dedup.report.plain import counted
    from dedup.report.safe import safe

    verb = {"drop": "dropped", "mask": "masked", "mark": "marked"}[action]
    screen.say(
        f"{verb} {counted(done.n_spans, 'span')} ({counted(done.n_chars, 'character')}) "
        f"in {done.n_changed:,} of {counted(done.n_read, 'article')}"
    )
    if done.n_empty:
        left_out = done.n_read - done.n_written
        rest = "left out" if left_out else "kept with an empty text (--drop-empty leaves them out)"
        screen.say(f"  {counted(done.n_empty, 'article')} became empty: {rest}")
    screen.say(f"wrote {safe(str(done.articles))}: {counted(done.n_written, 'article')}")
    screen.say(f"wrote {safe(str(done.ledger))}: what went, from where, and where it is kept")
    if done.n_rejected:
        rows = counted(done.n_rejected, "input row")
        screen.warn(f"{rows} rejected, as in the run: its rejects.parquet says why")
