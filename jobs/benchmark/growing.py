"""The rows of growing corpora as two tables: whole runs, and the stages of the largest."""

from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["markdown"]

HEAD = [
    "articles", "sentences", "bands", "seconds", "sentences/s", "CPU µs a sentence", "peak MB",
    "on disk MB", "recall of planted", "`cat` s", "`wc` s", "times `wc`",
]  # fmt: skip
Row = dict[str, Any]


def markdown(rows: list[Row]) -> str:
    """A line a size; below, a line a stage, beside what no tool can be faster than."""
    wholes = sorted((row for row in rows if row["stage"] == "process"), key=articles_of)
    last = wholes[-1]
    floors = (
        f"Of the largest, `wc` went through {last['text_bytes'] / 1e6:,.0f} MB of text in "
        f"{last['floor_scan']:.2f} s on one core, and {last['floor_copied_a_second'] / 1e9:.1f} GB a "
        "second were copied in memory.  CPU microseconds a sentence, stage by stage:"
    )
    head = ["stage", *(f"{row['sentences']:,} sentences" for row in wholes)]
    return "\n\n".join([table(HEAD, map(whole, wholes)), floors, table(head, stages(rows, wholes))])


def articles_of(row: Row) -> int:
    """By which sizes are told apart."""
    return int(row["articles"])


def stages(rows: list[Row], wholes: list[Row]) -> Iterator[list[str]]:
    """A line a stage, in the order of the largest run; then what is in none, the whole, and `wc`."""
    names = dict.fromkeys(row["stage"] for row in sorted(rows, key=articles_of, reverse=True))
    del names["process"]
    for name in names:
        yield [name, *(f"{micros(spent(rows, one, name), one):.3f}" for one in wholes)]
    rest = [one["cpu"] - sum(spent(rows, one, name) for name in names) for one in wholes]
    yield ["start and end", *(f"{micros(s, one):.3f}" for s, one in zip(rest, wholes, strict=True))]
    yield ["the whole", *(f"{micros(one['cpu'], one):.3f}" for one in wholes)]
    yield ["`wc`", *(f"{micros(one['floor_scan'], one):.3f}" for one in wholes)]
    yield ["cores busy", *(f"{one['cpu'] / one['wall']:.2f}" for one in wholes)]


def spent(rows: list[Row], one: Row, stage: str) -> float:
    """The CPU seconds of a stage, all its turns, in the run of a size."""
    own = (
        row["cpu"] for row in rows if articles_of(row) == articles_of(one) and row["stage"] == stage
    )
    return float(sum(own))


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Markdown, numbers to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def whole(row: Row) -> list[str]:
    """One run."""
    return [
        f"{row['articles']:,}",
        f"{row['sentences']:,}",
        row["bands"],
        f"{row['wall']:.2f}",
        f"{row['sentences'] / row['wall']:,.0f}",
        f"{micros(row['cpu'], row):.2f}",
        f"{row['peak'] / 1e6:,.0f}",
        f"{row['spilled'] / 1e6:,.0f}",
        f"{row['found'] / max(1, row['planted']):.4f}",
        f"{row['floor_read']:.3f}",
        f"{row['floor_scan']:.3f}",
        f"{row['cpu'] / row['floor_scan']:,.0f}",
    ]


def micros(seconds: float, row: Row) -> float:
    """Microseconds a sentence."""
    return float(1e6 * seconds / max(1, row["sentences"]))
