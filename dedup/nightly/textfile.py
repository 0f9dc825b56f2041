"""Figures of a night for Prometheus: a file that node_exporter's textfile collector reads."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

__all__ = ["MEANINGS", "write_textfile"]

MEANINGS = {
    "last_success_timestamp_seconds": "When a night last ended with exit code 0 or 3.",
    "last_run_timestamp_seconds": "When a night last ended, in whatever way.",
    "exit_code": "How the last night ended.",
    "duration_seconds": "How long the last night took.",
    "runs": "Runs that the last night published.",
    "rows_read": "Rows that the last night read.",
    "rejects": "Rows that the last night rejected.",
    "articles": "Articles of the last night.",
    "sentences": "Sentences of the last night.",
    "pairs": "Verified pairs of the last night.",
    "clusters": "Groups of the last night.",
    "peak_memory_bytes": "Most memory that the last night took.",
}
SUCCESS = "last_success_timestamp_seconds"


def write_textfile(path: Path, figures: Mapping[str, float], out: str) -> None:
    """Write the figures, labeled with the output, in one rename.

    A night that failed leaves the time of the last success as it was.  Raises OSError.
    """
    known = dict(figures)
    if SUCCESS not in known:
        with suppress(OSError, ValueError):
            known[SUCCESS] = success_before(path.read_text("utf-8", "replace"))
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(lines(known, escaped(out)), "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def success_before(text: str) -> float:
    """The time of the last success that a file tells; raises ValueError if it tells none."""
    found = re.search(rf"^dedup_{SUCCESS}\{{.*\}} ([0-9.e+]+)$", text, re.MULTILINE)
    if found is None:
        raise ValueError("no time of success")
    return float(found[1])


def lines(figures: Mapping[str, float], out: str) -> str:
    """The exposition format: help, type and value of each figure that is known."""
    return "".join(
        f"# HELP dedup_{name} {meaning}\n# TYPE dedup_{name} gauge\n"
        f'dedup_{name}{{out="{out}"}} {figures[name]!r}\n'
        for name, meaning in MEANINGS.items()
        if name in figures
    )


def escaped(label: str) -> str:
    """A label's value as Prometheus wants it; bytes that are no UTF-8 are spelled out."""
    text = label.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
