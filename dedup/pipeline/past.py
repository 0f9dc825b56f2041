"""What tonight's articles have to do with an index: the texts they touch, recalled with their groups."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.index import (
    HASH,
    Archive,
    Recalled,
    collisions_with,
    in_groups,
    recall,
    refuse_other_texts,
    texts_of_groups,
)
from dedup.kernels.arrays import Longs
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.reuniting import phrases_met
from dedup.pipeline.verifying import checked
from dedup.schemas import COLLISIONS
from dedup.stages.candidates import Range, candidates, ranges
from dedup.stages.fold import fold, texts_of
from dedup.stages.normalize import normalize
from dedup.stages.sketch import Bands, sketch
from dedup.storage.spill import Kept, Parts

__all__ = ["Past", "with_past"]


class Past(NamedTuple):
    """Tonight's articles followed by those recalled; by unit, the GROUPS that are touched, as they were."""

    cut: Cut
    groups: dict[str, pl.DataFrame]


def with_past(cut: Cut, archive: Archive, lost: Longs, job: Job) -> Past:
    """Everything that tonight's clusters are made of.

    A group is touched when it holds one of tonight's texts, a text verified against one of them, or
    a text of the articles at the places `lost`; it is recalled whole.  So clusters, pairs and
    occurrences are those that all nights at once would give.
    """
    groups, wanted = {}, {}
    for unit in job.config.units:
        with job.ledger.stage("probe", cut.normalized[unit].num_rows) as stage:
            touched = touched_by(cut, unit, archive, lost, job)
            groups[unit] = texts_of_groups(archive, unit, touched)
            wanted[unit] = pl.concat([touched, groups[unit].select(HASH)]).unique()
            stage.rows_out = wanted[unit].height
    with job.ledger.stage("recall", sum(few.height for few in wanted.values())) as stage:
        more = [one.num_rows for one in cut.articles.kept]
        together = joined(cut, recall(archive, wanted), job)
        stage.rows_out = together.articles.num_rows - sum(more)
    return Past(together, groups)


def joined(cut: Cut, several: Iterator[Recalled], job: Job) -> Cut:
    """Tonight's parts, then the parts recalled."""
    articles, facts = list(cut.articles.kept), list(cut.facts.kept)
    spans = {unit: list(parts.kept) for unit, parts in cut.spans.items()}
    normalized = {unit: list(parts.kept) for unit, parts in cut.normalized.items()}
    for one in several:
        articles.append(job.shelf.keep(one.articles))
        facts.append(job.shelf.keep(one.facts))
        for unit in job.config.units:
            texts = normalize(one.articles, one.spans[unit])
            refuse_other_texts(texts, one.hashes[unit], one.where)
            spans[unit].append(job.shelf.keep(one.spans[unit]))
            normalized[unit].append(job.shelf.keep(texts))
    cuts, texts_of_cuts = (
        {unit: Parts(kept) for unit, kept in each.items()} for each in (spans, normalized)
    )
    return Cut(Parts(articles), Parts(facts), cuts, texts_of_cuts, cut.n_new)


def touched_by(cut: Cut, unit: str, archive: Archive, lost: Longs, job: Job) -> pl.DataFrame:
    """HASHES of tonight's texts, of the old texts like them, and of the texts that lost occurrences."""
    texts = distinct(cut.normalized[unit], job)
    mine = pl.concat([pl.DataFrame(part) for part in texts.columns(*HASH)])
    grouped = in_groups(archive, unit, mine).with_columns(known=pl.lit(value=True))
    known = mine.join(grouped, on=HASH, how="left", maintain_order="left")["known"]
    near = like(unknown(texts, known.fill_null(value=False).to_numpy(), job), unit, archive, job)
    texts.drop()
    found = [mine, pl.DataFrame(archive.touched(unit)), near, archive.hashes_of(unit, lost)]
    return pl.concat(found).unique()


def distinct(normalized: Parts, job: Job) -> Parts:
    """The distinct TEXTS of tonight."""
    folded = fold(normalized, job.memory.shares_to_fold(normalized.num_rows), job.engine.map)

    def texts(at: int) -> Kept:
        part, start = normalized.kept[at].load(), normalized.starts[at]
        return job.shelf.keep(texts_of(part, folded, start, folded.starts[at]))

    return Parts(list(job.engine.map(texts, range(len(normalized)))))


def unknown(texts: Parts, known: np.ndarray, job: Job) -> Parts:
    """The texts whose neighbors in the index no group tells."""
    parts = zip(texts, texts.starts, strict=True)
    kept = (part.filter(pa.array(~known[start : start + part.num_rows])) for part, start in parts)
    return job.shelf.parts(kept)


def like(texts: Parts, unit: str, archive: Archive, job: Job) -> pl.DataFrame:
    """HASHES of the old texts that make a verified pair with one of `texts`."""
    old = archive.texts(unit)
    both = Parts([*old.kept, *texts.kept])
    found = met(texts, unit, archive, job)
    total = sum(one.num_rows for one in found)
    several = ranges(found, old.num_rows, job.memory.collisions_at_once(total)) if total else []

    def check(one: Range) -> Longs:
        pairs = pa.concat_tables(candidates(found, one))
        return np.unique(values(checked(pairs, both, job), "left"))

    def hold(one: Kept) -> Longs:
        return np.unique(values(checked(one.load(), both, job), "left"))

    holding = phrases_met(texts, unit, archive, job)
    several_rows = [*job.engine.map(check, several), *job.engine.map(hold, holding)]
    rows = np.unique(np.concatenate([np.empty(0, np.int32), *several_rows]))
    for one in (*found, *holding, *texts.kept):
        one.drop()
    return pl.DataFrame(old.take(rows, *HASH)) if len(rows) else archive.hashes_of(unit, rows)


def met(texts: Parts, unit: str, archive: Archive, job: Job) -> list[Kept]:
    """The COLLISIONS of each band between the texts of the index and `texts`, numbered after them."""
    bands, config = job.bands or Bands(1, 1), job.config

    def keys(at: int) -> Kept:
        part = texts.kept[at].load()
        return job.shelf.keep(sketch(part, texts.starts[at], bands, config.min_words, config.seed))

    mine = Parts(list(job.engine.map(keys, range(len(texts)))))
    first = archive.texts(unit).num_rows

    def collide(band: int) -> Kept:
        pairs = collisions_with(archive, unit, band, mine, first)
        return job.shelf.keep(pa.table([pairs], schema=COLLISIONS.schema))

    found = list(job.engine.map(collide, range(bands.bands)))
    mine.drop()
    return found
