"""One recipe on one list of texts, in the Python of the recipe's own environment.

    PEER_PYTHON -m jobs.benchmark.harness RECIPE TASK.json OUT_DIR

Standard library only, but for what the recipe imports.  A recipe is a file with

    PACKAGES   what pip installs for it, pinned; none for our own
    ABOUT      how the tool is used, in a line
    READS      "texts", normalized and distinct, or the "sentences" they come from
    VERIFIED   whether what it returns has been checked exactly
    find       (task) -> pairs of row numbers; what it does inside `task.phase(name)` is timed

Reading the texts and importing the tool are not timed.  Pairs that a tool proposes unchecked are
checked here, by the exact Jaccard of sets of windows; that is a phase of its own.
"""

import importlib
import json
import resource
import sys
import time
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Pair", "Task", "checked", "distinct", "main", "shingles"]

WIDTH = 5

Pair = tuple[int, int]


class Task(NamedTuple):
    """What a recipe is given, and where it tells what it spent."""

    texts: list[str]
    folder: Path
    floor: float
    recall: float
    jobs: int
    phases: list[dict[str, Any]]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside: wall seconds, and CPU seconds of this process and its children."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        spent = {"wall": time.perf_counter() - wall, "cpu": cpu_seconds() - cpu}
        self.phases.append({"phase": name, **spent})

    def bands(self, rows: int) -> int:
        """The fewest bands of that many rows that propose a pair at the floor with `recall`."""
        missed, bands = 1.0, 0
        while missed > 1 - self.recall:
            missed, bands = missed * (1 - self.floor**rows), bands + 1
        return bands


def cpu_seconds() -> float:
    """User and system time of this process, its threads and the children it has waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def peak_megabytes() -> float:
    """The most memory this process, or the largest of its children, has held.

    Linux hands the peak of `getrusage` down from whoever started the process; VmHWM is its own.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), own)
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def shingles(text: str) -> set[str]:
    """The windows of five characters; a shorter text is one."""
    return {text[i : i + WIDTH] for i in range(max(1, len(text) - WIDTH + 1))}


def distinct(found: Iterable[Pair]) -> list[Pair]:
    """The pairs, each once, smaller row first, in order."""
    return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})


def checked(texts: list[str], pairs: list[Pair], floor: float) -> list[Pair]:
    """Those pairs, sorted by their left row, whose exact Jaccard is at least the floor."""
    kept = []
    for left, group in groupby(pairs, key=lambda pair: pair[0]):
        own = shingles(texts[left])
        for _, right in group:
            other = shingles(texts[right])
            shared = len(own & other)
            if shared / (len(own) + len(other) - shared) >= floor:
                kept.append((left, right))
    return kept


def write_pairs(path: Path, pairs: list[Pair]) -> None:
    """The row numbers, left and right in turn, as 32-bit integers."""
    path.write_bytes(array("i", [row for pair in pairs for row in pair]).tobytes())


def main(name: str, task_path: Path, out: Path) -> None:
    """Run the recipe; leave its pairs and its figures in `out`."""
    settings = json.loads(task_path.read_text())
    with Path(settings.pop("texts")).open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in islice(lines, settings.pop("most"))]
    recipe = importlib.import_module(f"jobs.benchmark.recipes.{name}")
    task = Task(texts, out, **settings, phases=[])
    proposed = distinct(recipe.find(task))
    found = proposed
    if not recipe.VERIFIED:
        with task.phase("verify"):
            found = checked(texts, proposed, task.floor)
    write_pairs(out / "proposed.bin", proposed)
    write_pairs(out / "found.bin", found)
    figures = {"phases": task.phases, "peak_megabytes": peak_megabytes()}
    (out / "figures.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
