"""Whole runs on corpora of growing size: what a sentence costs, in what memory, and what bounds it.

The page is left out, which large runs do not get anyhow.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from dedup.config import Config
from dedup.facts import prepare
from jobs.benchmark.curve import curve
from jobs.benchmark.floors import floors_of
from jobs.benchmark.growing import markdown
from jobs.benchmark.peers import say, setting
from jobs.benchmark.planted import recall_of
from jobs.benchmark.runs import ROOT
from jobs.benchmark.watched import watch

__all__ = ["SIZES", "grow"]

MANY_PAIRS = 1 << 20
QUICK = 60.0
PAGE = 4096
SIZES = (2_000, 8_000, 20_000, 80_000)
SEED = 77


def grow(sizes: list[int], memory: str, repeat: int, out: Path) -> str:
    """Run each size, and write raw rows, table and picture as far as they are there; returns the table.

    Runs shorter than QUICK seconds are repeated; the one with the median time is reported.
    """
    warm(out)
    rows: list[dict[str, Any]] = []
    for size in sorted(sizes):
        rows += measured(size, memory, repeat, out)
        write(rows, memory, out)
    return (out / "scale.md").read_text().rstrip("\n")


def write(rows: list[dict[str, Any]], memory: str, out: Path) -> None:
    """Raw rows, table and picture."""
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(out / "scale.parquet")
    told = {**setting(), "memory": memory, "rows": rows}
    (out / "scale.json").write_text(json.dumps(told, indent=1) + "\n")
    (out / "scale.svg").write_text(curve(wholes(rows), f"dedup run --memory {memory}"))
    (out / "scale.md").write_text(markdown(rows) + "\n")


def wholes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of whole runs, without those of their stages."""
    return [row for row in rows if row["stage"] == "process"]


def warm(out: Path) -> None:
    """One small run first, and what only large ones need: kernels are compiled where they are not."""
    prepare(MANY_PAIRS)
    watch([str(ROOT / "seeds/articles")], out / "runs", ROOT)
    shutil.rmtree(out / "runs")


def measured(size: int, memory: str, repeat: int, out: Path) -> list[dict[str, Any]]:
    """The raw rows of one size: of its only run, or of the one that took the median time."""
    corpus = generated(size, out)
    runs: list[list[dict[str, Any]]] = []
    while not runs or (len(runs) < repeat and runs[0][0]["wall"] < QUICK):
        say(f"{size:,} articles")
        runs.append(measured_once(corpus, memory, out))
    return sorted(runs, key=lambda rows: rows[0]["wall"])[len(runs) // 2]


def measured_once(corpus: Path, memory: str, out: Path) -> list[dict[str, Any]]:
    """The raw rows of one run: one for the process, one for each of its stages."""
    files = sorted((corpus / "articles").iterdir())
    touch(Config(memory=memory).memory_bytes)
    words = [str(corpus / "articles"), "--memory", memory, "--html", "never"]
    spent = watch(words, out / "runs", ROOT)
    run = (out / "runs/latest").resolve()
    manifest = json.loads((run / "run.json").read_text())
    whole = {
        **about(corpus, files, manifest),
        **recall_of(run, corpus, manifest["config"]["similarity"])._asdict(),
        **{f"floor_{name}": figure for name, figure in floors_of(files)._asdict().items()},
        "peak": spent.peak,
        "spilled": spent.spilled,
    }
    shutil.rmtree(out / "runs")
    process = {"stage": "process", "wall": spent.wall, "cpu": spent.cpu}
    return [{**whole, **one} for one in (process, *stages(manifest))]


def touch(n_bytes: int) -> None:
    """Have so much memory at hand: a virtual machine is handed each page when it is first written to.

    That takes up to 9 us a page of 4 KiB where the machine was idle before, half a second of a run of
    1M sentences, and nothing where it was not.
    """
    np.zeros(n_bytes, np.uint8)[::PAGE] = 1


def about(corpus: Path, files: list[Path], manifest: dict[str, Any]) -> dict[str, Any]:
    """How large the corpus is, and how it was banded."""
    made = json.loads((corpus / "manifest.json").read_text())["counts"]
    counts, bands = manifest["counts"], manifest["bands"][0]
    names = ("articles", "sentences", "texts", "candidates", "pairs")
    return {
        **{name: counts[name] for name in names},
        "text_bytes": made["text_bytes"],
        "file_bytes": sum(path.stat().st_size for path in files),
        "bands": f"{bands['bands']} x {bands['rows']}",
    }


def stages(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Time and CPU of each stage."""
    return [
        {"stage": row["stage"], "wall": row["seconds"], "cpu": row["cpu_seconds"]}
        for row in manifest["stages"]
    ]


def generated(size: int, out: Path) -> Path:
    """The folder of a generated corpus, made once."""
    folder = out / f"grown-{size}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        words = ["sample", "--articles", str(size), "--seed", str(SEED), "--out", str(part)]
        command = [sys.executable, "-m", "dedup", "--quiet", *words]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        part.rename(folder)
    return folder
