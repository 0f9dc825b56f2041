"""An index and what is asked of it: a night beside making it, one text, what is dropped, compaction.

The corpus is generated; its last hundredth is the night, all before is the archive, and what is
dropped is the oldest tenth.  The text is the first of the night, looked up before it is there.
"""

import datetime
import json
import shutil
import statistics
from pathlib import Path
from typing import Any

import polars as pl

from jobs.benchmark.growing import table
from jobs.benchmark.peers import say, setting
from jobs.benchmark.runs import ROOT
from jobs.benchmark.scale import generated, warm
from jobs.benchmark.watched import Spent, spend, watch

__all__ = ["SHARE", "markdown", "spend_nights"]

SHARE, DROPPED, CHECKS = 100, 0.1, 5

NIGHT = [
    "articles", "sentences", "archive, CPU s", "articles of the night", "night, CPU s",
    "of the archive's", "night, seconds", "night, peak MB", "index, bytes a sentence",
]  # fmt: skip
REST = [
    "articles", "check, seconds", "check, CPU s", "articles dropped", "drop-before, seconds",
    "drop-before, CPU s", "compact, seconds", "compact, CPU s", "compact, peak MB",
]  # fmt: skip


def spend_nights(sizes: list[int], memory: str, out: Path) -> str:
    """Index each size, ask the same of each; write raw rows, returns the tables."""
    warm(out)
    rows = [one_index(size, memory, out) for size in sorted(sizes)]
    pl.DataFrame(rows).write_parquet(out / "nights.parquet")
    told = {**setting(), "memory": memory, "rows": rows}
    (out / "nights.json").write_text(json.dumps(told, indent=1) + "\n")
    return markdown(rows)


def one_index(size: int, memory: str, out: Path) -> dict[str, Any]:
    """The raw row of one size."""
    archive, tonight = parted(size, out)
    say(f"{size:,} articles, then {size // SHARE:,} more")
    place = out / "nights"
    shutil.rmtree(place, ignore_errors=True)
    made = named("archive", through(archive, place, memory))
    counts = {name: counts_of(place)[name] for name in ("articles", "sentences")}
    n_bytes = sum(path.stat().st_size for path in (place / "index").rglob("*") if path.is_file())
    checked = named("check", looked_up(tonight, place))
    night = named("night", through(tonight, place, memory))
    row = counts | made | {"night_articles": counts_of(place)["articles"]} | night
    row |= {"index_bytes": n_bytes} | checked | retired(archive, place)
    shutil.rmtree(place)
    return row


def named(name: str, spent: Spent) -> dict[str, Any]:
    """What one command took, under its name."""
    return {f"{name}_cpu": spent.cpu, f"{name}_wall": spent.wall, f"{name}_peak": spent.peak}


def looked_up(tonight: Path, place: Path) -> Spent:
    """The medians of `dedup check` of one text, after a first one that is not counted."""
    text = pl.scan_parquet(tonight / "*").select("text").head(1).collect().item()
    (place / "text.txt").write_text(text, "utf-8")
    words = ["check", str(place / "text.txt"), "--index", str(place / "index")]
    several = [spend(words, ROOT) for _ in range(1 + CHECKS)][1:]
    return Spent(*map(statistics.median, zip(*several, strict=True)))


def retired(archive: Path, place: Path) -> dict[str, Any]:
    """What it takes to drop the oldest articles, and to erase them."""
    published = pl.read_parquet(archive / "*", columns=["published_at"]).to_series()
    day = published.sort()[int(len(published) * DROPPED)].date()
    n = int((published < datetime.datetime.combine(day, datetime.time(), datetime.UTC)).sum())
    dropped = spend(["index", "drop-before", str(place / "index"), day.isoformat()], ROOT)
    compacted = spend(["index", "compact", str(place / "index")], ROOT)
    return {"dropped": n} | named("drop", dropped) | named("compact", compacted)


def through(inputs: Path, place: Path, memory: str) -> Spent:
    """One run through the index of `place`."""
    words = [str(inputs), "--index", str(place / "index"), "--memory", memory, "--html", "never"]
    return watch(words, place / "out", ROOT)


def counts_of(place: Path) -> dict[str, int]:
    """What the newest run read."""
    counts: dict[str, int] = json.loads((place / "out/latest/run.json").read_text())["counts"]
    return counts


def parted(size: int, out: Path) -> tuple[Path, Path]:
    """The folders of the archive and of the night, made once."""
    folder = out / f"nights-{size}"
    if not folder.is_dir():
        corpus, part = generated(size + size // SHARE, out), folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        rows = 0
        for path in sorted((corpus / "articles").iterdir()):
            frame = pl.read_parquet(path)
            left = max(0, min(frame.height, size - rows))
            write(part / "archive", path.name, frame[:left])
            write(part / "tonight", path.name, frame[left:])
            rows += frame.height
        part.rename(folder)
    return folder / "archive", folder / "tonight"


def write(folder: Path, name: str, frame: pl.DataFrame) -> None:
    """Write articles, if there are any."""
    folder.mkdir(parents=True, exist_ok=True)
    if frame.height:
        frame.write_parquet(folder / name)


def markdown(rows: list[dict[str, Any]]) -> str:
    """Two tables with a line a size: the nights, and what else is done with an index."""
    return "\n\n".join([table(NIGHT, map(night_line, rows)), table(REST, map(rest_line, rows))])


def night_line(row: dict[str, Any]) -> list[str]:
    """One archive and its night."""
    return [
        f"{row['articles']:,}",
        f"{row['sentences']:,}",
        f"{row['archive_cpu']:.1f}",
        f"{row['night_articles']:,}",
        f"{row['night_cpu']:.2f}",
        f"{row['night_cpu'] / row['archive_cpu']:.1%}",
        f"{row['night_wall']:.1f}",
        f"{row['night_peak'] / 1e6:,.0f}",
        f"{row['index_bytes'] / row['sentences']:,.0f}",
    ]


def rest_line(row: dict[str, Any]) -> list[str]:
    """A text looked up, articles dropped, and the index compacted."""
    return [
        f"{row['articles']:,}",
        f"{row['check_wall']:.2f}",
        f"{row['check_cpu']:.2f}",
        f"{row['dropped']:,}",
        f"{row['drop_wall']:.2f}",
        f"{row['drop_cpu']:.2f}",
        f"{row['compact_wall']:.1f}",
        f"{row['compact_cpu']:.1f}",
        f"{row['compact_peak'] / 1e6:,.0f}",
    ]
