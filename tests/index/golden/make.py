"""Writes tests/index/golden/index-1, an index of format 1: python -m tests.index.golden.make

An index that was released must open for ever, so the one that is there stays; this is how it was
made, and how the one of the next format will be.
"""

import shutil
import tempfile
from pathlib import Path

from dedup.index import remove
from tests.index.made import two_nights

__all__ = ["GOLDEN", "make"]

GOLDEN = Path(__file__).parent / "index-1"


def make(folder):
    """Three articles in two nights, one of them removed."""
    place = two_nights(folder, {"similarity": 0.8}, expect=100)
    remove(place.index, ["a0002"])
    return place.index


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(make(Path(name)), GOLDEN)
