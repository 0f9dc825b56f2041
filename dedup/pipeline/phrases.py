"""The second way to a candidate: texts that share a phrase, of which one may contain the other.

It costs little beside the first: a dozen keys a text instead of one for each band, and of the texts
that share a phrase only those are paired whose lengths allow a containment.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.overlap import lengths_of
from dedup.pipeline.job import Job
from dedup.stages.candidates import Shared, Traits, deal, encounters, pieces
from dedup.stages.winnow import PER_TEXT, winnow
from dedup.storage.spill import Kept, Parts

__all__ = ["BYTES_OF_PHRASES", "MANY_TEXTS", "PIECES_BITS", "phrases_shared", "traits_of"]

HALF = np.uint64(32)

# What is read of a text.
READ = "normalized", "n_words", "hash_high"

# Of so many texts phrases are set aside in pieces by their keys: the pairs of one piece take the
# place of the phrases they are made of.
MANY_TEXTS, PIECES_BITS = 1 << 24, 3

# What the phrases of a text take, on the average.
BYTES_OF_PHRASES = PER_TEXT * 8


def phrases_shared(texts: Parts, unit: str, job: Job) -> Shared:
    """The COLLISIONS of all phrases; the ledger counts the pairs not looked at."""
    if job.config.containment == 0.0:
        return Shared([], np.empty(0, np.int32))
    job.shelf.refuse_too_much(texts.num_rows * BYTES_OF_PHRASES)
    several, traits = winnow_all(texts, job)
    if job.keep_phrases is not None:
        every = Parts([kept for fingerprints in several for kept in fingerprints.kept])
        job.keep_phrases(unit, every, texts, traits)
    return Shared(met_by_phrases(several, traits, job), traits.lengths)


def met_by_phrases(several: list[Parts], traits: Traits, job: Job) -> list[Kept]:
    """The COLLISIONS of one piece of all keys after another, each dropped when it is joined."""
    kept, n_rows = [], sum(fingerprints.num_rows for fingerprints in several)
    at_once = min(job.memory.keys_at_once(), 1 + n_rows // (job.config.jobs * len(several)))
    bits = len(several).bit_length() - 1
    with job.ledger.stage("candidates", n_rows) as stage:
        for dealt in several:
            for pairs, unlisted in encounters(dealt, traits, at_once, job.engine.map, bits):
                kept.append(job.shelf.keep(pairs))
                job.ledger.losses["capped_phrases"] += unlisted
                stage.rows_out += pairs.num_rows
            dealt.drop()
    return kept


def winnow_all(texts: Parts, job: Job) -> tuple[list[Parts], Traits]:
    """The FINGERPRINTS, each part dealt, in one piece or several by their keys; the traits of all texts."""
    bits, n = PIECES_BITS if texts.num_rows >= MANY_TEXTS else 0, texts.num_rows
    traits, parts = Traits(np.empty(n, np.int32), np.empty(n, np.uint32)), []

    def winnow_part(at: int) -> list[Kept]:
        part, start = texts.kept[at].load(READ), texts.starts[at]
        for column, of_part in zip(traits, traits_of(part), strict=True):
            column[start : start + part.num_rows] = of_part
        made = pieces(deal(winnow(part, start, job.config.min_words)), bits)
        return [job.shelf.keep(one) for one in made]

    with job.ledger.stage("winnow", n) as stage:
        for one, made in zip(
            texts.kept, job.engine.map(winnow_part, range(len(texts))), strict=True
        ):
            parts.append(made)
            stage.advance(one.num_rows, sum(piece.num_rows for piece in made))
    return [Parts(piece) for piece in zip(*parts, strict=True)], traits


def traits_of(part: pa.Table) -> Traits:
    """The length of every text, and part of its hash."""
    return Traits(lengths_of(part), (values(part, "hash_high") >> HALF).astype(np.uint32))
