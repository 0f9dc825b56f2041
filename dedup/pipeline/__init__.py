"""The whole job on one page.

    read -> segment -> normalize -> fold -> sketch -> winnow -> candidates -> verify -> cluster -> audit -> relate -> publish

A stage is a function from tables to tables; an engine runs the narrow ones side by side.  Between
stages tables wait on a shelf, in parts, in memory or on disk.  Nothing here depends on how the input
was cut up, so any number of jobs, and any amount of memory, gives the same bytes.
With an index what is read goes through the same stages, together with what it touches of the past.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from dedup.config import DEFAULTS, Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger, Progress, ignore
from dedup.memory import memory_of
from dedup.pipeline.alone import KEEP_ALL, Keeping, alone, drop
from dedup.pipeline.intake import take_in
from dedup.pipeline.job import Job
from dedup.pipeline.night import IndexAt, add_night
from dedup.pipeline.relating import MADE, collected, match_all
from dedup.pipeline.reporting import finish, started
from dedup.schemas import SENTENCES, Table, empty
from dedup.stages.publish import Published
from dedup.stages.read import Batch, Source
from dedup.storage.spill import Shelf

__all__ = [
    "KEEP_ALL",
    "IndexAt",
    "Keeping",
    "Progress",
    "Published",
    "add_night",
    "alone",
    "drop",
    "find_tables",
    "run",
    "run_alone",
    "run_night",
]


def run(
    inputs: Sequence[str] | Iterator[Batch],
    out: Path,
    config: Config = DEFAULTS,
    watch: Callable[[Progress], None] = ignore,
    keeping: Keeping = KEEP_ALL,
) -> Published:
    """Read `inputs`, find what repeats, and publish a run below `out`.

    In place of files the batches are taken that are being read from them.

    Raises:
        LockedError: another run is at work on `out`, and `keeping` waits no longer.
        DedupError: one of the tree in `dedup.errors`; what was published before stays as it was.
    """
    with alone(out, keeping.wait):
        published = run_alone(inputs, out, config, Ledger(watch))
        drop(out, keeping)
        return published


def run_alone(
    inputs: Sequence[str | Source] | Iterator[Batch], out: Path, config: Config, ledger: Ledger
) -> Published:
    """`run` by one who is `alone`, and has a ledger: what it knows more goes to run.json."""
    with started(inputs, out, config, ledger) as start:
        cut = take_in(start.articles, start.job)
        return finish(start, cut, match_all(cut, start.job))


def run_night(
    inputs: Sequence[str] | Iterator[Batch],
    out: Path,
    config: Config,
    at: IndexAt,
    watch: Callable[[Progress], None] = ignore,
    keeping: Keeping = KEEP_ALL,
) -> Published | None:
    """`run` through an index; None when it has all of it already, and nothing is published."""
    with alone(out, keeping.wait):
        at = at._replace(wait=max(at.wait, keeping.wait))
        published = add_night(inputs, out, config, at, Ledger(watch))
        drop(out, keeping)
        return published


def find_tables(
    articles: Iterable[pa.Table], config: Config, ledger: Ledger, folder: Path | None = None
) -> dict[str, pa.Table]:
    """Every report table but the rejects, from RAW_ARTICLES parts.

    Tables wait in memory; with a `folder`, in files there as far as the memory is too small.
    """
    kinds, memory = made_with(config), memory_of(config)
    with local_engine(config.jobs) as engine:
        job = Job(config, engine, Shelf(folder, memory.shelf), memory, ledger)
        cut = take_in(articles, job)
        found = collected(cut, match_all(cut, job), job)
    return {
        kind.name: pa.concat_tables([empty(kind), *found[kind.name]]).unify_dictionaries()
        for kind in kinds
    }


def made_with(config: Config) -> list[Table]:
    """The reports that are made of matches under these settings."""
    return [kind for kind in MADE if kind is not SENTENCES or config.sentences]
