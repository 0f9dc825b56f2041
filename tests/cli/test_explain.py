"""`dedup explain` tells where an article came from."""

import json

import pytest

from tests.cli.helpers import call
from tests.report.corpus import publish


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    """Each test stands in a folder with a run in out."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path)


def test_in_a_pipe():
    """Rows are tab-separated; what covers most comes first."""
    assert [
        "covered\ttotal\tfrom\tsource\tlag\tmatch",
        "100.0 %\t100.0 %\ta1\tHarbor Post\t-2 h 00\t2 sentences, 2 exact",
    ] == call("explain", "out", "a3").stdout.splitlines()


def test_as_a_table():
    """A table is introduced by what the article is and how much of it is its own."""
    lines = call("explain", "out", "a4", "--format", "table").stdout.splitlines()
    assert (
        'article a4 "A4", Harbor Post, 2025-05-01 09:00Z: 3 sentences, 110 characters' == lines[0]
    )
    assert "  40.4 % is not found in earlier articles of this run" == lines[1]


@pytest.mark.parametrize("words", [["--json"], ["--format", "json"]])
def test_as_json(words):
    """JSON has the article, the shares and every column."""
    found = json.loads(call("explain", "out", "a3", *words).stdout)
    assert ("explain", "a3", 1.0, ["a1"]) == (
        found["view"], found["article_id"], found["found_ratio"],
        [row["article_id"] for row in found["rows"]],
    )  # fmt: skip


@pytest.mark.parametrize(("step", "n"), [("0.4", 1), ("90%", 0), ("0", 1), ("100%", 0)])
def test_min_step(step, n):
    """--min-step is a share or a percentage."""
    lines = call("explain", "out", "a2", "--min-step", step).stdout.splitlines()
    assert n == len(lines) - 1


@pytest.mark.parametrize("step", ["2 %%", "x", "1.5", "-1", "101%", "nan"])
def test_bad_min_step(step):
    """What is no share is told, with the help to read."""
    result = call("explain", "out", "a2", f"--min-step={step}")
    expected = (
        f"error: invalid value for '--min-step': {step!r} is no share, as 2% or 0.02\n"
        "  dedup explain\n  try: dedup explain --help\n"
    )
    assert (2, expected) == (result.exit_code, result.stderr)


def test_unknown_article():
    """A name that the run does not have ends with 2."""
    result = call("explain", "out", "a33")
    assert 2 == result.exit_code
    assert "error: nothing is called 'a33'\n" in result.stderr
