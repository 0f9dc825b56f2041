"""The table as a picture: CPU per sentence on a logarithmic scale, recall beside it."""

import math
from html import escape
from typing import Any

from jobs.benchmark.table import label

__all__ = ["svg"]

LEFT, WIDE, RIGHT = 190, 400, 190
ROW, TOP, BOTTOM = 26, 44, 28
INK, PALE, OWN, OTHER = "#222", "#ddd", "#0b6e4f", "#8a9ba8"


def svg(rows: list[dict[str, Any]], title: str) -> str:
    """Bars of the rows that have a figure, cheapest first."""
    done = sorted((row for row in rows if not row["reason"]), key=lambda row: row["cpu_us"])
    high = TOP + ROW * len(done) + BOTTOM
    most = max((row["sentences"] for row in done), default=0)
    low, top = ends([row["cpu_us"] for row in done])
    parts = [text(8, 20, title, "start", 14), *grid(low, top, high)]
    for number, row in enumerate(done):
        parts += bar(row, most, TOP + ROW * number, place(row["cpu_us"], low, top))
    size = f'width="{LEFT + WIDE + RIGHT}" height="{high}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>", ""])


def ends(figures: list[float]) -> tuple[int, int]:
    """The powers of ten that enclose the figures; two at least."""
    low = math.floor(math.log10(min(figures, default=1.0)))
    return low, max(low + 1, math.ceil(math.log10(max(figures, default=1.0))))


def place(figure: float, low: int, top: int) -> float:
    """Where a figure lies on the scale, in pixels from its beginning."""
    return WIDE * (math.log10(figure) - low) / (top - low)


def grid(low: int, top: int, high: int) -> list[str]:
    """A line and a number for each power of ten."""
    parts = []
    for power in range(low, top + 1):
        x = LEFT + place(10.0**power, low, top)
        line = (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{high - BOTTOM}" stroke="{PALE}"/>'
        )
        parts += [line, text(x, high - 10, f"{10.0**power:g} µs", "middle")]
    return parts


def bar(row: dict[str, Any], most: int, y: float, wide: float) -> list[str]:
    """One tool; it says of how many sentences when others were given more."""
    color = OWN if row["recipe"] == "ours" else OTHER
    name = f"{label(row)}, {row['jobs']} thread{'s' * (row['jobs'] > 1)}"
    fewer = f", of {row['sentences']:,}" if row["sentences"] < most else ""
    figures = f"{short(row['cpu_us'])} µs, recall {row['recall']:.3f}{fewer}"
    return [
        text(LEFT - 8, y + 15, name, "end"),
        f'<rect x="{LEFT}" y="{y + 3}" width="{wide:.1f}" height="{ROW - 8}" fill="{color}"/>',
        text(LEFT + wide + 6, y + 15, figures, "start"),
    ]


def short(figure: float) -> str:
    """Three digits, or more before the point."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def text(x: float, y: float, words: str, anchor: str, size: int = 12) -> str:
    """Words at a place."""
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{INK}"'
    return f"<text {where}>{escape(words)}</text>"
