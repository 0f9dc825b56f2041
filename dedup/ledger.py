"""What a run says of itself: its stages, what it counted, and what it lost (nothing)."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

__all__ = ["Ledger", "Progress", "ignore"]

Item = TypeVar("Item")


class Progress(NamedTuple):
    """Rows done so far in a stage (total None: not known), or a line for the user in `note`."""

    stage: str
    done: int
    total: int | None
    note: str = ""


def ignore(_: Progress) -> None:
    """Watch nothing."""


class Ledger:
    """The record of one run, filled while it runs and read once into run.json."""

    def __init__(self, watch: Callable[[Progress], None] = ignore) -> None:
        self.watch = watch
        self.stages: list[dict[str, Any]] = []
        self.inputs: list[dict[str, Any]] = []
        self.bands: list[dict[str, Any]] = []
        self.counts: dict[str, int] = {}
        self.losses = {"capped_groups": 0, "capped_pairs": 0, "skipped_texts": 0}
        self.rows_read = 0

    @contextmanager
    def stage(self, name: str, rows_in: int | None = None) -> Iterator["Stage"]:
        """Time a stage; the block says how far it is and how many rows came out."""
        stage = Stage(name, rows_in, self.watch)
        started = time.perf_counter()
        stage.advance(0)
        yield stage
        stage.advance(max(0, (rows_in or 0) - stage.done))
        row = {
            "stage": name,
            "rows_in": stage.done if rows_in is None else rows_in,
            "rows_out": stage.rows_out,
            "seconds": round(time.perf_counter() - started, 4),
            "rss_peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
        self.stages.append(row)

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


class Stage:
    """A stage under way."""

    def __init__(self, name: str, total: int | None, watch: Callable[[Progress], None]) -> None:
        self.name, self.total, self.watch = name, total, watch
        self.done = 0
        self.rows_out = 0

    def advance(self, rows: int) -> None:
        """Count `rows` of the input as done."""
        self.done += rows
        self.watch(Progress(self.name, self.done, self.total))

    def tables(self, results: Iterable[Item], sizes: Iterable[int]) -> list[Item]:
        """The results as they come, each advancing by the rows that went into it."""
        out = []
        for result, size in zip(results, sizes, strict=True):
            out.append(result)
            self.advance(size)
            self.rows_out += getattr(result, "num_rows", 0)
        return out
