"""The pair of the sample document, given to every tool over many seeds; kept as JSON and a table."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dedup
from jobs.benchmark.runs import ROOT
from jobs.benchmark.venvs import Unusable, last_line, python_for

__all__ = ["TOOLS", "ask", "markdown", "sample_pair"]

DOCUMENT = ROOT / "seeds/articles/000_c76e54084ab40304.txt"
TOOLS = ("ours", "datasketch", "rensa", "gaoya", "near_dupes", "datatrove", "text_dedup")
RESULT = "pair.json"
SECONDS = 900.0


def ask(seeds: int, out: Path) -> str:
    """Ask each tool once a seed; the table."""
    pair, folder = sample_pair(), out / "pair"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    task = folder / "pair.json"
    task.write_text(json.dumps({"pair": pair, "seeds": seeds}), encoding="utf-8")
    rows = [row for tool in TOOLS for row in answers(tool, task, out)]
    command = " ".join(["python", "jobs/benchmark.py", *sys.argv[1:]])
    figures = {"command": command, "pair": pair, "seeds": seeds, "rows": rows}
    (out / RESULT).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return markdown(figures)


def sample_pair() -> tuple[str, str]:
    """The two sentences that the sample document says twice."""
    found = dedup.find_duplicates([DOCUMENT.read_text(encoding="utf-8")]).pairs
    first, second = found.select("text_a", "text_b").row(0)
    return str(first), str(second)


def answers(tool: str, task: Path, out: Path) -> list[dict[str, Any]]:
    """A row for each way to use the tool, or one with the reason why there is none."""
    print(f"asking {tool}", file=sys.stderr, flush=True)
    packages = importlib.import_module(f"jobs.benchmark.pair.{tool}").PACKAGES
    about = {"tool": (*packages, f"dedup=={version('dedup')}")[0]}
    try:
        python = python_for(packages, out / "venvs" / f"pair-{tool}")
        rows = asked(python, tool, task, task.with_name(f"{tool}.json"))
    except Unusable as error:
        return [about | {"name": "", "reason": str(error)}]
    return [about | row | {"reason": ""} for row in rows]


def asked(python: Path, tool: str, task: Path, answers: Path) -> list[dict[str, Any]]:
    """What the tool says; raises Unusable when it fails."""
    words = [python, "-m", "jobs.benchmark.pair.asking", tool, task, answers]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            [*map(str, words)], env=environment, check=False, capture_output=True, text=True,
            timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unusable(f"not done in {SECONDS:g} seconds") from None
    if done.returncode:
        raise Unusable(last_line(done.stderr))
    rows: list[dict[str, Any]] = json.loads(answers.read_text(encoding="utf-8"))
    return rows


def markdown(figures: dict[str, Any]) -> str:
    """A row for each way, and why tools gave no answer."""
    rows = figures["rows"]
    lines = ["| tool | used as documented | found |", "| --- | --- | ---: |"]
    for row in rows:
        if not row["reason"]:
            once = "" if row["seeded"] else ", once: no seed"
            lines.append(
                f"| {name(row)} | {row['about']} | {row['found']} of {row['asked']}{once} |"
            )
    return "\n".join(
        [*lines, *(f"- {name(row)}: {row['reason']}" for row in rows if row["reason"])]
    )


def name(row: dict[str, Any]) -> str:
    """The tool and its version, without its extras."""
    package, _, number = row["tool"].partition("==")
    return f"{package.partition('[')[0]} {number}"
