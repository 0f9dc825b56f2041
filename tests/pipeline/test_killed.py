"""However a run ends, what was published stays readable and the next run works."""

import random
import signal
import subprocess
import sys
import time

import pytest

from dedup import storage
from tests.cli.helpers import CHILD
from tests.pipeline.made import SEEDS, run, tables_of

pytestmark = pytest.mark.jit

# Every sync takes a while, so that the tenth of a second of publishing becomes most of a run.
SLOW = """
import os, sys, time
fsync = os.fsync
def slow(handle):
    time.sleep(0.05)
    fsync(handle)
os.fsync = slow
from dedup.cli import main
main(sys.argv[1:])
"""


def start(out, *flags):
    """A process that runs the sample corpus into `out`, and takes its time to publish."""
    command = [sys.executable, "-c", SLOW, "run", str(SEEDS), "-o", str(out), *flags]
    return subprocess.Popen(
        command, env=CHILD, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def leftovers(out):
    """What lies beside the output."""
    return [path for path in out.parent.iterdir() if path != out]


def await_publishing(process, out):
    """Wait until a staging folder is there."""
    for _ in range(1200):
        if process.poll() is not None or leftovers(out):
            return
        time.sleep(0.05)
    pytest.fail("it never came to publishing")


def assert_sound(out):
    """Every run to be seen is complete, to the last byte, and `latest` is one of them."""
    runs = sorted(out.glob("run=*"))
    for folder in runs:
        for file in storage.read_manifest(folder)["files"]:
            assert file["sha256"] == storage.file_sha256(folder / file["name"])
        assert 63 == len(tables_of(folder)["articles"])
    assert storage.find_run(out) in runs


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_run_is_never_seen(tmp_path, seed):
    """kill -9 at any moment of publishing: the latest run is whole, the next one sweeps up."""
    out = tmp_path / "out"
    old = run(SEEDS, out)
    with start(out) as process:
        await_publishing(process, out)
        time.sleep(random.Random(seed).random() * 0.7)
        process.kill()

    assert_sound(out)
    assert (out / old.name).is_dir()
    assert storage.find_run(out) != run(SEEDS, out)
    assert_sound(out)
    assert [] == leftovers(out)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("seed", range(3))
def test_a_stopped_run_cleans_up(tmp_path, number, code, seed):
    """SIGTERM and Ctrl-C, at any moment: their exit code within ten seconds, and nothing stays.

    One that comes while the run is made visible finds it published, whole.
    """
    out = tmp_path / "out"
    old = run(SEEDS, out)
    with start(out) as process:
        await_publishing(process, out)
        time.sleep(random.Random(seed).random() * 0.6 if seed else 0.0)
        sent = time.monotonic()
        process.send_signal(number)
        _, stderr = process.communicate(timeout=60)
        assert time.monotonic() - sent < 10

    assert "Traceback" not in stderr
    assert [] == leftovers(out)
    assert_sound(out)
    is_old = storage.find_run(out) == old
    assert process.returncode == code if is_old else process.returncode in (code, 0)
    assert is_old or seed


def test_of_two_runs_at_once_one_is_refused(tmp_path):
    """The second ends at once with 75 and says who is at work; the first is published."""
    out = tmp_path / "out"
    with start(out) as one:
        await_publishing(one, out)
        with start(out) as two:
            assert ("", 75) == (two.communicate(timeout=60)[0], two.returncode)
        assert 0 == one.wait(60)

    assert 1 == len(list(out.glob("run=*")))
    assert_sound(out)
    assert [] == leftovers(out)


def test_of_two_runs_at_once_one_waits(tmp_path):
    """With --wait the second begins when the first has ended; both are published."""
    out = tmp_path / "out"
    with start(out, "--wait", "120") as one, start(out, "--wait", "120") as two:
        ends = [(process.communicate(timeout=120)[1], process.returncode) for process in (one, two)]

    assert [("", 0)] * 2 == ends
    assert 2 == len(list(out.glob("run=*")))
    assert_sound(out)
    assert [] == leftovers(out)
