"""A disk that fills up while tables are set aside ends the run, and nothing else."""

import errno

import pytest

from dedup.errors import OutputError
from dedup.generator.corpus import Order, generate
from dedup.memory import Memory
from dedup.pipeline import reporting
from dedup.storage.spill import Kept
from tests.disk import small_disk as disk
from tests.pipeline.made import SEEDS, checksums, run

pytestmark = pytest.mark.jit


@pytest.fixture
def nothing_fits(monkeypatch):
    """No table stays in memory."""
    monkeypatch.setattr(reporting, "memory_of", lambda config: Memory(0, 1 << 20, config.jobs))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 6 MB, where the tests may mount one."""
    with disk(tmp_path / "disk", "6m") as folder:
        yield folder


def full(out):
    """What the user is told."""
    todo = "free some space and run again; what was published before is untouched"
    return f"the disk is full\n  {out}\n  {todo}"


def test_a_disk_that_is_full_in_the_middle(small_disk, tmp_path, nothing_fits):
    """Three lines; no file of the run is left, and the run before is whole."""
    out = small_disk / "in" / "out"
    before = run(SEEDS, out, html="never")
    kept = checksums(before)
    generate(Order(1500, 3), tmp_path / "made")

    with pytest.raises(OutputError) as caught:
        run(tmp_path / "made" / "articles", out)

    assert full(out.resolve()) == str(caught.value)
    assert ["out"] == [path.name for path in out.parent.iterdir()]
    assert (before, kept) == ((out / "latest").resolve(), checksums(before))


@pytest.mark.parametrize("fails", [1, 7, 40])
def test_a_table_that_cannot_be_written(tmp_path, monkeypatch, nothing_fits, fails):
    """Whichever table it is that the disk refuses, the run before stays."""
    out, original, moved = tmp_path / "in" / "out", Kept.move, []
    before = checksums(run(SEEDS, out, html="never"))

    def move(kept, path):
        moved.append(path)
        path.write_bytes(b"half a table")
        if len(moved) >= fails:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(kept, path)

    monkeypatch.setattr(Kept, "move", move)
    with pytest.raises(OutputError) as caught:
        run(SEEDS, out, batch_bytes=10_000)

    assert full(out) == str(caught.value)
    assert ["out"] == [path.name for path in out.parent.iterdir()]
    assert before == checksums((out / "latest").resolve())
