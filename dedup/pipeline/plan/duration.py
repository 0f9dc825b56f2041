"""How much of everything, and what each stage costs on this machine -> seconds."""

import hashlib
import time
from collections.abc import Sequence

from dedup.config import Config
from dedup.pipeline.plan.forecast import Forecast
from dedup.pipeline.plan.room import Room
from dedup.pipeline.plan.survey import Survey
from dedup.pipeline.plan.trial import Trial

__all__ = ["duration"]

# Python, the libraries and the kernels, until the first file is opened.
START = 0.8

# Seconds for a byte of the page, and for one that goes to disk and comes back; measured.
A_PAGE_BYTE, A_SPILLED_BYTE = 1e-7, 4e-9

HASHED = 4 << 20


def duration(
    trial: Trial, sampled: Survey, forecasts: Sequence[Forecast], room: Room, config: Config
) -> float:
    """Seconds from the command to the run published; on an idle machine, files in its cache."""
    cpu = stage_seconds(trial, sampled, forecasts, room)
    reading = sampled.read_seconds + sampled.n_bytes * seconds_to_hash()
    cutting = max(reading, (reading + cpu.pop("segment") + cpu.pop("normalize")) / config.jobs)
    relating = cpu.pop("relate")
    matching = sum(cpu.values()) / config.jobs
    disk = room.spill * A_SPILLED_BYTE + room.page * A_PAGE_BYTE
    return START + cutting + matching + relating + disk


def stage_seconds(
    trial: Trial, sampled: Survey, forecasts: Sequence[Forecast], room: Room
) -> dict[str, float]:
    """CPU seconds of each stage but reading."""
    units = sum(one.units for one in forecasts)
    work = {
        "segment": float(sampled.n_articles),
        "normalize": units,
        "fold": units,
        "sketch": sum(one.texts * one.bands.bands * one.bands.rows for one in forecasts),
        "winnow": sum(one.texts for one in forecasts),
        "candidates": sum(one.texts * one.bands.bands for one in forecasts),
        "verify": sum(one.collisions for one in forecasts),
        "cluster": sum(one.pairs for one in forecasts),
        "relate": room.report_rows,
    }
    return {
        name: trial.costs[name].fixed + trial.costs[name].a_row * n
        for name, n in work.items()
        if name in trial.costs
    }


def seconds_to_hash() -> float:
    """What a byte of the checksums of the inputs costs."""
    data = bytes(HASHED)
    started = time.perf_counter()
    hashlib.sha256(data)
    return (time.perf_counter() - started) / HASHED
