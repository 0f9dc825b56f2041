"""What a run says of itself: its stages, what it counted, and what it lost (nothing)."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

__all__ = ["Ledger", "Progress", "Stage", "ignore"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Progress(NamedTuple):
    """Rows done so far in a stage (total None: not known), or a line for the user in `note`."""

    stage: str
    done: int
    total: int | None
    note: str = ""


def ignore(_: Progress) -> None:
    """Watch nothing."""


class Stage:
    """A stage under way."""

    def __init__(self, name: str, total: int | None, watch: Callable[[Progress], None]) -> None:
        """Nothing is done yet."""
        self.name, self.total, self.watch = name, total, watch
        self.done = self.rows_out = 0
        self.cpu_seconds = 0.0

    def advance(self, rows: int, rows_out: int = 0) -> None:
        """Count `rows` of the input as done, and what came of them."""
        self.done += rows
        self.rows_out += rows_out
        self.watch(Progress(self.name, self.done, self.total))

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count the CPU time of this thread in the block as this stage's."""
        started = time.thread_time()
        try:
            yield
        finally:
            self.cpu_seconds += time.thread_time() - started

    def counting(self, function: Callable[[Item], Result]) -> Callable[[Item], Result]:
        """The function, whose CPU time counts as this stage's wherever it runs."""

        def counted(item: Item) -> Result:
            with self.busy():
                return function(item)

        return counted


class Ledger:
    """The record of one run, filled while it runs and read once into run.json."""

    def __init__(self, watch: Callable[[Progress], None] = ignore) -> None:
        """Nothing has happened yet."""
        self.watch = watch
        self.stages: list[dict[str, Any]] = []
        self.inputs: list[dict[str, Any]] = []
        self.bands: list[dict[str, Any]] = []
        self.counts: dict[str, int] = {}
        self.facts: dict[str, Any] = {}  # what else run.json says
        self.losses = {
            "capped_groups": 0,
            "capped_pairs": 0,
            "capped_phrases": 0,
            "skipped_texts": 0,
        }
        self.rows_read = self.rows_known = 0

    @contextmanager
    def stage(self, name: str, rows_in: int | None = None) -> Iterator[Stage]:
        """Time a stage; the block says how far it is and how many rows came out."""
        with self.together(name, rows_in=rows_in) as (stage,):
            yield stage

    @contextmanager
    def together(self, *names: str, rows_in: int | None = None) -> Iterator[tuple[Stage, ...]]:
        """Time stages that run side by side; they share the time by the CPU they took.

        The first one is what the user sees under way, and takes what the others are not busy for.
        """
        first = Stage(names[0], rows_in, self.watch)
        others = [Stage(name, None, ignore) for name in names[1:]]
        started, cpu = time.perf_counter(), time.process_time()
        first.advance(0)
        yield first, *others
        first.advance(max(0, (rows_in or 0) - first.done))
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        first.cpu_seconds = max(0.0, cpu - sum(stage.cpu_seconds for stage in others))
        for stage in (first, *others):
            share = stage.cpu_seconds / cpu if others and cpu else 1.0
            self.stages.append(row_of(stage, min(1.0, share) * seconds))

    def read(self, file: dict[str, Any]) -> None:
        """Record an input file, and tell which columns were taken for what."""
        self.inputs.append(file)
        self.rows_read += file["rows_read"]
        articles = file["rows_read"] - file["rows_rejected"]
        taken = " ".join(f"{role}={column}" for role, column in file["columns"].items())
        noun = "article" if articles == 1 else "articles"
        line = f"{file['path']}: {articles:,} {noun}, {file['rows_rejected']:,} rejected"
        self.note("read", f"{line} ({taken})" if taken else line)

    def note(self, stage: str, line: str) -> None:
        """Show the user a line."""
        self.watch(Progress(stage, 0, None, line))

    def add(self, **counts: int) -> None:
        """Add to what was counted."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count


def row_of(stage: Stage, seconds: float) -> dict[str, Any]:
    """What run.json says of a stage."""
    return {
        "stage": stage.name,
        "rows_in": stage.done if stage.total is None else stage.total,
        "rows_out": stage.rows_out,
        "seconds": round(seconds, 4),
        "cpu_seconds": round(stage.cpu_seconds, 4),
        "rss_peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
