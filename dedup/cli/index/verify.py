"""`dedup index verify`: is every file the one that was written."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.indexing import day_of
from dedup.cli.progress import watching
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import GateError, OutputError, UsageError
from dedup.report.plain import counted, megabytes
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.index import Share, Verified
    from dedup.pipeline.against import Compared

__all__ = ["command"]

SHOWN = 20

HELP = """Check that every file of an index is the one that was written.

Each file is read and compared with its sha256, and the tables with one another.
Every damaged file is named; nothing is changed.

With --scrub 1/30 only one file in thirty is read, other ones every day, so that
thirty nights read all of them. --against-rebuild makes the index anew in a temporary
folder beside it and compares every cluster: it takes the time, the memory and the
disk of a run over all articles.

\b
Examples:
  dedup index verify index
  dedup index verify index --scrub 1/30
  dedup index verify index --against-rebuild

\b
Exit codes: 0 whole, 1 a rebuild gives other clusters, 74 damaged files.
"""


@click.command("verify", help=HELP)
@index_argument
@click.option("--scrub", metavar="1/N", help="Read one file in N, other ones every day.")
@click.option("--as-of", metavar="DATE", help="The day whose files are read. [default: today, UTC]")
@click.option("--against-rebuild", is_flag=True, help="Compare every cluster with a rebuild's.")
def command(index: Path, scrub: str | None, as_of: str | None, against_rebuild: bool) -> None:  # noqa: FBT001
    """Verify the newest version."""
    from dedup.index import verify

    screen, share = terminal(), share_of(scrub, as_of)
    with watching(screen) as watch:
        found = verify(index, share, watch)
    report(screen, index, found, share)
    if against_rebuild:
        compare(screen, index)


def share_of(scrub: str | None, as_of: str | None) -> "Share":
    """Which share of the files is read."""
    from dedup.index import EVERYTHING, Share

    if scrub is None:
        if as_of is not None:
            raise UsageError("--as-of is of no use without --scrub", todo="add --scrub 1/30")
        return EVERYTHING
    match = re.fullmatch(r"1/([1-9][0-9]{0,5})", scrub)
    if match is None:
        raise UsageError(f"no share: {scrub!r}", where="--scrub", todo="--scrub 1/30")
    return Share(number_of_day(as_of), int(match[1]))


def number_of_day(as_of: str | None) -> int:
    """The number of a day, or of today."""
    import datetime

    if as_of is None:
        return datetime.datetime.now(datetime.UTC).date().toordinal()
    return datetime.date.fromisoformat(day_of(as_of)).toordinal()


def report(screen: Terminal, index: Path, found: "Verified", share: "Share") -> None:
    """Say that all is well; raises OutputError where it is not."""
    n_read = found.n_files_read
    for damage in found.damages:
        screen.warn(f"{safe(str(index / damage.path))}: {safe(damage.what)}")
    if screen.as_json:
        facts = found._asdict() | {"damages": [one._asdict() for one in found.damages]}
        echo_json(facts | {"share": list(share)})
    if found.damages:
        n = len({damage.path for damage in found.damages})
        what = f"{counted(n, 'file')} of the index {'is' if n == 1 else 'are'} damaged"
        todo = "restore them from a copy, or make the index anew from the articles with dedup run"
        raise OutputError(what, where=str(index), todo=todo)
    part = f" of {found.n_files:,}" if n_read < found.n_files else ""
    size = megabytes(found.n_bytes_read)
    screen.say(f"version {found.version} is whole: {n_read:,}{part} files read, {size}")


def compare(screen: Terminal, index: Path) -> None:
    """Compare with a rebuild; raises GateError when it gives other clusters."""
    from msgspec import structs

    from dedup.cli.settings import gather
    from dedup.index import newest, settings_of
    from dedup.pipeline.against import against_rebuild

    mine = gather({}, screen.config).config
    config = structs.replace(mine, **settings_of(newest(index)))
    with watching(screen) as watch:
        found = against_rebuild(index, config, watch)
    report_rebuild(screen, index, found)


def report_rebuild(screen: Terminal, index: Path, found: "Compared") -> None:
    """Say that the nights add up to one; raises GateError where they do not."""
    if screen.as_json:
        echo_json(found._asdict() | {"differences": [d._asdict() for d in found.differences]})
    for one in found.differences[:SHOWN]:
        screen.warn(
            f"{one.cluster_id} ({one.unit}): {one.occurrences:,} occurrences of {one.texts:,} texts, "
            f"{one.occurrences_rebuilt:,} of {one.texts_rebuilt:,} in a rebuild"
        )
    if found.differences:
        what = f"{counted(len(found.differences), 'cluster')} differ from those of a rebuild"
        todo = f"please report it; dedup index rebuild {index} --into NEW makes a right one"
        raise GateError(what, where=str(index), todo=todo)
    texts = counted(found.n_texts, "text")
    screen.say(f"a rebuild gives the same {counted(found.n_clusters, 'cluster')} of {texts}")
