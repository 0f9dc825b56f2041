"""`dedup run`: articles in, reports out."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dedup.cli.flags import setting_flags, settings_given
from dedup.cli.indexing import index_at, index_flags
from dedup.cli.keeping import keeping_flags, keeping_of
from dedup.cli.progress import watching
from dedup.cli.settings import Settings, gather
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import UsageError
from dedup.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.config import Config
    from dedup.pipeline import IndexAt, Keeping, Progress, Published
    from dedup.report.summary import Summary
    from dedup.stages.read import Batch

__all__ = ["REJECTED", "command", "refuse_low_recall", "told"]

REJECTED = 3

HELP = """Find the repeated sentences of a corpus and publish the reports.

INPUT is any mix of files, globs and folders: .txt and .md (one article a file),
JSONL, CSV, TSV and Parquet, also compressed.
The reports become OUT/run=<run_id>, and OUT/latest points at them, all at once.

\b
Examples:
  dedup run articles.jsonl -o out
  dedup run inbox/ 'archive/*.parquet' -o out --similarity 0.7
  dedup run export.csv -o out --text body --date pub_date
  dedup run archive/ -o out --memory 4G --dry-run
  dedup run tonight/ -o out --index index

\b
Exit codes: 0 published, 1 published but its recall is below --min-recall
(or a --dry-run that does not fit), 3 published but some rows were rejected,
65 too many rows rejected, 66 nothing to read, 74 disk, 75 another run is
active, 77 permission, 78 the index was made with other settings, 130 and 143
interrupted.
"""


@click.command("run", help=HELP)
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option("-o", "--out", metavar="OUT", help="Folder that receives the run.")
@click.option(
    "--dry-run", is_flag=True, help="Say what the run would take, from a sample; write nothing."
)
@index_flags
@keeping_flags
@setting_flags
def command(
    inputs: tuple[str, ...],
    out: str | None,
    dry_run: bool,  # noqa: FBT001 - click hands it over by name
    **flags: Any,  # noqa: ANN401 - click hands over what each option is
) -> int:
    """Run the job with the settings that hold, and say what it found."""
    screen = terminal()
    settings = gather(settings_given(flags), screen.config)
    inputs = inputs or settings.job.inputs
    out = out or settings.job.out
    if not inputs or not out:
        raise missing("INPUT" if not inputs else "--out")
    if dry_run:
        from dedup.cli.dry_run import foresee

        return foresee(screen, settings, inputs, Path(out))
    batches = begun(inputs, settings.config)
    at = index_at(flags["index"], flags["expect"], flags["as_of"], settings.job)
    keeping = keeping_of(flags["wait"], flags["keep_runs"], settings.job)
    return run(screen, settings, Way(batches, Path(out), at, keeping))


def missing(name: str) -> UsageError:
    """The error for a run without input or output."""
    where = "neither the command line nor a [job] table names it"
    return UsageError(f"missing {name}", where=where, todo="dedup run INPUT... -o OUT")


def begun(inputs: tuple[str, ...], config: "Config") -> "Iterator[Batch]":
    """What is read from now on, while most of the program is yet to be loaded."""
    from dedup.stages.read import begin

    return begin(inputs, config)


class Way(NamedTuple):
    """What is read, where the run goes, through which index, and what is kept there."""

    batches: "Iterator[Batch]"
    out: Path
    at: "IndexAt | None"
    keeping: "Keeping"


def run(screen: Terminal, settings: Settings, way: Way) -> int:
    """Run the job, then tell about it; returns the exit code."""
    with watching(screen) as watch:
        published = found(way, settings.config, watch)
    if published is None:
        tell_nothing_new(screen)
        return 0
    code = told(screen, published, way.out)
    refuse_low_recall(published, settings.config.min_recall, way.out / published.folder.name)
    return code


def found(way: Way, config: "Config", watch: "Callable[[Progress], None]") -> "Published | None":
    """What the run published, through an index or by itself."""
    from dedup import pipeline

    if way.at is None:
        return pipeline.run(way.batches, way.out, config, watch, way.keeping)
    return pipeline.run_night(way.batches, way.out, config, way.at, watch, way.keeping)


def told(screen: Terminal, published: "Published", out: Path) -> int:
    """Tell what a run found; returns its exit code."""
    shown = out / published.folder.name
    tell(screen, published, shown, out)
    n_rejected = published.manifest["rows"]["rejected"]
    if n_rejected:
        rows = "1 row was" if n_rejected == 1 else f"{n_rejected:,} rows were"
        screen.warn(f"{rows} rejected: {safe(str(shown / 'rejects.parquet'))} says why")
    return REJECTED if n_rejected else 0


def tell_nothing_new(screen: Terminal) -> None:
    """Say that the index has all of it already."""
    if screen.as_json:
        click.echo(json.dumps({"status": "nothing_new"}))
    else:
        screen.say("nothing new: the index has every one of these articles; nothing was published")


def refuse_low_recall(published: "Published", least: float, shown: Path) -> None:
    """Raise GateError when the run, which stays published, found a smaller share of its true pairs."""
    if least > 0:
        from dedup.report.quality import measured, refuse_below

        refuse_below(measured(published.folder), least, safe(str(shown)))


def tell(screen: Terminal, published: "Published", shown: Path, out: Path) -> None:
    """Print what the run found; nothing when quiet."""
    if screen.quiet and not screen.as_json:
        return
    from dedup.report.summary import as_object, summarize

    if screen.verbose:
        tell_stages(screen, published.manifest)
    summary = summarize(published.folder)
    if screen.as_json:
        click.echo(json.dumps(as_object(summary, shown)))
    else:
        tell_people(screen, summary, shown, out)


def tell_stages(screen: Terminal, manifest: dict[str, Any]) -> None:
    """One line for each stage: rows, time and memory."""
    for stage in manifest["stages"]:
        line = (
            f"{stage['stage']:<10} {stage['rows_in']:>12,} -> {stage['rows_out']:>12,} rows "
            f"{stage['seconds']:>8.2f} s {stage['rss_peak_bytes'] / 1e6:>7,.0f} MB"
        )
        screen.note("stage", line, **stage)


def tell_people(screen: Terminal, summary: "Summary", shown: Path, out: Path) -> None:
    """The summary, where the reports are, and what to do next."""
    from dedup.report.plain import duration, megabytes
    from dedup.report.summary import lines, size_line

    manifest = summary.manifest
    peak = max((stage["rss_peak_bytes"] for stage in manifest["stages"]), default=0)
    cost = f"{duration(manifest['seconds'])}, {megabytes(peak)} peak"
    for line in lines(summary):
        screen.say(line)
    screen.say(f"wrote {safe(str(shown))}{os.sep} ({size_line(manifest)})      {cost}")
    if summary.example is not None:
        screen.say(f"next: dedup show {safe(str(out))} {safe(summary.example)}")
