"""What a run would take, told before it: from a sample of its articles, and nothing is written.

The sample goes through the stages of a run.  What it shows grows in three ways: with the articles
(sentences, bytes), with their square (texts that meet by chance, repeats that may stand anywhere),
or by the rules that a run follows itself (bands, memory).  All figures but `seconds` and `free` are
the same each time.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from dedup.config import DEFAULTS, Config, memory_there_is
from dedup.memory import memory_of
from dedup.pipeline.plan.duration import duration
from dedup.pipeline.plan.forecast import Forecast, forecast
from dedup.pipeline.plan.room import Room, room
from dedup.pipeline.plan.survey import Survey, survey
from dedup.pipeline.plan.trial import try_sample
from dedup.schemas import RAW_ARTICLES, empty
from dedup.stages.read.discover import discover
from dedup.storage import os_errors_explained, refuse_unwritable

__all__ = ["Plan", "plan"]

# What is sampled at most; smaller inputs are read whole.
SAMPLED_BYTES = 8 << 20


class Plan(NamedTuple):
    """What a run is expected to find and to take; bytes, but for `seconds`.

    `articles` are counted if `counted`, else reckoned; `sampled` of them were read.  `units`, `texts`,
    `bands` and what follows are of all kinds of units that are compared.  At its fullest the run
    holds `memory` bytes, and `disk` bytes beside the output, `spill` of them tables set aside;
    it leaves `reports` bytes.  `free` is what the disk has left, `there_is` the machine's memory.
    """

    articles: int
    counted: bool
    sampled: int
    units: dict[str, int]
    texts: int
    bands: dict[str, tuple[int, int]]
    candidates: int
    pairs: int
    memory: int
    there_is: int
    spill: int
    disk: int
    free: int
    reports: int
    seconds: float

    @property
    def fits(self) -> bool:
        """Whether both memory and disk are enough."""
        return self.memory <= self.there_is and self.disk <= self.free


def plan(inputs: Sequence[str], out: Path, config: Config = DEFAULTS) -> Plan:
    """Reckon what a run over `inputs` would take, from a sample of them.

    Raises:
        DedupError: as the run would, for what is known before it begins.
    """
    memory = memory_of(config)
    refuse_unwritable(out)
    sampled = survey(discover(inputs), config, SAMPLED_BYTES)
    trial = try_sample(pa.concat_tables([empty(RAW_ARTICLES), *sampled.slices]), config)
    forecasts = [forecast(one, sampled, config) for one in trial.work.matched]
    taken = room(trial.work, forecasts, sampled.n_articles, config, memory)
    seconds = duration(trial, sampled, forecasts, taken, config)
    found = told(sampled, forecasts, taken, out, seconds)
    return found._replace(candidates=trial.work.candidates) if sampled.whole else found


def told(
    sampled: Survey, forecasts: Sequence[Forecast], taken: Room, out: Path, seconds: float
) -> Plan:
    """All of it in one value."""
    return Plan(
        articles=sampled.n_articles,
        counted=sampled.exact,
        sampled=sum(one.num_rows for one in sampled.slices),
        units={one.unit: round(one.units) for one in forecasts},
        texts=round(sum(one.texts for one in forecasts)),
        bands={one.unit: (one.bands.bands, one.bands.rows) for one in forecasts},
        candidates=round(sum(one.candidates for one in forecasts)),
        pairs=round(sum(one.pairs for one in forecasts)),
        memory=taken.memory,
        there_is=memory_there_is(),
        spill=taken.spill,
        disk=taken.disk,
        free=free_beside(out),
        reports=taken.reports,
        seconds=round(seconds, 1),
    )


def free_beside(out: Path) -> int:
    """What is free on the disk where a run stages its files."""
    folder = next(one for one in out.resolve().parents if one.exists())
    with os_errors_explained(folder):
        return shutil.disk_usage(folder).free
