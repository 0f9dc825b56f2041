"""Read, segment and normalize, part by part: while one part is read, others are cut."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa

from dedup.pipeline.beside import compiling_beside
from dedup.pipeline.job import Job
from dedup.schemas import RAW_ARTICLES, empty
from dedup.stages.normalize import normalize
from dedup.stages.relate import facts_of
from dedup.stages.segment import segment
from dedup.storage.spill import Kept, Parts

__all__ = ["Cut", "take_in"]


class Cut(NamedTuple):
    """Articles, what is known of each, and by unit the spans cut from them and what they hold.

    The first `n_new` articles were read in this run; the others are recalled from an index.
    """

    articles: Parts
    facts: Parts
    spans: dict[str, Parts]
    normalized: dict[str, Parts]
    n_new: int


class CutPart(NamedTuple):
    """The same of one part."""

    articles: Kept
    facts: Kept
    spans: list[Kept]
    normalized: list[Kept]


def take_in(articles: Iterable[pa.Table], job: Job) -> Cut:
    """The articles, cut and normalized, and set aside."""
    with (
        compiling_beside(job.ledger) as compiled,
        job.ledger.together("read", "segment", "normalize") as (reading, cutting, normalizing),
    ):

        def cut(part: pa.Table) -> CutPart:
            with cutting.busy():
                spans = segment(part, job.config)
                facts = facts_of(part, spans, job.config.units[0])
                several = [of_unit(spans, unit) for unit in job.config.units]
            compiled()
            with normalizing.busy():
                normalized = [normalize(part, one) for one in several]
            kept = [[job.shelf.keep(one) for one in tables] for tables in (several, normalized)]
            return CutPart(job.shelf.keep(part, in_turn=True), job.shelf.keep(facts), *kept)

        parts = []
        for part in job.engine.map(cut, at_least_one(articles)):
            parts.append(part)
            n_articles, n_units = part.articles.num_rows, sum(one.num_rows for one in part.spans)
            reading.advance(n_articles, n_articles)
            cutting.advance(n_articles, n_units)
            normalizing.advance(n_units, n_units)
    return together(parts, job.config.units)


def at_least_one(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The parts that hold rows; an empty one if there is none."""
    n_rows = 0
    for part in parts:
        n_rows += part.num_rows
        if part.num_rows:
            yield part
    if n_rows == 0:
        yield empty(RAW_ARTICLES)


def of_unit(spans: pa.Table, unit: str) -> pa.Table:
    """The spans of one kind."""
    wanted = spans.column("is_paragraph").to_numpy() == (unit == "paragraph")
    return spans if wanted.all() else spans.filter(pa.array(wanted))


def together(parts: list[CutPart], units: tuple[str, ...]) -> Cut:
    """The parts as one, by table and unit."""
    articles, facts, spans, normalized = zip(*parts, strict=True)
    cut, held = (
        dict(zip(units, map(Parts, zip(*several, strict=True)), strict=True))
        for several in (spans, normalized)
    )
    several = Parts(articles)
    return Cut(several, Parts(facts), cut, held, several.num_rows)
