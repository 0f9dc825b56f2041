"""One process at a time holds an output; whoever dies lets go."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from dedup import storage
from dedup.errors import LockedError, PermissionRefusedError
from tests.cli.helpers import CHILD

HOLD = """
import sys, time
from pathlib import Path
from dedup.storage import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def path(tmp_path):
    return storage.beside(tmp_path / "out")


@pytest.fixture
def holder(path):
    """A process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=CHILD) as process:
        process.stdout.readline()
        yield process
        process.kill()


def test_the_lock_lies_beside_the_output(tmp_path, path):
    """It is gone when the block ends, and says meanwhile who holds it."""
    assert tmp_path / ".out.lock" == path
    with storage.lock(path):
        known = json.loads(path.read_text())
        assert (os.getpid(), {"pid", "host", "boot_id", "started"}) == (known["pid"], set(known))
    assert [] == list(tmp_path.iterdir())


def test_a_held_lock_is_refused(path, holder):
    """Who holds it since when, and what to do: in three lines."""
    with pytest.raises(LockedError) as caught, storage.lock(path):
        pass

    known = json.loads(path.read_text())
    assert (
        f"another run is active\n  {path}, held by process {holder.pid} on {known['host']} "
        f"since {known['started']}\n"
        "  wait until it has ended, or let this one wait with --wait SECONDS"
    ) == str(caught.value)


@pytest.mark.parametrize("content", [b"", b"[1", b"[]", b"7", b"{}", b"\xff"])
def test_a_record_that_cannot_be_read_is_left_out(path, holder, content):
    """What counts is the lock, not what is written in the file."""
    path.write_bytes(content)
    with pytest.raises(LockedError) as caught, storage.lock(path):
        pass
    assert str(path) == caught.value.where


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_dead_holder_has_let_go(path, holder, number):
    """The file it left is taken over, and removed."""
    holder.send_signal(number)
    holder.wait(30)
    assert path.exists()
    with storage.lock(path):
        assert os.getpid() == json.loads(path.read_text())["pid"]
    assert not path.exists()


def test_waiting_ends_when_the_holder_does(path, holder):
    """Whoever waits goes on as soon as the lock is free."""
    threading.Timer(0.5, holder.kill).start()
    with storage.lock(path, wait=60):
        assert path.exists()


def test_waiting_ends_when_the_time_is_over(path, holder):
    """After that the lock is refused."""
    with pytest.raises(LockedError), storage.lock(path, wait=0.3):
        pass


def test_two_threads_are_two_holders(path):
    """A second lock of the same process is refused too."""
    with storage.lock(path), pytest.raises(LockedError), storage.lock(path):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    """Where nothing may be written, the file is named."""

    def refused(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionRefusedError) as caught, storage.lock(tmp_path / "x"):
        pass
    assert str(tmp_path / "x") == caught.value.where
