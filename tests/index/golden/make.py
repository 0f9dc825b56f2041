"""Writes tests/index/golden/index-2, an index of format 2: python -m tests.index.golden.make

An index that was released must open for ever, so the one that is there stays; this is how it was
made, and how the one of the next format will be.  index-1 was made the same way, by the version of
dedup that had one format.
"""

import shutil
import tempfile
from pathlib import Path

from dedup.index import remove
from tests.index.made import two_nights

__all__ = ["GOLDEN", "OLDER", "make"]

OLDER = Path(__file__).parent / "index-1"
GOLDEN = Path(__file__).parent / "index-2"


def make(folder):
    """Three articles in two nights, one of them removed."""
    place = two_nights(folder, {"similarity": 0.8}, expect=100)
    remove(place.index, ["a0002"])
    return place.index


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(make(Path(name)), GOLDEN)
