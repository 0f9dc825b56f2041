"""`dedup run --dry-run`: what it would take, for people and for programs."""

import json
from pathlib import Path

import pytest

from dedup.cli.dry_run import lines
from dedup.pipeline.plan import Plan
from tests.cli.corpus import write
from tests.cli.helpers import call

PLAN = Plan(
    articles=1_000_000,
    counted=True,
    sampled=4_600,
    units={"sentence": 12_300_000},
    texts=11_900_000,
    bands={"sentence": (97, 6)},
    candidates=1_400_000,
    pairs=900_000,
    memory=4 * 10**9,
    there_is=24 * 10**9,
    spill=8 * 10**9,
    disk=9 * 10**9,
    free=74 * 10**9,
    reports=3 * 10**8,
    seconds=95.5,
)
TOLD = """\
articles     1,000,000  4,600 sampled
sentences   12,300,000
texts       11,900,000  distinct
candidates   1,400,000  97 bands of 6 rows
pairs          900,000  verified
memory        4,000 MB  --memory 4G; 24,000 MB here
spill         8,000 MB  tables set aside on disk, gone after the run
reports         300 MB
disk          9,000 MB  at most; 74,000 MB free beside out
time            95.5 s  when nothing else runs
fits; nothing was written"""


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Each test has a folder with a corpus."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path)


def test_figures_for_people():
    """One line a figure, aligned."""
    assert TOLD.splitlines() == lines(PLAN, "4G", Path("out"))


def test_what_does_not_fit_is_told():
    """And what would help."""
    full = lines(PLAN._replace(free=10**9), "4G", Path("out"))[-1]
    small = lines(PLAN._replace(there_is=10**9), "4G", Path("out"))[-1]
    assert "does not fit the disk: free some space, give more --memory, or another --out" == full
    assert "does not fit the memory: give less --memory" == small


def test_nothing_is_written(tmp_path):
    """The figures come, the folder stays as it was."""
    result = call("run", "in.jsonl", "-o", "out", "--dry-run")
    told = result.stdout.splitlines()
    assert (0, "", "fits; nothing was written") == (result.exit_code, result.stderr, told[-1])
    assert ["articles", "3", "all", "read"] == told[0].split()
    assert ["sentences", "5"] == told[1].split()
    assert ["in.jsonl"] == [path.name for path in tmp_path.iterdir()]


def test_figures_for_programs():
    """One object with every figure."""
    told = json.loads(call("run", "in.jsonl", "-o", "out", "--dry-run", "--json").stdout)
    assert {*Plan._fields, "fits"} == set(told)
    assert (3, {"sentence": 5}, True) == (told["articles"], told["units"], told["fits"])


def test_quiet_says_it_by_the_exit_code(monkeypatch):
    """A scheduler asks whether it fits."""
    monkeypatch.setattr("dedup.pipeline.plan.free_beside", lambda _: 0)
    result = call("run", "in.jsonl", "-o", "out", "--dry-run", "-q")
    assert (1, "") == (result.exit_code, result.output)


def test_errors_are_those_of_a_run():
    """Nothing to read ends with 66, in three lines."""
    result = call("run", "none.jsonl", "-o", "out", "--dry-run")
    assert (66, 3) == (result.exit_code, len(result.stderr.splitlines()))
