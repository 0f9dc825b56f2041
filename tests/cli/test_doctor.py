"""`dedup doctor` checks the machine and says what is wrong."""

import json

from dedup import pipeline
from dedup.cli import checks
from dedup.errors import OutputError
from tests.cli.helpers import call

NAMES = ["python", "packages", "extras", "machine", "encoding", "output", "kernels", "run"]


def test_every_check_has_a_line(tmp_path):
    """A healthy machine has a line a check, and the sample run finds its pair."""
    result = call("doctor", "--out", tmp_path)
    lines = [line.split(None, 2) for line in result.stdout.splitlines()]
    assert (0, NAMES) == (result.exit_code, [line[1] for line in lines])
    assert ["ok", "run"] == lines[-1][:2]
    assert lines[-1][2].startswith("1 pair of 1 found in two sentences, ")


def test_doctor_as_json(tmp_path, monkeypatch):
    """--json gives one object with every check."""
    monkeypatch.setattr(checks, "run_twins", lambda: checks.Check("run", "ok", "1 pair"))
    found = json.loads(call("doctor", "--out", tmp_path, "--json").stdout)
    assert ("ok", NAMES) == (found["status"], [check["name"] for check in found["checks"]])


def test_failing_run_fails(tmp_path, monkeypatch):
    """A sample run that ends with an error is a failed check, and the exit code is 1."""

    def fail(*_):
        raise OutputError("the disk is full", where="out", todo="free some space")

    monkeypatch.setattr(pipeline, "run", fail)
    result = call("doctor", "-q", "--out", tmp_path)
    assert 1 == result.exit_code
    assert "fail  run        the disk is full out free some space" in result.stdout.splitlines()


def test_folder_that_cannot_be_written(monkeypatch, tmp_path):
    """A folder is tried by writing to it."""

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "NamedTemporaryFile", refuse)
    found = checks.folder("output", tmp_path / "new")
    assert ("fail", f"{tmp_path}/new cannot be written to: Permission denied") == found[1:]


def test_missing_package_fails(monkeypatch):
    """A package that is not there is named."""
    monkeypatch.setattr(checks, "NEEDED", ("click", "no-such-package"))
    assert ("fail", "missing: no-such-package; install dedup again") == checks.packages()[1:]


def test_kernel_cache_follows_numba(monkeypatch, tmp_path):
    """The cache is where numba puts it: as told, beside the code, or in the user's cache."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert tmp_path == checks.kernel_cache()
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(checks.os, "access", lambda *_: False)
    assert tmp_path / "numba" == checks.kernel_cache()
