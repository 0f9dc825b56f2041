"""The matching core beside other tools: the same sentences, the same floor, in turn."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from jobs.benchmark.corpus import sentences_of, write_lines
from jobs.benchmark.plot import svg
from jobs.benchmark.runs import ROOT
from jobs.benchmark.table import markdown, summary
from jobs.benchmark.trials import Course, Entrant, trial
from jobs.benchmark.truth import exact_pairs

__all__ = ["TOOLS", "Plan", "compare"]

TOOLS = (
    "ours", "gaoya", "rensa", "near_dupes", "datatrove", "datasketch", "text_dedup", "polars_join",
    "duckdb_join",
)  # fmt: skip
SENTENCES_AN_ARTICLE = 8
SEED = 1


class Plan(NamedTuple):
    """What is asked: how much, at which floors, how often, how long at most, and where."""

    sentences: int
    floors: tuple[float, ...]
    repeat: int
    seconds: float
    out: Path


def compare(inputs: list[str], tools: Iterable[str], plan: Plan) -> str:
    """Run what has not been run before, write the results, return the tables."""
    rows, tools = [], list(tools)
    courses = prepared(inputs or [generated(plan)], plan)
    for number in range(plan.repeat):
        for course in courses:
            for entrant in entrants(tools):
                say(f"trial {number + 1}, floor {course.floor:g}: {entrant.recipe}")
                rows += trial(entrant, course, number, plan.seconds)
    return write(pl.DataFrame(rows, infer_schema_length=None), plan.out)


def entrants(tools: Iterable[str]) -> Iterator[Entrant]:
    """Each tool with a thread a core; ours with one thread as well."""
    for tool in tools:
        if tool == "ours":
            yield Entrant(tool, 1)
        yield Entrant(tool, os.cpu_count() or 1)


def generated(plan: Plan) -> str:
    """A folder of generated articles with sentences enough."""
    articles = max(1, plan.sentences // SENTENCES_AN_ARTICLE)
    folder = plan.out / f"corpus-{articles}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        words = ["sample", "--articles", str(articles), "--seed", str(SEED), "--out", str(part)]
        subprocess.run([sys.executable, "-m", "dedup", "--quiet", *words], check=True, cwd=ROOT)
        part.rename(folder)
    return str(folder / "articles")


def prepared(inputs: list[str], plan: Plan) -> list[Course]:
    """The sentences on disk, and the exact answer at each floor."""
    say("cutting sentences")
    corpus = sentences_of(inputs, plan.sentences)
    texts = corpus["text"].to_pylist()
    name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    folder = plan.out / f"sentences-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    write_lines(corpus["sentence"], folder / "sentences.jsonl")
    write_lines(corpus["text"], folder / "texts.jsonl")
    return [
        Course(folder, plan.out / "venvs", len(texts), floor, truth(folder, texts, floor))
        for floor in plan.floors
    ]


def truth(folder: Path, texts: list[str], floor: float) -> pl.DataFrame:
    """The exact answer, found once and kept."""
    path = folder / f"truth-{floor:g}.parquet"
    if not path.is_file():
        say(f"finding every pair at {floor:g} exactly")
        exact_pairs(texts, floor).write_parquet(path)
    return pl.read_parquet(path)


def write(raw: pl.DataFrame, out: Path) -> str:
    """Raw figures as Parquet, medians as JSON, and for each floor a table and a picture."""
    rows, texts = summary(raw), []
    raw.write_parquet(out / "peers.parquet")
    (out / "peers.json").write_text(json.dumps({**setting(), "rows": rows}, indent=1) + "\n")
    for floor in dict.fromkeys(row["floor"] for row in rows):
        own = [row for row in rows if row["floor"] == floor]
        title = f"CPU a sentence, floor {floor:g}, {own[0]['sentences']:,} sentences"
        (out / f"peers-{floor:g}.svg").write_text(svg(own, title))
        texts.append(f"Floor {floor:g}\n\n{markdown(own)}\n")
    (out / "peers.md").write_text("\n".join(texts))
    return "\n".join(texts)


def setting() -> dict[str, Any]:
    """The machine and the command."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "command": " ".join(["python", "jobs/benchmark.py", *sys.argv[1:]]),
    }


def processor() -> str:
    """The name that the processor gives itself."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def say(line: str) -> None:
    """How far it is, on standard error."""
    print(line, file=sys.stderr, flush=True)
