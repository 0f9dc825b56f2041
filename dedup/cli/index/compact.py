"""`dedup index compact`: one night of all, and what was taken out is erased."""

from pathlib import Path

import click

from dedup.cli.index.flags import echo_json, wait_flag
from dedup.cli.progress import watching
from dedup.cli.settings import gather
from dedup.cli.terminal import terminal
from dedup.errors import UsageError
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
  dedup --config nightly.toml index compact

\b
Exit codes: 0 done, 74 disk full or a damaged file,
75 another process has the index, 77 permission.
"""


@click.command("compact", help=HELP)
@click.argument("index", type=click.Path(path_type=Path), required=False)
@wait_flag
def command(index: Path | None, wait: float) -> None:
    """Compact the newest version."""
    from dedup.index import compact

    screen = terminal()
    named = index or gather({}, screen.config).job.index
    if named is None:
        where = "neither the command line nor a [job] table names it"
        raise UsageError("missing INDEX", where=where, todo="dedup index compact INDEX")
    with watching(screen) as watch:
        done = compact(Path(named), wait, watch)
    if screen.as_json:
        echo_json(done._asdict())
    nights, erased = counted(done.n_nights, "night"), counted(done.n_erased, "article")
    screen.say(f"{nights} made one of {counted(done.n_articles, 'article')}; {erased} erased")
    older = counted(done.n_versions_erased, "older version")
    sizes = f"{megabytes(done.n_bytes_before)} before, {megabytes(done.n_bytes)} now"
    screen.say(f"this is version {done.version}, {older} deleted; {sizes}")
