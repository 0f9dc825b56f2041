"""The second way to a candidate: texts that share a phrase, of which one may contain the other.

It costs little beside the first: a dozen keys a text instead of one for each band, and of the texts
that share a phrase only those are paired whose lengths allow a containment.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.overlap import lengths_of
from dedup.pipeline.job import Job
from dedup.stages.candidates import Shared, Traits, deal, encounters
from dedup.stages.winnow import PER_TEXT, winnow
from dedup.storage.spill import Kept, Parts

__all__ = ["BYTES_OF_PHRASES", "phrases_shared", "traits_of"]

HALF = np.uint64(32)
NO_TRAITS = Traits(np.empty(0, np.int32), np.empty(0, np.uint32))

# What is read of a text.
READ = "normalized", "n_words", "hash_high"

# What the phrases of a text take, on the average.
BYTES_OF_PHRASES = PER_TEXT * 8


def phrases_shared(texts: Parts, unit: str, job: Job) -> Shared:
    """The COLLISIONS of all phrases; the ledger counts the pairs not looked at."""
    if job.config.containment == 0.0:
        return Shared([], np.empty(0, np.int32))
    job.shelf.refuse_too_much(texts.num_rows * BYTES_OF_PHRASES)
    (fingerprints, traits), kept = winnow_all(texts, job), []
    if job.keep_phrases is not None:
        job.keep_phrases(unit, fingerprints, texts, traits)
    with job.ledger.stage("candidates", fingerprints.num_rows) as stage:
        at_once = min(job.memory.keys_at_once(), 1 + fingerprints.num_rows // job.config.jobs)
        for pairs, unlisted in encounters(fingerprints, traits, at_once, job.engine.map):
            kept.append(job.shelf.keep(pairs))
            job.ledger.losses["capped_phrases"] += unlisted
            stage.rows_out += pairs.num_rows
    fingerprints.drop()
    return Shared(kept, traits.lengths)


def winnow_all(texts: Parts, job: Job) -> tuple[Parts, Traits]:
    """The FINGERPRINTS, each part dealt, and the traits of all texts."""

    def winnow_part(at: int) -> tuple[Kept, Traits]:
        part = texts.kept[at].load(READ)
        made = winnow(part, texts.starts[at], job.config.min_words)
        return job.shelf.keep(deal(made)), traits_of(part)

    kept, traits = [], [NO_TRAITS]
    with job.ledger.stage("winnow", texts.num_rows) as stage:
        for made, several in job.engine.map(winnow_part, range(len(texts))):
            kept.append(made)
            traits.append(several)
            stage.advance(len(several.lengths), made.num_rows)
    return Parts(kept), Traits(*map(np.concatenate, zip(*traits, strict=True)))


def traits_of(part: pa.Table) -> Traits:
    """The length of every text, and part of its hash."""
    return Traits(lengths_of(part), (values(part, "hash_high") >> HALF).astype(np.uint32))
