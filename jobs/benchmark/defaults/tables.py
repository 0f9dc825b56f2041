"""The measured shingles and floors as tables."""

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["markdown"]

DEFAULT_SCHEME, DEFAULT_FLOOR = "char-5", 0.6


def markdown(figures: dict[str, Any]) -> str:
    """Four tables: every shingle and floor, what is found and by chance; every edit by both."""
    parts = [overview(figures), chance(figures), by_scheme(figures), by_floor(figures)]
    return "\n\n".join(parts) + "\n"


def overview(figures: dict[str, Any]) -> str:
    """Recall and precision of each shingle at each floor."""
    lines = [
        [name(scheme), *(f"{row['recall']:.3f} / {row['precision']:.3f}" for row in rows)]
        for scheme, rows in floors_of(figures).items()
    ]
    return "Recall / precision:\n\n" + table(["shingle", *headings(figures)], lines)


def floors_of(figures: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each scheme, one a floor."""
    return {scheme: found["floors"] for scheme, found in figures["schemes"].items()}


def headings(figures: dict[str, Any]) -> list[str]:
    """A heading for each floor."""
    return [f"floor {row['floor']:g}" for row in floors_of(figures)[DEFAULT_SCHEME]]


def chance(figures: dict[str, Any]) -> str:
    """How many pairs of strangers each shingle puts how high."""
    n = figures["strangers"]
    title = f"Pairs of strangers so similar, of {n * (n - 1) // 2:,} among {n:,} sentences:\n\n"
    lines = [
        [name(scheme), *(f"{number:,}" for number in found["by_chance"])]
        for scheme, found in figures["schemes"].items()
    ]
    return title + table(["shingle", *(f"{one:g} or more" for one in figures["chances"])], lines)


def by_scheme(figures: dict[str, Any]) -> str:
    """At the default floor, the share of the pairs of each edit that each shingle finds."""
    rows = {
        scheme: next(row for row in rows if row["floor"] == DEFAULT_FLOOR)
        for scheme, rows in floors_of(figures).items()
    }
    lines = [
        [edit, f"{n:,}", *(f"{row['edits'][edit]:.3f}" for row in rows.values())]
        for edit, n in figures["pairs"].items()
    ]
    title = f"At the floor {DEFAULT_FLOOR:g}, the share of the pairs found, by edit:\n\n"
    return title + table(["edit", "pairs", *map(name, rows)], lines)


def by_floor(figures: dict[str, Any]) -> str:
    """Of the default shingle, the share of the pairs of each edit that each floor finds."""
    rows = floors_of(figures)[DEFAULT_SCHEME]
    lines = [[edit, *(f"{row['edits'][edit]:.3f}" for row in rows)] for edit in figures["pairs"]]
    title = f"Of {DEFAULT_SCHEME}, the same by floor:\n\n"
    return title + table(["edit", *headings(figures)], lines)


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a table, numbers to the right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *lines])


def name(scheme: str) -> str:
    """The scheme, the one chosen in bold."""
    return f"**{scheme}**" if scheme == DEFAULT_SCHEME else scheme
