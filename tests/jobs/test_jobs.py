"""The jobs run as a scheduler runs them."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dedup.cli.settings import gather
from tests.cli.corpus import write
from tests.cli.helpers import CHILD

JOBS = Path(__file__).parents[2] / "jobs"


def start(name, *args, cwd):
    """Run a job as a scheduler does."""
    command = [sys.executable, str(JOBS / name), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env=CHILD, cwd=cwd, check=False)


@pytest.fixture
def inbox(tmp_path):
    write(tmp_path)
    (tmp_path / "job.toml").write_text(
        'similarity = 0.7\n[job]\ninputs = ["in.jsonl"]\nout = "out"\n'
    )
    return tmp_path


def test_nightly_is_quiet(inbox):
    """A night without trouble publishes and prints nothing."""
    found = start("nightly.py", "job.toml", cwd=inbox)
    assert (0, "", "") == (found.returncode, found.stdout, found.stderr)
    assert (inbox / "out" / "latest" / "run.json").is_file()


def test_nightly_with_rejects(inbox):
    """Rejected rows end with 3 and one line."""
    write(inbox, '{"id": "a4", "text": 7}')
    found = start("nightly.py", "job.toml", cwd=inbox)
    assert (3, "", 1) == (found.returncode, found.stdout, len(found.stderr.splitlines()))


def test_nightly_without_its_settings(inbox):
    """A settings file that is not there ends with 2."""
    found = start("nightly.py", "none.toml", cwd=inbox)
    expected = "error: no such settings file\n  none.toml\n  dedup config init writes one\n"
    assert (2, expected) == (found.returncode, found.stderr)


def test_nightly_without_input(inbox):
    """A settings file without [job] says what is missing."""
    (inbox / "bare.toml").write_text("seed = 2")
    found = start("nightly.py", "bare.toml", cwd=inbox)
    assert (2, "error: missing INPUT") == (found.returncode, found.stderr.splitlines()[0])


def test_settings_of_the_nightly_job_are_valid():
    """The settings file beside the job names inputs that the checkout has."""
    found = gather({}, JOBS / "nightly.toml")
    assert (("seeds/articles",), "out/nightly") == (found.job.inputs, found.job.out)
    assert set(tomllib.loads((JOBS / "nightly.toml").read_text())) == {*found.origins, "job"}


def test_demo_shows_the_pair_of_the_document(tmp_path):
    """The demo runs from anywhere, and ends with the pair of the user's document."""
    found = start("demo.py", cwd=tmp_path)
    words = " ".join(found.stdout.split())
    assert (0, "") == (found.returncode, found.stderr)
    assert "63 read = 63 reported + 0 rejected" in words
    expected = (
        "[-The-]{+A+} US-led [-worldwide-]{+global+} coalition is providing air support to the Iraqi "
        "forces' offensive on Hawija, [-Iraqi-] state TV said."
    )
    assert expected in words
    assert [] == list(tmp_path.iterdir())
