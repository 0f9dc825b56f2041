"""One night against an index: what it costs beside making the index, in what memory and on what disk.

The corpus is generated; its last hundredth is the night, all before is the archive.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl

from jobs.benchmark.growing import table
from jobs.benchmark.peers import say, setting
from jobs.benchmark.runs import ROOT
from jobs.benchmark.scale import generated, warm
from jobs.benchmark.watched import Spent, watch

__all__ = ["SHARE", "markdown", "spend_nights"]

SHARE = 100

HEAD = [
    "articles", "sentences", "archive, CPU s", "articles of the night", "night, CPU s",
    "of the archive's", "night, seconds", "night, peak MB", "index, bytes a sentence",
]  # fmt: skip


def spend_nights(sizes: list[int], memory: str, out: Path) -> str:
    """Index each size, add a night of a hundredth of it; write raw rows, returns the table."""
    warm(out)
    rows = [one_night(size, memory, out) for size in sorted(sizes)]
    pl.DataFrame(rows).write_parquet(out / "nights.parquet")
    told = {**setting(), "memory": memory, "rows": rows}
    (out / "nights.json").write_text(json.dumps(told, indent=1) + "\n")
    return markdown(rows)


def one_night(size: int, memory: str, out: Path) -> dict[str, Any]:
    """The raw row of one size."""
    archive, tonight = parted(size, out)
    say(f"{size:,} articles, then {size // SHARE:,} more")
    place = out / "nights"
    shutil.rmtree(place, ignore_errors=True)
    first = through(archive, place, memory)
    counts = counts_of(place)
    n_bytes = sum(path.stat().st_size for path in (place / "index").rglob("*") if path.is_file())
    second = through(tonight, place, memory)
    row = {
        "articles": counts["articles"],
        "sentences": counts["sentences"],
        "archive_cpu": first.cpu,
        "archive_wall": first.wall,
        "archive_peak": first.peak,
        "night_articles": counts_of(place)["articles"],
        "night_cpu": second.cpu,
        "night_wall": second.wall,
        "night_peak": second.peak,
        "index_bytes": n_bytes,
    }
    shutil.rmtree(place)
    return row


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
    """A line a size."""
    return table(HEAD, map(line, rows))


def line(row: dict[str, Any]) -> list[str]:
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
