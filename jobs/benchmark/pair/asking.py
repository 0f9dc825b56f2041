"""Ask one tool about one pair, over many seeds, in the Python of the tool's own environment.

    TOOL_PYTHON -m jobs.benchmark.pair.asking TOOL PAIR.json ANSWERS.json

Standard library only, but for what the tool's file imports.  Such a file has

    PACKAGES   what pip installs for it, pinned; none for our own
    WAYS       {name: way}: each a documented way to use it, with nothing chosen by us

and a way has `about`, the settings and where they are documented, `seeded`, whether it takes a seed,
and `found`: (first, second, seed) -> whether it says that the two are near-duplicates.
"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Way", "main"]


class Way(NamedTuple):
    """A documented way to use a tool."""

    about: str
    seeded: bool
    found: Callable[[str, str, int], bool]


def main(tool: str, pair: Path, answers: Path) -> None:
    """Ask once a seed, or once where there is none."""
    task = json.loads(pair.read_text(encoding="utf-8"))
    ways: dict[str, Way] = importlib.import_module(f"jobs.benchmark.pair.{tool}").WAYS
    first, second = task["pair"]
    rows = []
    for name, way in ways.items():
        seeds = range(1, task["seeds"] + 1) if way.seeded else range(1)
        found = sum(way.found(first, second, seed) for seed in seeds)
        row = {"name": name, "about": way.about, "seeded": way.seeded}
        rows.append({**row, "asked": len(seeds), "found": found})
    answers.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
