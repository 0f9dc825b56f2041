"""Recipes run in turn, each in processes of its own, and held against the exact answer."""

import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from jobs.benchmark.runs import ROOT
from jobs.benchmark.venvs import Unusable, last_line, python_for

__all__ = ["Course", "Entrant", "recipe_of", "scored", "trial"]

HERE = Path(__file__).parent
RECALL = 0.99
THREADS = ("RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class Entrant(NamedTuple):
    """A recipe and the threads or processes it may use."""

    recipe: str
    jobs: int


class Course(NamedTuple):
    """What all entrants are given: texts.jsonl and sentences.jsonl in a folder, and the answer."""

    folder: Path
    venvs: Path
    sentences: int
    floor: float
    truth: pl.DataFrame

    def within(self, most: int) -> pl.DataFrame:
        """The pairs among the first `most` texts."""
        return self.truth.filter(pl.col("right") < most)


def recipe_of(name: str) -> ModuleType:
    """The recipe; its tool is imported by nobody here."""
    return importlib.import_module(f"jobs.benchmark.recipes.{name}")


def trial(entrant: Entrant, course: Course, number: int, limit: float) -> list[dict[str, Any]]:
    """The raw rows of one trial, one a phase; or one with the reason why there is no figure."""
    recipe, about = recipe_of(entrant.recipe), about_trial(entrant, course, number)
    folder = course.folder / "trials" / f"{'-'.join(map(str, entrant))}-{course.floor:g}-{number}"
    task: dict[str, Any] = {"floor": course.floor, "recall": RECALL, "jobs": entrant.jobs}
    task["most"] = about["sentences"]
    task["texts"] = str((course.folder / f"{recipe.READS}.jsonl").resolve())
    try:
        if not done_before(entrant.recipe, task, folder):
            python = python_for(recipe.PACKAGES, course.venvs / entrant.recipe)
            run_once(python, entrant, task, folder, limit)
    except Unusable as error:
        return [{**about, **phase_row("", {}), **nothing(), "reason": str(error)}]
    return rows_of(about, folder, course.within(about["sentences"]))


def about_trial(entrant: Entrant, course: Course, number: int) -> dict[str, Any]:
    """The columns that say which trial it is; a recipe may take few sentences only."""
    recipe = recipe_of(entrant.recipe)
    return {
        "recipe": entrant.recipe,
        "tool": (*recipe.PACKAGES, f"dedup=={version('dedup')}")[0],
        "jobs": entrant.jobs,
        "floor": course.floor,
        "sentences": min(course.sentences, getattr(recipe, "MOST", course.sentences)),
        "trial": number,
    }


def done_before(recipe: str, task: dict[str, Any], folder: Path) -> bool:
    """Whether the folder holds what this very code found on this very task."""
    made = folder / "made.txt"
    return made.is_file() and made.read_text() == fingerprint(recipe, task)


def run_once(
    python: Path, entrant: Entrant, task: dict[str, Any], folder: Path, limit: float
) -> None:
    """Run the recipe in an empty folder; raises Unusable when there is no answer."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "task.json").write_text(json.dumps(task))
    words = [python, "-m", "jobs.benchmark.harness", entrant.recipe, folder / "task.json", folder]
    run_limited([*map(str, words)], threads(entrant.jobs), limit)
    (folder / "made.txt").write_text(fingerprint(entrant.recipe, task))


def threads(jobs: int) -> dict[str, str]:
    """The environment in which libraries use `jobs` threads."""
    return {**os.environ, **dict.fromkeys(THREADS, str(jobs)), "PYTHONPATH": str(ROOT)}


def fingerprint(recipe: str, task: dict[str, Any]) -> str:
    """The sha256 of the task and of the code that does it."""
    files = [HERE / "harness.py", HERE / "recipes" / f"{recipe}.py"]
    if not recipe_of(recipe).PACKAGES:
        files += sorted((ROOT / "dedup").rglob("*.py"))
    parts = [json.dumps(task, sort_keys=True).encode(), *(path.read_bytes() for path in files)]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode()])).hexdigest()


def run_limited(command: list[str], environment: dict[str, str], limit: float) -> None:
    """Run a command and all it starts; raises Unusable when it fails or takes too long."""
    process = subprocess.Popen(
        command,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _, said = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Unusable(f"not done in {limit:g} seconds") from None
    if process.returncode:
        raise Unusable(last_line(said))


def rows_of(about: dict[str, Any], folder: Path, truth: pl.DataFrame) -> list[dict[str, Any]]:
    """One row a phase, each with the scores of the trial."""
    figures = json.loads((folder / "figures.json").read_text())
    scores = scored(read_pairs(folder / "proposed.bin"), read_pairs(folder / "found.bin"), truth)
    whole = {**scores, "peak_megabytes": figures["peak_megabytes"], "reason": ""}
    return [{**about, **phase_row(one["phase"], one), **whole} for one in figures["phases"]]


def phase_row(name: str, spent: dict[str, float]) -> dict[str, Any]:
    """The columns of one phase."""
    return {"phase": name, "wall": spent.get("wall", 0.0), "cpu": spent.get("cpu", 0.0)}


def nothing() -> dict[str, Any]:
    """The scores of a trial that gave no answer."""
    return {**dict.fromkeys(SCORES, 0), "peak_megabytes": 0.0}


def read_pairs(path: Path) -> npt.NDArray[np.int64]:
    """The pairs that the harness wrote, each coded as left << 32 | right."""
    rows = np.fromfile(path, np.int32).astype(np.int64)
    return rows[0::2] << 32 | rows[1::2]


SCORES = ("pairs", "proposed", "proposed_hits", "found", "hits")


def scored(
    proposed: npt.NDArray[np.int64], found: npt.NDArray[np.int64], truth: pl.DataFrame
) -> dict[str, int]:
    """How many pairs there are, and how many were proposed and found, rightly and in all."""
    left, right = (truth[side].to_numpy().astype(np.int64) for side in ("left", "right"))
    right_answer = left << 32 | right
    hits = [len(np.intersect1d(one, right_answer)) for one in (proposed, found)]
    counts = (len(right_answer), len(proposed), hits[0], len(found), hits[1])
    return dict(zip(SCORES, counts, strict=True))
