"""Recall and precision of every shingle at every floor, by edit; kept as JSON, drawn as tables."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from jobs.benchmark.defaults.labeled import Labeled, labeled
from jobs.benchmark.defaults.schemes import SCHEMES, Doubles, incidence, jaccards, pairs_above
from jobs.benchmark.defaults.tables import markdown
from jobs.benchmark.runs import ROOT

__all__ = ["earn"]

FLOORS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
ARTICLES, STRANGERS, SEED = 20_000, 8000, 1
DECOYS = ("decoy_splice",)
RESULT = "defaults.json"


def earn(corpora: list[str], out: Path) -> str:
    """Measure on a corpus like those of `dedup sample --articles`, or on a new one; the tables."""
    if corpora:
        return measured(Path(corpora[0]), out)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        words = ["sample", "--articles", str(ARTICLES), "--seed", str(SEED), "--out", folder]
        subprocess.run([sys.executable, "-m", "dedup", "--quiet", *words], check=True, cwd=ROOT)
        return measured(Path(folder), out)


def measured(corpus: Path, out: Path) -> str:
    """Score every scheme; write the figures."""
    known = labeled(corpus, STRANGERS)
    figures = {
        "command": " ".join(["python", "jobs/benchmark.py", *sys.argv[1:]]),
        "strangers": len(known.strangers),
        "pairs": counts(known),
        "chances": CHANCES,
        "schemes": {scheme: of_scheme(known, scheme) for scheme in SCHEMES},
    }
    (out / RESULT).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return markdown(figures)


def counts(known: Labeled) -> dict[str, int]:
    """How many pairs were planted with each edit."""
    edits, numbers = np.unique(known.edits, return_counts=True)
    return dict(zip(edits.tolist(), numbers.tolist(), strict=True))


def of_scheme(known: Labeled, scheme: str) -> dict[str, Any]:
    """One row a floor, and how many pairs of strangers reach each of CHANCES."""
    print(f"scoring {scheme}", file=sys.stderr, flush=True)
    found = incidence(known.texts, scheme)
    scores = jaccards(found, known.left, known.right)
    chance = np.concatenate([*pairs_above(found[known.strangers], CHANCES[0]), np.zeros(0)])
    return {
        "floors": [at_floor(known, scores, chance, floor) for floor in FLOORS],
        "by_chance": [int((chance >= floor).sum()) for floor in CHANCES],
    }


def at_floor(known: Labeled, scores: Doubles, chance: Doubles, floor: float) -> dict[str, Any]:
    """What a floor finds: of each edit, of all repeats, and how much of it is wrong."""
    reached = scores >= floor
    decoys = np.isin(known.edits, DECOYS)
    right = int((reached & ~decoys).sum())
    wrong = int((reached & decoys).sum() + (chance >= floor).sum())
    return {
        "floor": floor,
        "recall": right / int((~decoys).sum()),
        "precision": right / (right + wrong) if right + wrong else 1.0,
        "edits": {edit: float(reached[known.edits == edit].mean()) for edit in counts(known)},
    }
