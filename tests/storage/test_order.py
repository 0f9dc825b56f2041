"""Runs are ordered as they were published, whatever the clock says; old ones are dropped whole."""

import errno
import os
import shutil

import pytest

from dedup import storage
from dedup.errors import OutputError
from tests.storage.made import staging_of


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def publish(out, name):
    """A run that knows its place; returns its folder."""
    with storage.staging_folder(out, name) as folder:
        storage.write_manifest(folder, {"run_id": name, **storage.succession(out)})
        return storage.commit(folder, out, name)


def names(out):
    return [run.folder.name for run in storage.runs_of(out)]


def test_the_order_is_that_of_publication(out):
    """A clock that is set back names a run after an earlier day; it is the newest all the same."""
    for name in ("20260302", "20260303", "20260301"):
        publish(out, name)
    assert ["run=20260302", "run=20260303", "run=20260301"] == names(out)
    assert {"number": 4, "previous": "run=20260301"} == storage.succession(out)


def test_the_first_run_follows_none(out):
    """Also where the folder is not there yet."""
    assert {"number": 1, "previous": None} == storage.succession(out)


def test_what_is_no_run_is_passed_over(out):
    """Neither folders without run.json nor damaged ones have a place; older versions come first."""
    publish(out, "b")
    for name, content in (("old", "{}"), ("torn", '{"number": 7'), ("wrong", '{"number": "x"}')):
        (out / f"run={name}").mkdir()
        (out / f"run={name}" / "run.json").write_text(content)
    (out / "run=bare").mkdir()
    assert ["run=old", "run=b"] == names(out)


def test_old_runs_are_dropped(out):
    """The newest stay; nothing else in the folder is touched."""
    for name in "edcba":
        publish(out, name)
    (out / "notes.txt").write_text("mine")
    assert ["run=e", "run=d", "run=c"] == storage.drop_old_runs(out, 2)
    assert ["latest", "notes.txt", "run=a", "run=b"] == sorted(p.name for p in out.iterdir())
    assert [] == staging_of(out)
    assert [] == storage.drop_old_runs(out, 2)


def test_two_runs_stay_whatever_is_asked(out):
    """The run before the newest may still be read."""
    for name in "abc":
        publish(out, name)
    assert ["run=a"] == storage.drop_old_runs(out, 0)


def test_a_run_that_a_link_names_stays(out):
    """`latest` set back by hand, and links of one's own."""
    for name in "abcdef":
        publish(out, name)
    (out / "keep").symlink_to("run=a")
    (out / "latest").unlink()
    (out / "latest").symlink_to("run=b")
    assert ["run=c", "run=d"] == storage.drop_old_runs(out, 2)


def test_a_dropped_run_vanishes_at_once(out, monkeypatch):
    """It is moved away in one step before any file goes, so none is ever seen halved."""
    for name in "abc":
        publish(out, name)
    monkeypatch.setattr(shutil, "rmtree", lambda _: None)
    storage.drop_old_runs(out, 2)
    assert ["run=b", "run=c"] == names(out)
    monkeypatch.undo()
    with storage.staging_folder(out, "next"):
        assert 1 == len(staging_of(out))
    assert [] == staging_of(out)


def test_a_reader_of_the_run_before_goes_on(out):
    """Who resolved `latest` before the next run came finds every file, with two runs kept."""
    publish(out, "a")
    publish(out, "b")
    found = storage.find_run(out)
    publish(out, "c")
    storage.drop_old_runs(out, 2)
    assert "b" == storage.read_manifest(found)["run_id"]


def test_a_run_that_cannot_be_removed_is_told(out, monkeypatch):
    """What was published is told as published."""
    for name in "abc":
        publish(out, name)

    def failing(path):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path / "x"))

    monkeypatch.setattr(shutil, "rmtree", failing)
    with pytest.raises(OutputError) as caught:
        storage.drop_old_runs(out, 2)
    away = out.parent / f".out.staging-run=a-{os.getpid()}" / "x"
    assert (
        f"the run is published, but an old one stays: Input/output error\n  {away}\n"
        "  the next run tries again"
    ) == str(caught.value)


@pytest.mark.parametrize("left", ["none", "old", "link"])
def test_a_swap_that_was_cut_short_is_made_up_for(out, left):
    """Killed between the rename and the swap: the next run lets `latest` name the run."""
    if left != "none":
        publish(out, "a")
    with storage.staging_folder(out, "b") as folder:
        storage.write_manifest(folder, {"run_id": "b", **storage.succession(out)})
        folder.rename(out.with_name("kept"))
    out.mkdir(exist_ok=True)
    out.with_name("kept").rename(out / "run=b")
    if left == "link":
        (out.parent / ".out.latest-77").symlink_to("run=b")

    storage.complete(out)

    assert out / "run=b" == storage.find_run(out)
    assert [] == staging_of(out)


def test_a_link_set_by_hand_stays(out):
    """Whoever goes back by more than one run is not overruled."""
    for name in "abc":
        publish(out, name)
    (out / "latest").unlink()
    (out / "latest").symlink_to("run=a")
    storage.complete(out)
    assert out / "run=a" == storage.find_run(out)


def test_what_a_killed_run_staged_is_removed(out):
    """Also when nothing is published after it; the folder of a run that is at work stays."""
    dead = out.parent / ".out.staging-dead-1"
    with storage.staging_folder(out, "alive") as alive:
        dead.mkdir()
        (dead / "pairs.parquet").write_bytes(b"half a file")

        storage.complete(out)

        assert (False, True) == (dead.exists(), alive.exists())


def test_there_is_nothing_to_complete(out):
    """Before the first run, nothing is made."""
    storage.complete(out)
    assert not out.exists()
