"""Rows for a terminal: aligned columns, and the long text of a row below it where room is short."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["Style", "laid_out"]

GAP = 2
INDENT = 4
ROOM_FOR_TEXT = 50


class Style(NamedTuple):
    """How a table may look."""

    color: bool = False
    width: int = 100


def laid_out(
    heading: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[str]], style: Style
) -> str:
    """The heading, the names and the rows, whose last cell is the long text."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=style.width, force_terminal=style.color)
    for line in heading:
        console.print(marked(line), soft_wrap=True)
    table = [names, *rows]
    widths = [max(map(cells, column)) for column in list(zip(*table, strict=True))[:-1]]
    used = sum(widths) + GAP * len(widths)
    for row in table:
        print_row(console, row, widths, indent=used if used + ROOM_FOR_TEXT <= style.width else 0)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def print_row(console: "Console", row: Sequence[str], widths: Sequence[int], indent: int) -> None:
    """The short cells, then the text: beside them from the column `indent` on, or below (0)."""
    from rich.padding import Padding

    head = "".join(padded(cell, width) for cell, width in zip(row, widths, strict=False))
    lines = wrapped(console, row[-1], console.width - (indent or INDENT))
    beside = lines.pop(0) if indent and lines else marked("")
    console.print(marked(head) + beside, soft_wrap=True)
    for line in lines:
        console.print(Padding(line, (0, 0, 0, indent or INDENT)))


def wrapped(console: "Console", text: str, width: int) -> list["Text"]:
    """The text in lines of at most `width` cells."""
    return list(marked(text).wrap(console, width)) if text else []


def padded(cell: str, width: int) -> str:
    """A cell filled up to its column; numbers stand to the right."""
    space = " " * (width - cells(cell))
    number = cell.replace(".", "", 1).isdigit()
    return (space + cell if number else cell + space) + " " * GAP


def cells(text: str) -> int:
    """How wide a terminal shows the text: wide letters take two cells."""
    from rich.cells import cell_len

    return cell_len(text)


def marked(line: str) -> "Text":
    """Deleted words red, inserted words green; the marks stay."""
    from rich.text import Text

    text = Text(line)
    text.highlight_regex(r"\[-.*?-\]", "red")
    text.highlight_regex(r"\{\+.*?\+\}", "green")
    return text
