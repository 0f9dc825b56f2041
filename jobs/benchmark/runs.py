"""Whole runs of `dedup run`, stage by stage.

Each run is a process of its own, so its wall time holds the start of Python and the loading of
compiled kernels; `pipeline` is the time from the first file opened to the run published.
The first run warms the file cache and the kernel cache and is not counted.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

__all__ = ["ROOT", "raw_rows", "report", "time_runs"]

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"{'stage':<12}{'rows in':>12}{'seconds':>10}{'rows/s':>14}"


def time_runs(inputs: list[str], repeat: int, out: Path) -> str:
    """Run, keep the raw figures as Parquet, return the medians as a table."""
    runs = [timed_run(inputs, out) for _ in range(repeat + 1)][1:]
    rows = [row for number, run in enumerate(runs) for row in raw_rows(number, run)]
    pl.DataFrame(rows).write_parquet(out / "benchmark.parquet")
    return report(rows, runs[0]["manifest"]["counts"]["sentences"])


def timed_run(inputs: list[str], out: Path) -> dict[str, Any]:
    """One run in its own process: its wall seconds and its run.json."""
    command = [sys.executable, "-m", "dedup", "--quiet", "run", *inputs, "--out", str(out / "runs")]
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "manifest": json.loads((out / "runs/latest/run.json").read_text())}


def raw_rows(number: int, run: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a stage, and one each for the pipeline and the process."""
    manifest, sentences = run["manifest"], run["manifest"]["counts"]["sentences"]
    stages = [(s["stage"], s["rows_in"], s["seconds"]) for s in manifest["stages"]]
    whole = [("pipeline", sentences, manifest["seconds"]), ("process", sentences, run["seconds"])]
    return [
        {"run": number, "stage": stage, "rows_in": rows_in, "seconds": seconds}
        for stage, rows_in, seconds in stages + whole
    ]


def report(rows: list[dict[str, Any]], sentences: int) -> str:
    """The medians as a table."""
    lines = [
        f"{sentences:,} sentences, medians of {1 + max(row['run'] for row in rows)} runs",
        HEAD,
    ]
    for stage in dict.fromkeys(row["stage"] for row in rows):
        own = [row for row in rows if row["stage"] == stage]
        seconds = statistics.median(row["seconds"] for row in own)
        rows_in = own[0]["rows_in"]
        speed = rows_in / seconds if seconds else 0
        lines.append(f"{stage:<12}{rows_in:>12,}{seconds:>10.3f}{speed:>14,.0f}")
    return "\n".join(lines)
