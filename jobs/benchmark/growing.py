"""The rows of growing corpora as two tables: whole runs, and the stages of the largest."""

from collections.abc import Iterable
from typing import Any

__all__ = ["markdown"]

HEAD = [
    "articles", "sentences", "bands", "seconds", "sentences/s", "CPU µs a sentence", "peak MB",
    "on disk MB", "recall of planted", "`cat` s", "`wc` s", "times `wc`",
]  # fmt: skip
STAGES = ["stage", "seconds", "CPU seconds", "CPU µs a sentence", "share of CPU", "times `wc`"]


def markdown(rows: list[dict[str, Any]]) -> str:
    """A line a size; below, a line a stage of the largest size, beside what bounds it."""
    wholes = [row for row in rows if row["stage"] == "process"]
    last = max(wholes, key=lambda row: row["sentences"])
    own = [row | {"whole": last["cpu"]} for row in rows if row["articles"] == last["articles"]]
    bounds = (
        f"Stages of the largest.  In the same run, `wc` went through the {last['text_bytes'] / 1e6:,.0f} MB "
        f"of text in {last['floor_scan']:.2f} s on one core, and {last['floor_copied_a_second'] / 1e9:.1f} GB "
        "a second were copied in memory."
    )
    told = [table(HEAD, map(whole, wholes)), bounds, table(STAGES, map(stage, added_up(own)))]
    return "\n\n".join(told)


def added_up(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row a stage, where it came first; bands are sketched and joined in several turns."""
    whole: dict[str, dict[str, Any]] = {}
    for row in rows:
        before = whole.get(row["stage"], {"wall": 0.0, "cpu": 0.0})
        spent = {name: before[name] + row[name] for name in ("wall", "cpu")}
        whole[row["stage"]] = row | spent
    return list(whole.values())


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Markdown, numbers to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def whole(row: dict[str, Any]) -> list[str]:
    """One run."""
    return [
        f"{row['articles']:,}",
        f"{row['sentences']:,}",
        row["bands"],
        f"{row['wall']:.2f}",
        f"{row['sentences'] / row['wall']:,.0f}",
        f"{micros(row):.2f}",
        f"{row['peak'] / 1e6:,.0f}",
        f"{row['spilled'] / 1e6:,.0f}",
        f"{row['found'] / max(1, row['planted']):.4f}",
        f"{row['floor_read']:.3f}",
        f"{row['floor_scan']:.3f}",
        f"{row['cpu'] / row['floor_scan']:,.0f}",
    ]


def stage(row: dict[str, Any]) -> list[str]:
    """One stage, or the process, of which the stages are a part."""
    return [
        row["stage"],
        f"{row['wall']:.2f}",
        f"{row['cpu']:.2f}",
        f"{micros(row):.3f}",
        f"{row['cpu'] / row['whole']:.0%}",
        f"{row['cpu'] / row['floor_scan']:,.1f}",
    ]


def micros(row: dict[str, Any]) -> float:
    """CPU microseconds a sentence."""
    return float(1e6 * row["cpu"] / max(1, row["sentences"]))
