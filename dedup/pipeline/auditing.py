"""Audit: the recall of a run, of all its texts when they are few, else on a sample of pairs."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.engine.local import InPlace
from dedup.kernels.arrays import Flags, Ints
from dedup.ledger import Stage
from dedup.pipeline.crowded import met_in_crowds
from dedup.pipeline.job import Job
from dedup.schemas import QUALITY, empty
from dedup.stages.audit import Draw, Sample, audit, audit_seed, joined, minwise, rows_for
from dedup.stages.relate import Matched
from dedup.stages.sketch import Bands, sketch
from dedup.storage.spill import Parts

__all__ = ["judged", "quality_beside", "quality_of"]

# So few texts are all joined with all; of more, pairs are sampled.
FEW = 1 << 12

# So many keys at most are in memory at once; of more texts a share of the groups is looked at.
MOST_KEYS = 1 << 21

# A text is audited beside other work if so many times the memory of a pair is there for it.
MANY_TIMES = 4

# Texts are put together several times while that makes no more keys than these.
FEW_KEYS, MOST_TIMES = 1 << 17, 16


def quality_beside(matched: Sequence[Matched], job: Job, stage: Stage) -> Iterator[pa.Table]:
    """The QUALITY of a run, made beside what comes next if there is memory for both; else when taken."""
    texts = max((one.texts.num_rows for one in matched), default=0)
    beside = job.memory.side_by_side(MANY_TIMES * texts)
    each = job.engine.map if beside else map
    alone = job._replace(engine=InPlace())

    def work(several: Sequence[Matched]) -> pa.Table:
        return quality_of(several, alone, stage)

    return iter(each(stage.counting(work), [matched]))


def quality_of(matched: Sequence[Matched], job: Job, stage: Stage) -> pa.Table:
    """The QUALITY of a run, unit by unit."""
    found = [empty(QUALITY)]
    for one in sorted(matched, key=lambda each: each.unit):
        found.append(judged(one.unit, sample_of(one.texts, job), one.texts, one.verified, job))
        stage.advance(one.texts.num_rows, found[-1].num_rows)
    return pa.concat_tables(found).unify_dictionaries()


def judged(unit: str, sample: Sample, texts: Parts, verified: Parts, job: Job) -> pa.Table:
    """The QUALITY of one unit, by these true pairs; of VERIFIED as `groups_of` reads it."""

    def in_crowd(left: Ints, right: Ints) -> Flags:
        return met_in_crowds((left, right), texts, verified, bands_of(unit, job), job)

    return audit(unit, sample, verified, job.config.similarity, in_crowd)


def bands_of(unit: str, job: Job) -> Bands:
    """The banding of the run, as its ledger tells."""
    one = [each for each in job.ledger.bands if each["unit"] == unit][-1]
    return Bands(one["bands"], one["rows"], tuple(one.get("left_out", ())))


def sample_of(texts: Parts, job: Job) -> Sample:
    """True pairs, drawn in the way that so many texts allow."""
    config = job.config
    if texts.num_rows <= FEW:
        draw = Draw(FEW, config.min_words, config.seed)
        return joined(texts, config.similarity, draw, job.engine.map)
    return minwise(keys_of(texts, job), texts, config.similarity, config.seed)


def keys_of(texts: Parts, job: Job) -> pa.Table:
    """BANDS that the run does not use: several of few texts; of many, a share of the keys of one."""
    config = job.config
    times = max(1, min(MOST_TIMES, FEW_KEYS // texts.num_rows))
    bands, seed = Bands(times, rows_for(config.similarity)), audit_seed(config.seed)
    limit = np.uint64(min(1.0, MOST_KEYS / texts.num_rows) * 2.0**64 - 2048)

    def keys(at: int) -> pa.Table:
        made = sketch(texts.kept[at].load(), texts.starts[at], bands, config.min_words, seed)
        return made.filter(pa.array(values(made, "0") <= limit)) if times == 1 else made

    return pa.concat_tables(job.engine.map(keys, range(len(texts)))).combine_chunks()
