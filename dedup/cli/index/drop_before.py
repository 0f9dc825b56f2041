"""`dedup index drop-before`: retention."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.index.flags import echo_json, index_argument, wait_flag
from dedup.cli.index.remove import tell_what_comes_next
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import UsageError
from dedup.report.plain import counted

if TYPE_CHECKING:
    from dedup.index import Dropped

__all__ = ["command"]

HELP = """Take out of an index what was published before a day.

DATE is a day in UTC, as 2026-08-21: what was published on it stays. An article
without a date goes by the day of the night that brought it. The next
`dedup run --index` relates what is left, `dedup index compact` erases the texts.

\b
Examples:
  dedup index drop-before index 2026-08-21 --dry-run
  dedup index drop-before index 2026-08-21 && dedup index compact index
"""


@click.command("drop-before", help=HELP)
@index_argument
@click.argument("day", metavar="DATE")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@wait_flag
def command(index: Path, day: str, dry_run: bool, wait: float) -> None:  # noqa: FBT001
    """Drop the articles of before a day."""
    from dedup.index import drop_before

    done = drop_before(index, as_day(day), wait, dry_run=dry_run)
    tell(terminal(), index, done, dry_run=dry_run)


def as_day(text: str) -> datetime.date:
    """A day as people write it."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        todo = "dedup index drop-before INDEX 2026-08-21"
        raise UsageError(f"no day: {text!r}", where="DATE", todo=todo) from error


def tell(screen: Terminal, index: Path, done: "Dropped", *, dry_run: bool) -> None:
    """Say what was taken out, and what is left."""
    if screen.as_json:
        echo_json({"dropped": done.n_articles, "left": done.n_left, "version": done.version})
    articles = f"{counted(done.n_articles, 'article')}, {done.n_left:,} left"
    if dry_run:
        screen.say(f"would take out {articles}; nothing was changed")
    elif done.version is None:
        screen.say(f"no article is that old, {done.n_left:,} left; nothing was changed")
    else:
        screen.say(f"took out {articles}; this is version {done.version}")
        tell_what_comes_next(screen, index)
