"""The two ends of a run: the folder it is staged in, and the reports that are published from there."""

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pyarrow as pa

from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import allocating, giving_back, memory_of
from dedup.pipeline.auditing import quality_beside
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.listed import listed_texts
from dedup.pipeline.rejects import Rejects
from dedup.pipeline.relating import n_units, tables_of
from dedup.report.card import write_card
from dedup.report.html import PageOptions, write_page
from dedup.schemas import QUALITY, REJECTS
from dedup.stages.publish import Extra, Place, Published, Reports, publish
from dedup.stages.read import Batch, Source, begin
from dedup.stages.relate import Matched
from dedup.stages.sketch import Bands
from dedup.stages.sketch.permutations import permutations
from dedup.storage import os_errors_explained, staging_folder
from dedup.storage.spill import Shelf

__all__ = ["MOST_ON_PAGE", "PAGE_MB", "Start", "finish", "started", "write"]

SPILL = "spill"

# The page of a run: so large at most, and only when asked for if it would take as long as the run.
PAGE, PAGE_MB, MOST_ON_PAGE = "report.html", 12.0, 150_000


class Start(NamedTuple):
    """A run under way: the articles as they are read, the rows that are none, and its reports."""

    job: Job
    articles: Iterable[pa.Table]
    rejects: Rejects
    reports: Reports
    place: Place


@contextmanager
def started(
    inputs: Sequence[str | Source] | Iterator[Batch],
    out: Path,
    config: Config,
    ledger: Ledger,
    *,
    with_index: bool = False,
) -> Iterator[Start]:
    """A run that reads `inputs` and will be published below `out`; gone when the block ends.

    In place of inputs the batches that were read from them are taken too.
    """
    now, memory = time.time(), memory_of(config)
    listed_texts(config)  # a bad list is refused before anything is read
    batches = inputs if isinstance(inputs, Iterator) else begin(inputs, config)
    name = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    with os_errors_explained(out), staging_folder(out, name) as folder:
        rejects = Rejects(ledger, config)
        with allocating(config), local_engine(config.jobs) as engine:
            Thread(target=permutations, args=(Bands(1, 1), config.seed)).start()
            shelf = Shelf(folder / SPILL, memory.shelf, giving_back(config.memory_bytes))
            job = Job(config, engine, shelf, memory, ledger)
            reports = Reports(folder, config, with_index=with_index)
            yield Start(job, rejects.without(batches), rejects, reports, Place(folder, out, now))


def finish(start: Start, cut: Cut, matched: list[Matched]) -> Published:
    """Write the reports, and publish them."""
    job, reports = start.job, start.reports
    reports.write(REJECTS, start.rejects.table())
    write(reports, cut, matched, job)
    return publish(reports, job.ledger, job.config, start.place, extras(cut, reports, job))


def write(reports: Reports, cut: Cut, matched: list[Matched], job: Job) -> None:
    """Relate what matches and audit it, and write each piece while the next ones are made."""
    stages = job.ledger.together("relate", "publish", "audit", rows_in=n_units(matched))
    with stages as (relating, publishing, auditing):
        quality = quality_beside(matched, job, auditing)
        for kind, table in tables_of(cut, matched, job):
            relating.rows_out += table.num_rows
            with publishing.busy():
                reports.write(kind, table)
            publishing.advance(table.num_rows, table.num_rows)
        reports.write(QUALITY, next(quality))
        reports.close(lambda close, files: job.engine.map(publishing.counting(close), files))


def extras(cut: Cut, reports: Reports, job: Job) -> list[Extra]:
    """What people find beside the tables; last the tables that were set aside are removed."""
    last: list[Extra] = [write_card, remove_spill]
    if not page_wanted(reports, job):
        return last
    read = zip(cut.articles, cut.articles.starts, strict=True)
    texts = (p.select(["article_id", "text"]) for p, start in read if start < cut.n_new)
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
