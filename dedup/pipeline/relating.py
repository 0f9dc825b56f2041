"""What is made of the matches: the report tables, piece by piece."""

from collections.abc import Iterator

import pyarrow as pa

from dedup.facts import worth_compiling
from dedup.pipeline.ahead import load_ahead
from dedup.pipeline.beside import compiling_facts_beside
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.listed import listed_texts
from dedup.pipeline.matching import match
from dedup.schemas import CLUSTER_EVENTS, QUALITY, REJECTS, REPORTS, Table
from dedup.stages.relate import Corpus, Matched, Means, relate

__all__ = ["MADE", "collected", "match_all", "n_units", "tables_of"]

# The others come with the input, from the audit, or with an index.
MADE = [kind for kind in REPORTS if kind not in (CLUSTER_EVENTS, QUALITY, REJECTS)]


def match_all(cut: Cut, job: Job) -> list[Matched]:
    """What repeats among the units of each kind."""
    units = sum(one.num_rows for one in cut.normalized.values())
    load_ahead(units)
    with compiling_facts_beside(units, job.ledger) as compiled:
        matched = [match(cut, unit, job) for unit in job.config.units]
        if worth_compiling(sum(one.verified.num_rows for one in matched)):
            compiled()
    return matched


def collected(cut: Cut, matched: list[Matched], job: Job) -> dict[str, list[pa.Table]]:
    """The pieces of each report, in memory."""
    found: dict[str, list[pa.Table]] = {kind.name: [] for kind in REPORTS}
    for kind, table in tables_of(cut, matched, job):
        if table is not None:
            found[kind.name].append(table)
    return found


def n_units(matched: list[Matched]) -> int:
    """How many units there are of all kinds."""
    return sum(one.units.num_rows for one in matched)


def tables_of(
    cut: Cut, matched: list[Matched], job: Job
) -> Iterator[tuple[Table, pa.Table | None]]:
    """The report tables, piece by piece; None where one is complete and others follow."""
    buckets = job.memory.buckets(n_units(matched))
    means = Means(job.shelf, job.engine.map, buckets, job.memory.rows_at_once())
    corpus = Corpus(cut.articles, cut.facts, listed_texts(job.config), cut.n_new)
    return relate(corpus, matched, job.config, means)
