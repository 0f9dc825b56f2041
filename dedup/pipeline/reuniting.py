"""Phrases through an index: the old texts that share some with tonight's."""

import numpy as np
import pyarrow as pa

from dedup.index import Archive, reunited
from dedup.pipeline.job import Job
from dedup.pipeline.phrases import traits_of
from dedup.schemas import CANDIDATES
from dedup.stages.winnow import winnow
from dedup.storage.spill import Kept, Parts

__all__ = ["phrases_met"]

UPPER = np.uint64(32)


def phrases_met(texts: Parts, unit: str, archive: Archive, job: Job) -> list[Kept]:
    """The CANDIDATES among the texts of the index and `texts`, numbered after them, by phrases."""
    if job.config.containment == 0.0:
        return []
    first = archive.texts(unit).num_rows

    def meet(at: int) -> tuple[Kept, int]:
        part = texts.kept[at].load()
        fingerprints = winnow(part, 0, job.config.min_words)
        start = first + texts.starts[at]
        pairs, skipped = reunited(archive, unit, fingerprints, traits_of(part), start)
        ends = (pairs >> UPPER).astype(np.int32), pairs.astype(np.uint32).astype(np.int32)
        columns = [*ends, np.zeros(len(pairs), np.int16)]
        return job.shelf.keep(pa.table(columns, schema=CANDIDATES.schema)), skipped

    found = list(job.engine.map(meet, range(len(texts))))
    job.ledger.losses["capped_phrases"] += sum(skipped for _, skipped in found)
    return [kept for kept, _ in found]
