"""Which bands: measured on a sample how often unrelated texts meet, then the cheapest is taken.

How many pairs below the floor share a band of r rows depends on the corpus, and grows with the
square of its size; so a sample of texts is sketched with several r, and the pairs that meet are
checked.  It depends on the permutations too: where a common shingle comes first in all rows of a
band, this one band may bring a third of all meetings.  So the sample goes through the very bands that
would be taken.  It is made by hash, so it does not depend on how the input was cut up.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.overlap import overlaps
from dedup.pipeline.job import Job
from dedup.schemas import TEXTS, empty
from dedup.stages.candidates import candidates, collisions, ranges
from dedup.stages.sketch import (
    OF_NEWS,
    Bands,
    Chances,
    chance_candidates,
    choose_bands,
    collision,
    fewest_bands,
    most_rows,
    sketch,
)
from dedup.storage.spill import Parts, Shelf

__all__ = ["choose"]

# Corpora of fewer texts are done sooner than measured; of others one text in so many is sampled.
FEWEST_TEXTS = 1 << 20
SHARE, MOST_SAMPLED = 16, 1 << 15
AT_ONCE = 3

# Fewer meetings than these are chance: then the next number of rows is taken from those before.
FEW = 10


def choose(unit: str, texts: Parts, job: Job) -> Bands:
    """The banding for these texts; the ledger notes it beside what is expected of it."""
    similarity, recall, n = job.config.similarity, job.config.recall, texts.num_rows
    chances = OF_NEWS
    if n >= FEWEST_TEXTS and job.bands is None:
        with job.ledger.stage("bands", n):
            chances = measured(texts, job)
    bands = job.bands or choose_bands(similarity, recall, n, chances)
    job.ledger.bands.append(
        {
            "unit": unit,
            **bands._asdict(),
            "n_texts": n,
            "recall_at_floor": round(collision(similarity, bands), 6),
            "chance_candidates_expected": round(chance_candidates(bands, n, chances)),
        }
    )
    return bands


def measured(texts: Parts, job: Job) -> Chances:
    """The chances of a few numbers of rows: from below the choice for news to beyond the cheapest."""
    similarity, recall, n = job.config.similarity, job.config.recall, texts.num_rows
    last = most_rows(similarity, recall)
    sample = sample_of(texts, job.config.min_words)
    chances: dict[int, float] = {}
    first = max(1, choose_bands(similarity, recall, n).rows - 1)
    while True:
        rows = range(first, min(first + AT_ONCE, last + 1))
        met = job.engine.map(lambda one: meetings(one, sample, job.config), rows)
        for one, (n_met, n_bands) in zip(rows, met, strict=True):
            tried = max(1, n_bands * pairs_among(sample.num_rows))
            chances[one] = smoothed(chances, one, n_met, n_met / tried)
        best = choose_bands(similarity, recall, n, Chances(chances)).rows
        if best < rows[-1] or best == last:
            return Chances(chances)
        first = rows.stop


def pairs_among(n: int) -> int:
    """How many pairs n texts make."""
    return n * (n - 1) // 2


def smoothed(chances: Mapping[int, float], rows: int, met: int, chance: float) -> float:
    """The chance measured, or when few have met, the least that follows from fewer rows.

    E[s^r] is log-convex in r.
    """
    if met < FEW and chances.get(rows - 2):
        return max(chance, chances[rows - 1] ** 2 / chances[rows - 2])
    return chance


def sample_of(texts: Parts, min_words: int) -> pa.Table:
    """The TEXTS below some hash, of those that are sketched."""
    share = min(1.0, 1 / SHARE, MOST_SAMPLED / texts.num_rows)
    limit = np.uint64(share * 2.0**64 - 2048)
    found = [empty(TEXTS)]
    for part in texts:
        few = (values(part, "hash_low") < limit) & (values(part, "n_words") >= min_words)
        found.append(part.filter(pa.array(few)))
    return pa.concat_tables(found).combine_chunks()


def meetings(rows: int, sample: pa.Table, config: Config) -> tuple[int, int]:
    """How often pairs of the sample that are below the floor meet, in how many bands of so many rows.

    Those are the bands that would be taken.
    """
    bands = fewest_bands(config.similarity, config.recall, rows)
    shelf = Shelf()
    keys = shelf.parts([sketch(sample, 0, bands, config.min_words, config.seed)])
    found = shelf.parts(collisions(keys, band).pairs for band in range(bands.bands)).kept
    several = ranges(found, sample.num_rows, 1 << 62)
    pairs = pa.concat_tables(candidates(found, one).pairs for one in several)
    left, right = values(pairs, "left"), values(pairs, "right")
    below = overlaps(sample, left, right).jaccard < config.similarity
    return int(values(pairs, "n_bands")[below].sum(dtype=np.int64)), bands.bands
