"""How the process ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import CHILD, spawn

LEAVE = "import sys\nfrom dedup.cli.leave import leave\n"


def test_what_was_printed_is_out():
    """What waits in a buffer is written before the process ends with the code given."""
    code = f"{LEAVE}print('said', end='')\nprint('warned', end='', file=sys.stderr)\nleave(3)"
    done = spawn(code=code)
    assert (3, "said", "warned") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("gone", ["sys.stdout = None", "sys.stdout.close()", "print(); full(1)"])
def test_nobody_to_tell(gone):
    """Without an output, or with one that takes nothing more, it ends with its code all the same."""
    full = "import os\ndef full(to): os.dup2(os.open('/dev/full', os.O_WRONLY), to)\n"
    done = spawn(code=f"{LEAVE}{full}{gone}\nleave(4)")
    assert (4, "") == (done.returncode, done.stderr)


def test_nothing_is_freed_before_the_end():
    """No object is visited for the last time, which took half a second after a large run."""
    freed = "class Loud:\n    def __del__(self): print('freed', flush=True)\n"
    done = spawn(code=f"{LEAVE}{freed}held = Loud()\nleave(0)")
    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_was_not_written_is_an_error():
    """A command whose output goes to a full disk ends with 74 and says so."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "dedup", "schema"]
        done = subprocess.run(command, env=CHILD, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (74, b"error: the disk is full") == (done.returncode, done.stderr.splitlines()[0])
