"""What a killed run left behind is swept; what a living one works on is not."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dedup import storage
from tests.storage.made import staging_of

HOLD = """
import sys, time
from pathlib import Path
from dedup import storage
with storage.staging_folder(Path(sys.argv[1]), "held") as folder:
    (folder / "half").write_text("x")
    print(folder.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """A process at work on a run of tmp_path/out, and the name of its staging folder."""
    command = [sys.executable, "-c", HOLD, tmp_path / "out"]
    root = Path(storage.__file__).parents[1]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        yield process, process.stdout.readline().strip()
        process.kill()


def test_work_in_progress_is_left_alone(tmp_path, holder):
    """The staging folder of a living process is not swept, that of a dead one is."""
    process, name = holder
    out = tmp_path / "out"
    with storage.staging_folder(out, "mine"):
        assert {name, f".out.staging-mine-{os.getpid()}"} == set(staging_of(out))
    assert [name] == staging_of(out)

    process.kill()
    process.wait()
    with storage.staging_folder(out, "mine"):
        assert [f".out.staging-mine-{os.getpid()}"] == staging_of(out)


def test_only_leftovers_of_the_same_output_are_swept(tmp_path):
    """A name with glob characters, or one that begins alike, is another output."""
    leftovers = [".out[1].staging-x-1", ".out1.staging-x-1", ".out.staging-x-1", ".other"]
    for name in leftovers:
        (tmp_path / name).mkdir()

    with storage.staging_folder(tmp_path / "out[1]", "a"):
        pass

    assert sorted(leftovers[1:]) == staging_of(tmp_path / "out[1]")


def test_a_folder_swept_before_it_was_locked_is_made_again(tmp_path, monkeypatch):
    """Two runs that begin together: neither takes the other's new folder for a leftover."""
    flock, calls = fcntl.flock, []

    def swept_first(handle, how):
        if not calls:
            calls.append("swept")
            (tmp_path / f".out.staging-a-{os.getpid()}").rmdir()
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    with storage.staging_folder(tmp_path / "out", "a") as folder:
        (folder / "run.json").write_text("{}")
        assert tmp_path / "out" / "run=a" == storage.commit(folder, tmp_path / "out", "a")


def test_a_leftover_that_goes_by_itself_is_no_error(tmp_path, monkeypatch):
    """Another run may end, and its folder vanish, while we look for leftovers."""
    gone = tmp_path / ".out.staging-x-1"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))

    with storage.staging_folder(tmp_path / "out", "a") as folder:
        assert folder.is_dir()


def test_an_interrupted_run_leaves_nothing(tmp_path):
    """Whatever ends the block, the staging folder goes with it."""
    with pytest.raises(KeyboardInterrupt), storage.staging_folder(tmp_path / "out", "a"):
        raise KeyboardInterrupt
    assert [] == list(tmp_path.iterdir())
