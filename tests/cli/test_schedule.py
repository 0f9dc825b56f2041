"""`dedup schedule` prints or writes what a scheduler needs, with absolute paths."""

import getpass
import shlex
import sys

import pytest

from dedup.cli import schedule as verb
from dedup.nightly.schedules import KINDS
from tests.cli.helpers import call


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the job is started, with its settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.toml").write_text('[job]\ninbox = "in"\nout = "o/nightly"\n')
    return tmp_path


def test_every_scheduler_has_its_files():
    """The choices of the command line are the kinds there are."""
    assert list(KINDS) == verb.SCHEDULERS


@pytest.mark.parametrize("scheduler", verb.SCHEDULERS)
def test_what_is_printed_is_what_is_written(folder, scheduler):
    """-o writes the same, a file each."""
    printed = call("--config", "n.toml", "schedule", scheduler)
    told = call("--config", "n.toml", "schedule", scheduler, "-o", "units")
    names = list(KINDS[scheduler][0])
    assert (0, 0) == (printed.exit_code, told.exit_code)
    assert [f"wrote units/{name}" for name in names] == told.stdout.splitlines()
    assert printed.stdout == "\n".join((folder / "units" / name).read_text() for name in names)


def test_paths_are_absolute(folder):
    """They are those seen from where the command is given; the hour is asked for."""
    line = call("--config", "n.toml", "schedule", "cron", "--at", "3:07").stdout.splitlines()[-1]
    words = shlex.join(
        [sys.executable, "-m", "dedup", "--config", str(folder / "n.toml"), "nightly"]
    )
    assert f"7 3 * * * cd {folder} && umask 022 && exec {words}" == line


def test_what_is_written_is_beside_the_output(folder):
    """Staging needs the folder above, the index and the figures theirs; a ping needs the network."""
    (folder / "n.toml").write_text(
        '[job]\ninbox = "in"\nout = "o/nightly"\nindex = "o/index"\nprometheus = "p/d.prom"\nping = "https://x.org/a"\n'
    )
    lines = call("--config", "n.toml", "schedule", "systemd").stdout.splitlines()
    expected = {
        f"ReadWritePaths={folder}/o {folder}/p",
        "PrivateNetwork=no",
        f"User={getpass.getuser()}",
    }
    assert expected <= set(lines)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[job]\nout = "o"\n', "[job] names no inbox"),
        ('[job]\ninbox = "i"\n', "[job] names no out"),
        ("seed = 2\n", "[job] names no inbox"),
    ],
)
def test_what_is_missing_is_told(folder, text, what):
    """A schedule without inbox or output would fail every night."""
    (folder / "n.toml").write_text(text)
    result = call("--config", "n.toml", "schedule", "cron")
    expected = f'error: {what}\n  {folder}/n.toml\n  inbox = "FOLDER" and out = "FOLDER"\n'
    assert (2, expected) == (result.exit_code, result.stderr)


def test_a_schedule_needs_settings():
    """Without --config there is nothing to start."""
    result = call("schedule", "cron")
    assert (2, "error: a schedule needs a settings file") == (
        result.exit_code, result.stderr.splitlines()[0],
    )  # fmt: skip


@pytest.mark.parametrize("at", ["24:00", "4", "04:60", "noon", "4:5"])
def test_a_time_of_day(folder, at):
    """Hours and minutes, nothing else."""
    result = call("--config", "n.toml", "schedule", "cron", "--at", at)
    assert (2, f"error: --at must be a time of day as 04:15, not {at!r}\n") == (
        result.exit_code, result.stderr,
    )  # fmt: skip
