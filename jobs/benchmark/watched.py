"""One command as a process, watched: time, CPU, memory, and what a run sets aside on disk.

Linux hands the peak of `getrusage` down from whoever starts a process, so the peak is read from
the process itself, and the size of its spill from the folder it is in, many times a second.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Spent", "spend", "watch"]

EVERY = 0.02

# Of the time one look at what is set aside takes, so many times as much passes before the next: a run
# on two cores is not to be slowed by who counts its files.
RARELY = 50


class Spent(NamedTuple):
    """Seconds of the clock and of the processors, and bytes at the fullest."""

    wall: float
    cpu: float
    peak: int
    spilled: int


def watch(words: list[str], out: Path, folder: Path) -> Spent:
    """Run `dedup run WORDS --out OUT` in `folder`; raises CalledProcessError when it fails."""
    return spend(["run", *words, "--out", str(out)], folder, lambda: spill_of(out))


def spend(words: list[str], folder: Path, set_aside: Callable[[], int] = int) -> Spent:
    """Run `dedup WORDS` in `folder`, its output unread; raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "dedup", "--quiet", *words]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak = spilled = ended = 0
    due = 0.0
    while not ended:
        peak, now = max(peak, peak_of(process.pid)), time.perf_counter()
        if now >= due:
            spilled = max(spilled, set_aside())
            due = now + RARELY * (time.perf_counter() - now)
        time.sleep(EVERY)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = used.ru_utime + used.ru_stime
    return Spent(time.perf_counter() - started, cpu, peak, spilled)


def peak_of(pid: int) -> int:
    """The most memory that a process has held so far; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), 0)


def spill_of(out: Path) -> int:
    """The bytes of the tables that a run of this output has set aside just now."""
    size = 0
    for path in out.resolve().parent.glob(f".{out.name}.staging-*/spill/*"):
        try:
            size += path.stat().st_size
        except FileNotFoundError:
            continue
    return size
