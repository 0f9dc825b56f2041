"""Which bands: measured on a sample how often unrelated texts meet, then the cheapest is taken.

How many pairs below the floor share a band of r rows depends on the corpus, and grows with the
square of its size; so a sample of texts is sketched with several r, and the pairs that meet are
checked.  It depends on the permutations too: where a common shingle comes first in all rows of a
band, this one band may bring a third of all meetings.  So some bands more are drawn than are needed,
those in which the sample meets most often are left out, and of the very bands that would be taken it
is counted how often it meets.  It is made by hash, so it does not depend on how the input was cut up.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.overlap import overlaps
from dedup.pipeline.job import Job
from dedup.schemas import CANDIDATES, TEXTS, empty
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
from dedup.storage.spill import Kept, Parts, Shelf

__all__ = ["choose"]

# Corpora of fewer texts are done sooner than measured; of others one text in so many is sampled.
FEWEST_TEXTS = 1 << 20
SHARE, MOST_SAMPLED = 16, 1 << 15
AT_ONCE = 3

# For so many bands one more is drawn, and the worst are left out.
SPARE = 8

# Fewer meetings than these are chance: then the next number of rows is taken from those before.
FEW = 10


def choose(unit: str, texts: Parts, job: Job) -> Bands:
    """The banding for these texts; the ledger notes it beside what is expected of it."""
    similarity, recall, n = job.config.similarity, job.config.recall, texts.num_rows
    chances, drawn = OF_NEWS, dict[int, Bands]()
    if n >= FEWEST_TEXTS and job.bands is None:
        with job.ledger.stage("bands", n):
            chances, drawn = measured(texts, job)
    bands = job.bands or choose_bands(similarity, recall, n, chances)
    bands = drawn.get(bands.rows, bands)
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


def measured(texts: Parts, job: Job) -> tuple[Chances, dict[int, Bands]]:
    """The chances of a few numbers of rows: from below the choice for news to beyond the cheapest.

    And the bands of which that holds.
    """
    similarity, recall, n = job.config.similarity, job.config.recall, texts.num_rows
    last = most_rows(similarity, recall)
    sample = sample_of(texts, job.config.min_words)
    chances, drawn = dict[int, float](), dict[int, Bands]()
    first = max(1, choose_bands(similarity, recall, n).rows - 1)
    while True:
        rows = range(first, min(first + AT_ONCE, last + 1))
        several = job.engine.map(lambda one: tried(one, sample, job.config), rows)
        for one, (bands, n_met) in zip(rows, several, strict=True):
            pairs = max(1, bands.bands * pairs_among(sample.num_rows))
            drawn[one], chances[one] = bands, smoothed(chances, one, n_met, n_met / pairs)
        best = choose_bands(similarity, recall, n, Chances(chances)).rows
        if best < rows[-1] or best == last:
            return Chances(chances), drawn
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


def tried(rows: int, sample: pa.Table, config: Config) -> tuple[Bands, int]:
    """The bands of so many rows that would be taken, and how often the sample meets in them."""
    bands = drawn_for(rows, sample, config)
    return bands, meetings(bands, sample, config)


def drawn_for(rows: int, sample: pa.Table, config: Config) -> Bands:
    """The fewest bands that keep the recall, drawn with some to spare: the worst are left out."""
    bands = fewest_bands(config.similarity, config.recall, rows)
    spare = bands.bands // SPARE
    counts = [one.num_rows for one in collided(Bands(bands.bands + spare, rows), sample, config)]
    worst = np.argsort(np.negative(counts), kind="stable")[:spare]
    return bands._replace(left_out=tuple(np.sort(worst).tolist()))


def collided(bands: Bands, sample: pa.Table, config: Config) -> list[Kept]:
    """The COLLISIONS of the sample in each band."""
    shelf = Shelf()
    keys = shelf.parts([sketch(sample, 0, bands, config.min_words, config.seed)])
    return shelf.parts(collisions(keys, band).pairs for band in range(bands.bands)).kept


def meetings(bands: Bands, sample: pa.Table, config: Config) -> int:
    """How often pairs of the sample that are below the floor meet in these bands."""
    found = collided(bands, sample, config)
    several = ranges(found, sample.num_rows, 1 << 62)
    pairs = pa.concat_tables(
        [empty(CANDIDATES), *(candidates(found, one).pairs for one in several)]
    )
    left, right = values(pairs, "left"), values(pairs, "right")
    below = overlaps(sample, left, right).jaccard < config.similarity
    return int(values(pairs, "n_bands")[below].sum(dtype=np.int64))
