"""`dedup index rebuild`: a new index of the articles of another one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.flags import setting_flags, settings_given
from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.indexing import EXPECT, size_of
from dedup.cli.progress import watching
from dedup.cli.settings import Settings, gather
from dedup.cli.terminal import Terminal, terminal
from dedup.report.plain import counted, megabytes
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.config import Config
    from dedup.index import Manifest
    from dedup.pipeline.night import IndexAt

__all__ = ["command"]

HELP = """Make a new index of the articles of another one.

That is the way to other settings, and to an index for more sentences than INDEX was
made for. INDEX is only read, and stays as it is. What no flag, file or variable sets
is taken from INDEX. With --out a run over all articles is published too.

\b
Examples:
  dedup index rebuild index --into index2 --expect 100M
  dedup index rebuild index --into index2 --similarity 0.7 --out out
"""


@click.command("rebuild", help=HELP)
@index_argument
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), help="Folder of the new index."
)
@click.option("--expect", metavar="N", help=EXPECT.partition(" [")[0] + " [default: as INDEX]")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder that receives a run.")
@setting_flags
def command(index: Path, into: Path, expect: str | None, out: Path | None, **flags: object) -> None:
    """Rebuild an index with the settings that hold."""
    from dedup.index import newest
    from dedup.pipeline.night import IndexAt
    from dedup.pipeline.rebuild import rebuild

    screen, manifest = terminal(), newest(index)
    config = config_for(manifest, gather(settings_given(flags), screen.config))
    at = IndexAt(into, manifest.expect if expect is None else size_of(expect))
    with watching(screen) as watch:
        published = rebuild(index, at, config, out, watch)
    tell(screen, at, None if published is None else published.folder)


def config_for(manifest: "Manifest", settings: Settings) -> "Config":
    """The settings that hold, and for what none of them sets, those of the index."""
    from msgspec import structs

    from dedup.index import settings_of

    kept = {k: v for k, v in settings_of(manifest).items() if k not in settings.origins}
    return structs.replace(settings.config, **kept)


def tell(screen: Terminal, at: "IndexAt", run: Path | None) -> None:
    """Say what the new index holds, and where the run is."""
    from dedup.index import info

    found = info(at.folder)
    if screen.as_json:
        echo_json(found._asdict() | {"index": str(at.folder), "run": str(run) if run else None})
    articles, size = counted(found.articles, "article"), megabytes(found.n_bytes)
    screen.say(f"made {safe(str(at.folder))} of {articles}, {size}")
    if run is not None:
        screen.say(f"wrote {safe(str(run))}")
    screen.say(f"next: dedup run INPUT... -o OUT --index {safe(str(at.folder))}")
