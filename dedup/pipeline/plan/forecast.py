"""What the sample shows of one kind of unit -> how much of everything the whole will have."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.kernels.arrays import Ints
from dedup.pipeline.plan.growth import (
    EVERYWHERE,
    distinct,
    families,
    rows_seen_together,
    slices_of,
    spread,
)
from dedup.pipeline.plan.meeting import Sampled, banding
from dedup.pipeline.plan.survey import Survey
from dedup.stages.candidates import MOST_PARTNERS
from dedup.stages.relate import Matched
from dedup.stages.sketch import Bands, chance_candidates
from dedup.storage.spill import Parts

__all__ = ["Forecast", "forecast"]


class Forecast(NamedTuple):
    """Of one kind of unit in the whole: how many there are of everything.

    `sketched` of the `texts` are long enough for it; `candidates` are `chance` ones and `pairs`;
    `occurrences` are the units that repeat, in `groups`.
    """

    unit: str
    units: float
    texts: float
    sketched: float
    bands: Bands
    chance: float
    pairs: float
    occurrences: float
    groups: float

    @property
    def candidates(self) -> float:
        """How many pairs of texts are verified."""
        return self.chance + self.pairs

    @property
    def collisions(self) -> float:
        """How often texts meet: by chance in one band, else in about half of the bands."""
        return self.chance + self.pairs * (1 + self.bands.bands / 2)


class Seen(NamedTuple):
    """The slice and the text of each unit of the sample, and the share that the sample is."""

    slices: Ints
    texts: Ints
    share: float


def forecast(matched: Matched, sampled: Survey, config: Config) -> Forecast:
    """How much of everything there will be."""
    slices = slices_of([one.num_rows for one in sampled.slices])[column(matched.units, "article")]
    seen = Seen(slices, column(matched.units, "text"), sampled.share)
    units = float(np.array([*sampled.weights, 0.0])[slices].sum())
    texts = min(units, distinct(*seen[:2], seen.share) * units * seen.share / max(1, len(slices)))
    sketched = texts * share_sketched(matched.texts, config)
    whole = pa.concat_tables(matched.texts).combine_chunks()
    bands, chances = banding(Sampled(whole, home_of(seen), seen.share), texts, config)
    occurrences, groups = grouped(matched, seen, units)
    return Forecast(
        matched.unit,
        units,
        texts,
        sketched,
        bands,
        chance_candidates(bands, round(sketched), chances),
        pairs(matched, seen),
        occurrences,
        groups,
    )


def share_sketched(texts: Parts, config: Config) -> float:
    """The share of the texts that have words enough to be sketched."""
    long_enough = column(texts, "n_words") >= config.min_words
    return float(long_enough.mean()) if len(long_enough) else 0.0


def column(parts: Parts, name: str) -> npt.NDArray[Any]:
    """A column of all parts as one array."""
    found = [values(part, name) for part in parts.columns(name)]
    return np.concatenate([np.empty(0, np.int32), *found]).astype(np.int32)


def home_of(seen: Seen) -> Ints:
    """The slice in which each text is seen first."""
    _, first = np.unique(seen.texts, return_index=True)
    home: Ints = seen.slices[first]
    return home


def pairs(matched: Matched, seen: Seen) -> float:
    """How many pairs are verified: each stands for as many as it was unlikely to be seen.

    Of each text the run lists only so many partners: of a form that is everywhere not all pairs.
    """
    left, right = column(matched.verified, "left"), column(matched.verified, "right")
    chance = np.where(spread(seen.slices, seen.texts) >= EVERYWHERE, 1.0, seen.share)
    home = home_of(seen)
    both = chance[left] * chance[right]
    together = np.maximum(both, seen.share)
    weights = chance[left] / np.where(home[left] == home[right], together, both)
    partners = np.bincount(left, weights, len(chance))
    most = np.maximum(MOST_PARTNERS, np.bincount(left, minlength=len(chance)))
    return float((np.minimum(partners, most) / chance).sum())


def grouped(matched: Matched, seen: Seen, units: float) -> tuple[float, float]:
    """How many units repeat, and in how many groups."""
    cluster = np.full(matched.texts.num_rows, -1, np.int32)
    cluster[values(matched.members, "text")] = values(matched.members, "cluster")
    labels = cluster[seen.texts]
    slices, labels = seen.slices[labels >= 0], labels[labels >= 0]
    near = rows_seen_together(slices, labels)
    apart = ~np.isin(labels, labels[near])
    anywhere = families(spread(slices[apart], labels[apart]), seen.share)
    n_near = len(np.unique(labels[near].astype(np.int64) << 32 | slices[near]))
    occurrences = min(units, len(near) / seen.share + anywhere.members)
    return occurrences, min(occurrences / 2, n_near / seen.share + anywhere.number)
