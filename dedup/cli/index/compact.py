"""`dedup index compact`: one night of all, and what was taken out is erased."""

from pathlib import Path

import click

from dedup.cli.index.flags import echo_json, index_argument, wait_flag
from dedup.cli.progress import watching
from dedup.cli.terminal import terminal
from dedup.report.plain import counted, megabytes

__all__ = ["command"]

HELP = """Make one night of all, and erase what was taken out.

Results of later nights stay the same; each costs a little less. The older versions
of the index are deleted, so that no text of a removed or replaced article is left in
its folder. It needs room for a second copy while it works. Interrupted at any
moment, the index is as it was, or as it is to be.

\b
Examples:
  dedup index compact index
  dedup index compact index --wait 600

\b
Exit codes: 0 done, 74 disk full or a damaged file,
75 another process has the index, 77 permission.
"""


@click.command("compact", help=HELP)
@index_argument
@wait_flag
def command(index: Path, wait: float) -> None:
    """Compact the newest version."""
    from dedup.index import compact

    screen = terminal()
    with watching(screen) as watch:
        done = compact(index, wait, watch)
    if screen.as_json:
        echo_json(done._asdict())
    nights, erased = counted(done.n_nights, "night"), counted(done.n_erased, "article")
    screen.say(f"{nights} made one of {counted(done.n_articles, 'article')}; {erased} erased")
    older = counted(done.n_versions_erased, "older version")
    sizes = f"{megabytes(done.n_bytes_before)} before, {megabytes(done.n_bytes)} now"
    screen.say(f"this is version {done.version}, {older} deleted; {sizes}")
