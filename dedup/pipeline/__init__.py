"""The whole job on one page.

    read -> segment -> normalize -> fold -> sketch -> candidates -> verify -> cluster -> audit -> relate -> publish

A stage is a function from tables to tables; an engine runs the narrow ones side by side.  Between
stages tables wait on a shelf, in parts, in memory or on disk.  Nothing here depends on how the input
was cut up, so any number of jobs, and any amount of memory, gives the same bytes.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Thread

import pyarrow as pa
from msgspec import structs

from dedup.config import DEFAULTS, Config
from dedup.engine.local import local_engine
from dedup.facts import worth_compiling
from dedup.ledger import Ledger, Progress, ignore
from dedup.memory import allocating, give_back, memory_of
from dedup.pipeline.auditing import quality_of
from dedup.pipeline.beside import compiling_facts_beside
from dedup.pipeline.intake import Cut, take_in
from dedup.pipeline.job import Job
from dedup.pipeline.listed import listed_texts
from dedup.pipeline.matching import match
from dedup.pipeline.rejects import Rejects
from dedup.report.card import write_card
from dedup.report.html import PageOptions, write_page
from dedup.schemas import QUALITY, REJECTS, REPORTS, SENTENCES, Table, empty
from dedup.stages.publish import Extra, Place, Published, Reports, publish
from dedup.stages.read import read
from dedup.stages.relate import Corpus, Matched, Means, relate
from dedup.stages.sketch import Bands
from dedup.stages.sketch.permutations import permutations
from dedup.storage import os_errors_explained, refuse_unwritable, staging_folder
from dedup.storage.spill import Shelf

__all__ = ["Progress", "Published", "find_tables", "run"]

SPILL = "spill"

# The page of a run: so large at most, and only when asked for if it would take as long as the run.
PAGE, PAGE_MB, MOST_ON_PAGE = "report.html", 12.0, 150_000

# What is made of the matches; the others come with the input, or from the audit.
MADE = [kind for kind in REPORTS if kind not in (QUALITY, REJECTS)]


def run(
    inputs: Sequence[str],
    out: Path,
    config: Config = DEFAULTS,
    watch: Callable[[Progress], None] = ignore,
) -> Published:
    """Read `inputs`, find what repeats, and publish a run below `out`.

    Raises:
        DedupError: one of the tree in `dedup.errors`; what was published before stays as it was.
    """
    ledger, started, memory = Ledger(watch), time.time(), memory_of(config)
    listed_texts(config)  # a bad list is refused before anything is read
    refuse_unwritable(out)
    batch_bytes = memory.batch_bytes(config.batch_bytes)
    batches = read(inputs, structs.replace(config, batch_bytes=batch_bytes))
    name = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(started))
    with os_errors_explained(out), staging_folder(out, name) as folder:
        reports, rejects = Reports(folder, config), Rejects(ledger, config)
        with allocating(config), local_engine(config.jobs) as engine:
            Thread(target=permutations, args=(Bands(1, 1), config.seed)).start()
            shelf = Shelf(folder / SPILL, memory.shelf, give_back)
            job = Job(config, engine, shelf, memory, ledger)
            cut = take_in(rejects.without(batches), job)
            reports.write(REJECTS, rejects.table())
            write(reports, cut, job)
        return publish(
            reports, ledger, config, Place(folder, out, started), extras(cut, reports, job)
        )


def extras(cut: Cut, reports: Reports, job: Job) -> list[Extra]:
    """What people find beside the tables; last the tables that were set aside are removed."""
    last: list[Extra] = [write_card, remove_spill]
    if not page_wanted(reports, job):
        return last
    texts = (part.select(["article_id", "text"]) for part in cut.articles)
    return [lambda folder: write_page(folder, folder / PAGE, PageOptions(PAGE_MB), texts), *last]


def remove_spill(folder: Path) -> None:
    """Remove the tables that were set aside."""
    shutil.rmtree(folder / SPILL, ignore_errors=True)


def page_wanted(reports: Reports, job: Job) -> bool:
    """Whether this run gets a page; says so when it is too large for one."""
    n_rows = sum(reports.rows(name) for name in ("articles", "pairs", "occurrences"))
    if job.config.html == "auto" and n_rows > MOST_ON_PAGE:
        line = f"{PAGE} is left out: it would show {n_rows:,} rows; dedup report OUT makes it"
        job.ledger.note("publish", line)
        return False
    return job.config.html != "never"


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


def collected(cut: Cut, matched: list[Matched], job: Job) -> dict[str, list[pa.Table]]:
    """The pieces of each report, in memory."""
    found: dict[str, list[pa.Table]] = {kind.name: [] for kind in REPORTS}
    for kind, table in tables_of(cut, matched, job):
        found[kind.name].append(table)
    return found


def match_all(cut: Cut, job: Job) -> list[Matched]:
    """What repeats among the units of each kind."""
    return [match(cut, unit, job) for unit in job.config.units]


def tables_of(cut: Cut, matched: list[Matched], job: Job) -> Iterator[tuple[Table, pa.Table]]:
    """The report tables, piece by piece."""
    n_units = sum(one.units.num_rows for one in matched)
    buckets = job.memory.buckets(n_units)
    means = Means(job.shelf, job.engine.map, buckets, job.memory.rows_at_once())
    corpus = Corpus(cut.articles, cut.facts, listed_texts(job.config))
    return relate(corpus, matched, job.config, means)


def write(reports: Reports, cut: Cut, job: Job) -> None:
    """Relate what matches, and write each piece while the next ones are made."""
    n_units = sum(one.num_rows for one in cut.normalized.values())
    with compiling_facts_beside(n_units, job.ledger) as compiled:
        matched = match_all(cut, job)
        reports.write(QUALITY, quality_of(matched, job))
        if worth_compiling(sum(one.verified.num_rows for one in matched)):
            compiled()
    with job.ledger.together("relate", "publish", rows_in=n_units) as (relating, publishing):
        for kind, table in tables_of(cut, matched, job):
            relating.rows_out += table.num_rows
            with publishing.busy():
                reports.write(kind, table)
            publishing.advance(table.num_rows, table.num_rows)
        with publishing.busy():
            reports.close()
