"""`dedup run --dry-run`: what the run would find and take, before any work."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.settings import Settings
from dedup.cli.terminal import Terminal
from dedup.report.plain import duration, megabytes
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.pipeline.plan import Plan

__all__ = ["foresee", "lines"]

TOO_LARGE = 1


def foresee(screen: Terminal, settings: Settings, inputs: tuple[str, ...], out: Path) -> int:
    """Tell what the run would take; returns the exit code, which says whether it fits."""
    from dedup.pipeline.plan import plan

    found = plan(inputs, out, settings.config)
    if screen.as_json:
        click.echo(json.dumps(found._asdict() | {"fits": found.fits}))
    for line in lines(found, settings.config.memory, out):
        screen.say(line)
    return 0 if found.fits else TOO_LARGE


def lines(found: "Plan", memory: str, out: Path) -> list[str]:
    """What people are told: one line a figure, then whether it fits."""
    rows = figures(found, memory, out)
    wide = max(len(figure) for _, figure, _ in rows)
    told = [f"{name:<10}  {figure:>{wide}}  {about}".rstrip() for name, figure, about in rows]
    return [*told, verdict(found)]


def figures(found: "Plan", memory: str, out: Path) -> list[tuple[str, str, str]]:
    """Each figure with its name and what there is to say of it."""
    bands = ", ".join(f"{n} bands of {rows} rows" for n, rows in found.bands.values())
    sampled = "all read" if found.sampled == found.articles else f"{found.sampled:,} sampled"
    return [
        ("articles", f"{found.articles:,}", sampled),
        *[(f"{unit}s", f"{n:,}", "") for unit, n in found.units.items()],
        ("texts", f"{found.texts:,}", "distinct"),
        ("candidates", f"{found.candidates:,}", bands),
        ("pairs", f"{found.pairs:,}", "verified"),
        ("memory", megabytes(found.memory), f"--memory {memory}; {megabytes(found.there_is)} here"),
        ("spill", megabytes(found.spill), "tables set aside on disk, gone after the run"),
        ("reports", megabytes(found.reports), ""),
        (
            "disk",
            megabytes(found.disk),
            f"at most; {megabytes(found.free)} free beside {shown(out)}",
        ),
        ("time", duration(found.seconds), "when nothing else runs"),
    ]


def verdict(found: "Plan") -> str:
    """Whether it fits, and if not, what would help."""
    if found.disk > found.free:
        return "does not fit the disk: free some space, give more --memory, or another --out"
    if found.memory > found.there_is:
        return "does not fit the memory: give less --memory"
    return "fits; nothing was written"


def shown(out: Path) -> str:
    """The output as a terminal may show it."""
    return safe(str(out))
