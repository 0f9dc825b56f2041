"""The flags of whoever publishes runs: how long to wait for another, and how many to keep."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from dedup.cli.settings import Job
from dedup.config import FEWEST_RUNS

if TYPE_CHECKING:
    from dedup.pipeline import Keeping

__all__ = ["keeping_flags", "keeping_of"]

F = TypeVar("F", bound=Callable[..., object])

WAIT = "Wait so long for another run of the same output to end. [default: 0]"
KEEP = f"Remove older runs, but none that a link names. [from {FEWEST_RUNS}; default: all stay]"


def keeping_flags(function: F) -> F:
    """Give a command --wait and --keep-runs."""
    seconds, number = click.FloatRange(min=0), click.IntRange(min=FEWEST_RUNS)
    function = click.option("--keep-runs", metavar="N", type=number, help=KEEP)(function)
    return click.option("--wait", metavar="SECONDS", type=seconds, help=WAIT)(function)


def keeping_of(wait: float | None, keep_runs: int | None, job: Job) -> "Keeping":
    """What the flags say, or else the `[job]` table."""
    from dedup.pipeline import Keeping

    return Keeping(job.wait if wait is None else wait, keep_runs or job.keep_runs)
