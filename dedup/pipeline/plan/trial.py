"""A sample of articles -> what the job finds in it, how large its tables are, and what each stage costs.

The stages are those of a run, in memory.  They work on a quarter of the sample first, which loads
the kernels, then on that quarter again and on all of it: what a stage costs whatever the size, and
what it costs for each row, are told apart by the two.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import memory_of
from dedup.pipeline.intake import Cut, take_in
from dedup.pipeline.job import Job
from dedup.pipeline.relating import collected, match_all
from dedup.schemas import REPORTS, empty
from dedup.stages.relate import Matched
from dedup.storage.spill import Shelf
from dedup.storage.tables import whole

__all__ = ["Cost", "Size", "Trial", "try_sample"]

PARTS_A_THREAD = 2
FIRST = 4


class Size(NamedTuple):
    """Rows of a report, and its bytes in memory and as Parquet."""

    rows: int
    in_memory: int
    on_disk: int


class Cost(NamedTuple):
    """CPU seconds of a stage: whatever the size, and for each row that goes in."""

    fixed: float
    a_row: float


class Work(NamedTuple):
    """What one pass over some articles made, and of its stages CPU seconds and how much they did.

    That is rows, for `sketch` hashes, for `candidates` keys, and for `relate` rows of reports.
    """

    cut: Cut
    matched: list[Matched]
    reports: dict[str, Size]
    seconds: dict[str, float]
    rows: dict[str, int]
    candidates: int


class Trial(NamedTuple):
    """What was made of the sample, and what its stages cost."""

    work: Work
    costs: dict[str, Cost]


def try_sample(articles: pa.Table, config: Config) -> Trial:
    """Run the job over the sample, in memory."""
    few = articles.slice(0, max(1, articles.num_rows // FIRST))
    work_on(few, config)
    less, more = work_on(few, config), work_on(articles, config)
    return Trial(more, {name: cost(name, less, more) for name in more.seconds})


def cost(stage: str, less: Work, more: Work) -> Cost:
    """The line through two measurements, held to what both allow."""
    small, large = less.seconds.get(stage, 0.0), more.seconds[stage]
    rows, all_rows = less.rows.get(stage, 0), max(1, more.rows[stage])
    slope = (large - small) / max(1, all_rows - rows)
    slope = min(max(slope, large / all_rows / FIRST), large / all_rows)
    return Cost(max(0.0, large - slope * all_rows), slope)


def work_on(articles: pa.Table, config: Config) -> Work:
    """One pass of all stages but reading and publishing to a disk."""
    ledger, reports = Ledger(), dict[str, Size]()
    with local_engine(config.jobs) as engine:
        job = Job(config, engine, Shelf(), memory_of(config), ledger)
        cut = take_in(parts_of(articles, config.jobs), job)
        matched = match_all(cut, job)
        started = time.process_time()
        for kind, tables in zip(REPORTS, collected(cut, matched, job).values(), strict=True):
            reports[kind.name] = size_of([empty(kind), *tables])
        spent = time.process_time() - started
    seconds, rows = added_up(ledger)
    rows["relate"] = sum(size.rows for size in reports.values())
    return Work(
        cut, matched, reports, seconds | {"relate": spent}, rows, ledger.counts.get("candidates", 0)
    )


def parts_of(articles: pa.Table, jobs: int) -> Iterator[pa.Table]:
    """The articles in parts, enough to keep all threads at work."""
    edges = np.linspace(0, articles.num_rows, PARTS_A_THREAD * jobs + 1).astype(int).tolist()
    for start, end in pairwise(edges):
        yield articles.slice(start, end - start).combine_chunks()


def size_of(pieces: Sequence[pa.Table]) -> Size:
    """How large a report is, without what a file of no rows takes."""
    joined = pa.concat_tables(pieces)
    table = pa.table([whole(one) for one in joined.columns], schema=joined.schema)
    on_disk = written(table) - written(table.slice(0, 0)) if table.num_rows else 0
    return Size(table.num_rows, table.nbytes, on_disk)


def written(table: pa.Table) -> int:
    """The bytes of a table as Parquet."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=3)
    return int(sink.getvalue().size)


def added_up(ledger: Ledger) -> tuple[dict[str, float], dict[str, int]]:
    """CPU seconds of each stage, and what they grow with; a stage comes once a kind of unit."""
    seconds, rows = dict[str, float](), dict[str, int]()
    for row in ledger.stages:
        name = row["stage"]
        seconds[name] = seconds.get(name, 0.0) + row["cpu_seconds"]
        rows[name] = rows.get(name, 0) + row["rows_in"]
    rows["sketch"] = sum(one["n_texts"] * one["bands"] * one["rows"] for one in ledger.bands)
    rows["candidates"] = sum(one["n_texts"] * one["bands"] for one in ledger.bands)
    return seconds, rows
