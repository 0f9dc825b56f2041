"""`dedup index remove`: takedown by id."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.index.flags import echo_json, index_argument, wait_flag
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import InputError, UsageError
from dedup.report.plain import counted
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.index import Removal

__all__ = ["command", "tell_what_comes_next"]

UNKNOWN, SHOWN = 3, 20

HELP = """Take articles out of an index by their ids.

They are part of it no longer at once; the next `dedup run --index` relates what is
left of their groups, and `dedup index compact` erases their texts from the disk.
Runs that were published before still hold what they hold.

\b
Examples:
  dedup index remove index hws-0310-ferry courier-0310-ferry
  dedup index remove index --from takedown.txt
  dedup index remove index --from takedown.txt --dry-run

\b
Exit codes: 0 done, 3 done but some ids are not in the index,
75 another process has the index, 77 permission.
"""


@click.command("remove", help=HELP)
@index_argument
@click.argument("ids", nargs=-1)
@click.option("--from", "file", metavar="FILE", help="A file with an id a line; -: standard input.")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@wait_flag
def command(
    index: Path,
    ids: tuple[str, ...],
    file: str | None,
    dry_run: bool,  # noqa: FBT001 - click hands it over by name
    wait: float,
) -> int:
    """Remove the articles of these ids."""
    from dedup.index import remove

    wanted = [*ids, *(ids_in(file) if file is not None else [])]
    if not wanted:
        raise UsageError("no id given", where="--from", todo=f"dedup index remove {index} ID...")
    done = remove(index, wanted, wait, dry_run=dry_run)
    tell(terminal(), index, done, dry_run=dry_run)
    return UNKNOWN if done.unknown else 0


def ids_in(file: str) -> list[str]:
    """The ids in a file, one a line."""
    try:
        with click.open_file(file, encoding="utf-8-sig") as lines:
            return [line.rstrip("\r\n") for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot read the ids: {getattr(error, 'strerror', None) or error}"
        raise InputError(what, where=file, todo="give a text file with an id a line") from error


def tell(screen: Terminal, index: Path, done: "Removal", *, dry_run: bool) -> None:
    """Say what was taken out, and which ids are unknown."""
    if screen.as_json:
        echo_json({"removed": done.n_articles, "unknown": done.unknown, "version": done.version})
    articles = counted(done.n_articles, "article")
    if dry_run:
        screen.say(f"would take out {articles}; nothing was changed")
    elif done.version is None:
        screen.say("no article was taken out; nothing was changed")
    else:
        screen.say(f"took out {articles}; this is version {done.version}")
        tell_what_comes_next(screen, index)
    if done.unknown:
        shown = ", ".join(safe(one) for one in done.unknown[:SHOWN])
        more = f" and {len(done.unknown) - SHOWN:,} more" if len(done.unknown) > SHOWN else ""
        screen.warn(f"{counted(len(done.unknown), 'id')} not in the index: {shown}{more}")


def tell_what_comes_next(screen: Terminal, index: Path) -> None:
    """Say what relates what is left, and what erases."""
    screen.say("next: the next dedup run --index relates what is left of their groups,")
    screen.say(f"      dedup index compact {safe(str(index))} erases their texts from the disk")
