"""Every point at which an act touches the disk, hit once with a kill, an EIO and a full disk.

`enumerate_faults(target)` counts the system calls of the act, repeats it once for each of them and
each kind of fault, and looks at what is left: the old state, the new one, or something broken.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.helpers import CHILD

__all__ = ["HOWS", "Outcome", "Target", "enumerate_faults", "refuse_without_strace", "table_of"]

SYSCALLS = (
    "write", "pwrite64", "writev", "ftruncate", "fsync", "fdatasync", "rename", "renameat",
    "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "mkdir",
    "mkdirat", "flock",
)  # fmt: skip
HOWS = {"KILL": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
LANES = min(4, len(os.sched_getaffinity(0)))
REQUIRED = os.environ.get("FAULT_TESTS") == "required"


class Target(NamedTuple):
    """What is hit: a function that runs in a process of its own, and how its state is judged.

    `act` is "package.module:function", called with a folder; `prepare` makes the old state in it;
    `check` says "old" or "new" and raises AssertionError for anything else; `clean` raises
    AssertionError for what should not be left over when the act was repeated without a fault.
    `skip` names system calls that are not hit.
    """

    name: str
    act: str
    prepare: Callable[[Path], None]
    check: Callable[[Path], str]
    clean: Callable[[Path], None]
    skip: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What one fault left: the state, how the process ended, and what is wrong, if anything is."""

    syscall: str
    how: str
    number: int
    state: str
    code: int
    wrong: str = ""


def refuse_without_strace(folder: Path) -> None:
    """Skip, or fail where it is required, when processes cannot be traced here."""
    reason = "" if shutil.which("strace") else "no strace on this machine: apt-get install strace"
    if not reason:
        traced = ["strace", "-o", str(folder / "probe"), "-e", "trace=fsync", "true"]
        done = subprocess.run(traced, capture_output=True, text=True, check=False)
        reason = f"processes cannot be traced here: {done.stderr}" if done.returncode else ""
    if reason and REQUIRED:
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def enumerate_faults(target: Target, folder: Path) -> list[Outcome]:
    """The outcome of every fault at every point; `folder` is made use of."""
    template = folder / "template"
    template.mkdir()
    target.prepare(template)
    with acting() as act:
        faults = list(Trials(target, template, folder / "counted", act).faults())

    def lane(number: int) -> list[Outcome]:
        with acting() as act:
            trials = Trials(target, template, folder / f"trial-{number}", act)
            return [trials.one(*fault) for fault in faults[number::LANES]]

    with ThreadPoolExecutor(LANES) as pool:
        lanes = list(pool.map(lane, range(LANES)))
    return [lanes[i % LANES][i // LANES] for i in range(len(faults))]


class Trials:
    """Trials of one target."""

    def __init__(self, target, template, folder, act):
        self.target, self.template, self.folder, self.act = target, template, folder, act

    def faults(self):
        """Every fault there is: of each system call, of each kind, at each of its calls."""
        self.start_anew()
        log = self.folder.with_suffix(".log")
        assert 0 == self.act(self.target.act, self.folder, ["-o", str(log)])
        assert "new" == self.target.check(self.folder)
        called = Counter(calls_in(log.read_text()))
        for syscall in SYSCALLS:
            if syscall not in self.target.skip:
                for how in HOWS:
                    yield from ((syscall, how, n + 1) for n in range(called[syscall]))

    def start_anew(self):
        """Bring back the old state."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder, symlinks=True)

    def one(self, syscall, how, number):
        """Hit one call, judge what is left, then act again undisturbed."""
        self.start_anew()
        inject = f"inject={syscall}:{HOWS[how]}:when={number}"
        code = self.act(self.target.act, self.folder, ["-o", "/dev/null", "-e", inject])
        state, wrong = "broken", ""
        try:
            state = self.target.check(self.folder)
            self.refuse_bug(code, state, how)
            assert 0 == self.act(self.target.act, self.folder, None), "the next one failed"
            assert "new" == self.target.check(self.folder), "the next one did not publish"
            self.target.clean(self.folder)
        except AssertionError as error:
            state, wrong = "broken", f"{error}\n{self.told()}"
        return Outcome(syscall, how, number, state, code, wrong)

    def refuse_bug(self, code, state, how):
        """A fault ends with the code for it, or is overcome; it is never called a bug."""
        assert code == -9 if how == "KILL" else code in (0, 74), f"exit code {code}"
        assert state == "new" or code != 0, "exit code 0, but nothing is published"
        assert "bug in dedup" not in self.told()

    def told(self):
        """What the process printed."""
        return self.folder.with_suffix(".err").read_text()


def calls_in(log):
    """The system calls of a log of strace, in order."""
    for line in log.splitlines():
        name = line.split("(", 1)[0].split()[-1]
        if name.isidentifier():
            yield name


@contextmanager
def acting():
    """Yields act(act, folder, strace options or None for no tracer) -> exit code."""
    command = [sys.executable, "-m", "tests.faults.server"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=CHILD, **pipes) as server:

        def ask(line):
            server.stdin.write(line + "\n")
            server.stdin.flush()

        def act(name, folder, options):
            ask(json.dumps([name, str(folder)]))
            pid = server.stdout.readline().strip()
            if options is None:
                ask("go")
                return int(server.stdout.readline())
            with attached(pid, options):
                ask("go")
                return int(server.stdout.readline())

        yield act
        server.stdin.close()


@contextmanager
def attached(pid, options):
    """strace, attached to a process until that ends."""
    command = ["strace", "-f", "-e", f"trace={','.join(SYSCALLS)}", *options, "-p", pid]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        first = tracer.stderr.readline()
        assert "attached" in first, first
        yield
        tracer.stderr.read()


def table_of(name, outcomes):
    """The outcomes as lines: one for each system call and kind of fault."""
    states = ("old", "new", "broken")
    lines = [
        f"{name}: {len(outcomes)} faults",
        f"{'':<20}{'points':>8}{'old':>8}{'new':>8}{'broken':>8}",
    ]
    groups = dict.fromkeys((one.syscall, one.how) for one in outcomes)
    for syscall, how in groups:
        found = Counter(one.state for one in outcomes if (one.syscall, one.how) == (syscall, how))
        counts = "".join(f"{found[state]:>8}" for state in states)
        lines.append(f"{syscall + ' ' + how:<20}{found.total():>8}{counts}")
    total = Counter(one.state for one in outcomes)
    lines.append(f"{'all':<20}{len(outcomes):>8}" + "".join(f"{total[s]:>8}" for s in states))
    return "\n".join(lines)
