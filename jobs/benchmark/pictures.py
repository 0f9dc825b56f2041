"""The pictures of the README, drawn from the figures that are kept beside this file."""

import json
from pathlib import Path
from typing import Any

from jobs.benchmark.curve import curve
from jobs.benchmark.plot import svg
from jobs.benchmark.runs import ROOT
from jobs.benchmark.scale import wholes

__all__ = ["PLACE", "draw", "drawn"]

PLACE = ROOT / ".github"
FIGURES = Path(__file__).parent


def drawn() -> dict[str, str]:
    """Each picture's file name, and its SVG."""
    scale, peers = (read(name) for name in ("scale", "results"))
    title = (
        f"CPU a sentence, floor 0.7, {max(row['sentences'] for row in peers['rows']):,} sentences"
    )
    return {
        "scale.svg": curve(wholes(scale["rows"]), f"dedup run --memory {scale['memory']}"),
        "peers.svg": svg(peers["rows"], title),
    }


def draw() -> None:
    """Write them where the README shows them."""
    for name, picture in drawn().items():
        (PLACE / name).write_text(picture)


def read(name: str) -> dict[str, Any]:
    """The kept figures of one benchmark."""
    figures: dict[str, Any] = json.loads((FIGURES / f"{name}.json").read_text())
    return figures
