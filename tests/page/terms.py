"""The query language of the page, read from its script for the README."""

import re
from pathlib import Path

import dedup.report.html

__all__ = ["terms"]

SOURCE = Path(dedup.report.html.__file__).parent / "assets" / "terms.js"
TERM = re.compile(r"example: '([^']*)', help: '([^']*)'")


def terms():
    """An example and the meaning of each term."""
    return TERM.findall(SOURCE.read_text(encoding="utf-8"))
