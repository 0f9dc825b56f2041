"""The jobs run as a scheduler runs them."""

import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from dedup import storage
from dedup.cli.settings import Job, gather
from dedup.index import newest
from tests.cli.corpus import write
from tests.cli.helpers import CHILD

JOBS = Path(__file__).parents[2] / "jobs"


def start(name, *args, cwd):
    """Run a job as a scheduler does."""
    command = [sys.executable, str(JOBS / name), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env=CHILD, cwd=cwd, check=False)


@pytest.fixture
def inbox(tmp_path):
    """An inbox with one file, and the settings of a job; returns the folder of both."""
    (tmp_path / "new").mkdir()
    write(tmp_path / "new")
    (tmp_path / "job.toml").write_text('similarity = 0.7\n[job]\ninbox = "new"\nout = "out"\n')
    return tmp_path


def runs(folder):
    """The published runs below the output."""
    return [run.folder for run in storage.runs_of(folder / "out")]


def test_nightly_is_quiet(inbox):
    """A night without trouble publishes and prints nothing, and so does one without new files."""
    for _ in range(2):
        found = start("nightly.py", "job.toml", cwd=inbox)
        assert (0, "", "") == (found.returncode, found.stdout, found.stderr)
        assert 1 == len(runs(inbox))


def test_nightly_with_rejects(inbox):
    """Rejected rows end with 3 and one line; flags follow the settings file."""
    write(inbox / "new", '{"id": "a4", "text": 7}')
    found = start("nightly.py", "job.toml", "--as-of", "2026-03-12", cwd=inbox)
    assert (3, "", 1) == (found.returncode, found.stdout, len(found.stderr.splitlines()))
    assert "2026-03-12" == storage.read_manifest(*runs(inbox))["inbox"]["night"]


def test_nightly_without_its_settings(inbox):
    """A settings file that is not there ends with 2."""
    found = start("nightly.py", "none.toml", cwd=inbox)
    expected = "error: no such settings file\n  none.toml\n  dedup config init writes one\n"
    assert (2, expected) == (found.returncode, found.stderr)


def test_nightly_without_inbox(inbox):
    """A settings file without [job] says what is missing."""
    (inbox / "bare.toml").write_text("seed = 2")
    found = start("nightly.py", "bare.toml", cwd=inbox)
    assert (2, "error: missing INBOX") == (found.returncode, found.stderr.splitlines()[0])


def test_settings_of_the_nightly_job_are_valid():
    """The settings file beside the job names an inbox that the checkout has."""
    found = gather({}, JOBS / "nightly.toml")
    expected = Job(inbox="seeds/articles", out="out/nightly", index="out/index", keep_runs=30)
    assert expected == found.job
    assert set(tomllib.loads((JOBS / "nightly.toml").read_text())) == {*found.origins, "job"}


def test_backfill_goes_on_where_it_was_killed(inbox):
    """Each part is a run; what was published before the kill is not done again."""
    for day in range(1, 7):
        (inbox / "archive" / f"2026-02-0{day}").mkdir(parents=True)
        write(inbox / "archive" / f"2026-02-0{day}")
    words = [sys.executable, JOBS / "backfill.py", "archive", "job.toml"]
    with subprocess.Popen(words, env=CHILD, cwd=inbox) as process:
        while not runs(inbox) and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    before = runs(inbox)
    assert 0 < len(before) < 6

    found = start("backfill.py", "archive", "job.toml", cwd=inbox)

    assert (0, "", "") == (found.returncode, found.stdout, found.stderr)
    nights = [storage.read_manifest(run)["inbox"]["night"] for run in runs(inbox)]
    assert [f"2026-02-0{day}" for day in range(1, 7)] == nights
    assert before == runs(inbox)[: len(before)]
    assert ["archive", "job.toml", "new", "out"] == sorted(path.name for path in inbox.iterdir())


def test_compact_makes_one_night_of_all(inbox):
    """The index that the settings name is compacted, and nothing is printed."""
    with (inbox / "job.toml").open("a") as file:
        file.write('index = "index"\n')
    for number in range(2):
        line = json.dumps({"id": f"b{number}", "text": "It snowed all day."})
        (inbox / "new" / f"{number}.jsonl").write_text(line + "\n")
        assert 0 == start("nightly.py", "job.toml", cwd=inbox).returncode
    assert 2 == len(newest(inbox / "index").nights)

    found = start("compact.py", "job.toml", cwd=inbox)

    assert (0, "", "") == (found.returncode, found.stdout, found.stderr)
    assert 1 == len(newest(inbox / "index").nights)


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
