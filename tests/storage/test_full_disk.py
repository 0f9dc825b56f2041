"""A table too large for memory and disk together is refused before it is made."""

import shutil
from collections import namedtuple

import pyarrow as pa
import pytest

from dedup.errors import OutputError
from dedup.storage.spill import Shelf

Usage = namedtuple("Usage", "total used free")
GB = 10**9


@pytest.fixture
def disk(monkeypatch):
    """A disk with 2 GB free; returns the folders it was asked about."""
    asked = []

    def usage(folder):
        asked.append(folder)
        return Usage(9 * GB, 7 * GB, 2 * GB)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    return asked


def test_what_has_no_place_is_refused(tmp_path, disk):
    """How much is needed and free, where, and what to do: in three lines."""
    with pytest.raises(OutputError) as caught:
        Shelf(tmp_path / "spill", room=GB).refuse_too_much(3 * GB + 100_000_000)

    assert (
        "the disk is too small: about 2.1 GB are needed, 2.0 GB are free\n"
        f"  {tmp_path}\n"
        "  free some space, give more --memory or another --out; --dry-run tells before the run"
    ) == str(caught.value)
    assert [tmp_path] == disk


def test_what_fits_to_the_last_byte_is_not_refused(tmp_path, disk):
    """Memory first, then the disk; what is held already takes its part."""
    shelf = Shelf(tmp_path / "spill", room=GB)
    held = shelf.keep(pa.table({"n": range(1000)})).nbytes

    shelf.refuse_too_much(3 * GB - held)
    with pytest.raises(OutputError, match=r"^the disk is too small"):
        shelf.refuse_too_much(3 * GB - held + 1)


def test_the_disk_is_not_asked_while_there_is_room(tmp_path, disk):
    """What fits the memory needs no disk; without a folder there is none."""
    Shelf(tmp_path / "spill", room=GB).refuse_too_much(GB)
    Shelf().refuse_too_much(99 * GB)

    assert [] == disk
