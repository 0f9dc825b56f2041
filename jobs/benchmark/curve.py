"""What a sentence costs, and what memory a run holds, over the size of the corpus."""

import math
from collections.abc import Callable
from typing import Any

from jobs.benchmark.plot import INK, OTHER, OWN, PALE, text

__all__ = ["curve"]

LEFT, WIDE, HIGH, TOP, GAP, BOTTOM = 70, 560, 150, 44, 46, 34
Row = dict[str, Any]
Panel = tuple[str, str, Callable[[Row], float]]

PANELS: tuple[Panel, ...] = (
    ("seconds for a million sentences", OWN, lambda row: 1e6 * row["wall"] / row["sentences"]),
    ("peak memory, MB", OTHER, lambda row: row["peak"] / 1e6),
)


def curve(rows: list[Row], title: str) -> str:
    """Two lines over one logarithmic scale of sentences."""
    rows = sorted(rows, key=lambda row: row["sentences"])
    low, top = decades([row["sentences"] for row in rows])
    tall = TOP + len(PANELS) * (HIGH + GAP) + BOTTOM - GAP
    parts = [text(8, 20, title, "start", 14), *scale(low, top, tall)]
    for number, panel in enumerate(PANELS):
        places = [across(row["sentences"], low, top) for row in rows]
        parts += line(panel, [panel[2](row) for row in rows], places, TOP + number * (HIGH + GAP))
    size = f'width="{LEFT + WIDE + 50}" height="{tall}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>", ""])


def decades(figures: list[int]) -> tuple[int, int]:
    """The powers of ten that enclose the figures."""
    low = math.floor(math.log10(max(1, min(figures))))
    return low, max(low + 1, math.ceil(math.log10(max(1, *figures))))


def across(figure: float, low: int, top: int) -> float:
    """Where so many sentences lie."""
    return LEFT + WIDE * (math.log10(max(1.0, figure)) - low) / (top - low)


def scale(low: int, top: int, tall: int) -> list[str]:
    """A line and a number for each power of ten."""
    parts = []
    for power in range(low, top + 1):
        x = across(10.0**power, low, top)
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{tall - BOTTOM}"'
        parts += [f'<line {ends} stroke="{PALE}"/>', text(x, tall - 12, f"{10**power:,}", "middle")]
    return parts


def line(panel: Panel, figures: list[float], places: list[float], y: float) -> list[str]:
    """One panel: its name, its line, and a number at each point; zero is at the bottom."""
    name, color, _ = panel
    most = max(figures) or 1.0
    heights = [y + HIGH - (HIGH - 36) * figure / most for figure in figures]
    points = " ".join(f"{x:.1f},{h:.1f}" for x, h in zip(places, heights, strict=True))
    base = f'<line x1="{LEFT}" x2="{LEFT + WIDE}" y1="{y + HIGH}" y2="{y + HIGH}" stroke="{INK}"/>'
    parts = [text(LEFT, y + 12, name, "start"), base]
    parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
    for figure, x, h in zip(figures, places, heights, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{h:.1f}" r="3.5" fill="{color}"/>')
        parts.append(
            text(x, h - 8, f"{figure:,.2f}" if figure < 100 else f"{figure:,.0f}", "middle")
        )
    return parts
