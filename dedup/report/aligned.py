"""Two texts one above the other, equal words in the same column."""

from typing import NamedTuple

from dedup.report.safe import safe
from dedup.words import Change, changes

__all__ = ["Cell", "aligned"]


class Cell(NamedTuple):
    """A run of words of one text, and the blanks that bring the next run into its column."""

    text: str
    is_changed: bool
    blanks: str


def aligned(a: str, b: str) -> tuple[list[Cell], list[Cell]]:
    """The runs of words of both texts, padded so that what is equal stands in one column.

    Example: `The coach to` and `A bus   to`.
    """
    line_a: list[Cell] = []
    line_b: list[Cell] = []
    for old, new in columns(changes(a, b)):
        width = max(cells(old), cells(new))
        gap = " " if any(run is not None and run.gap for run in (old, new)) else ""
        for line, run in ((line_a, old), (line_b, new)):
            line.append(cell(run, width, gap if line else ""))
    return line_a, line_b


def columns(runs: list[Change]) -> list[tuple[Change | None, Change | None]]:
    """The runs in pairs: a kept one with itself, a deletion with the insertion that replaces it."""
    pairs: list[tuple[Change | None, Change | None]] = []
    for run in runs:
        if run.kind == "equal":
            pairs.append((run, run))
        elif run.kind == "delete":
            pairs.append((run, None))
        elif pairs and pairs[-1][1] is None and not run.gap:
            pairs[-1] = (pairs[-1][0], run)
        else:
            pairs.append((None, run))
    return pairs


def cell(run: Change | None, width: int, gap: str) -> Cell:
    """One run in a column of that width; nothing, when the other text alone has words there."""
    text = gap + (safe(run.text) if run else "")
    changed = run is not None and run.kind != "equal"
    return Cell(text, changed, " " * (width - cells(run)))


def cells(run: Change | None) -> int:
    """How wide a terminal shows a run of words."""
    from rich.cells import cell_len

    return cell_len(safe(run.text)) if run else 0
