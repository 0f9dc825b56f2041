"""`dedup export` writes a run for other tools."""

import json

import pytest

from dedup.cli.export import HELP, TARGETS
from dedup.report.export import FORMS
from tests.cli.helpers import call
from tests.report.made import publish


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    """Each test stands in a folder with a run in out."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path / "out")


def test_every_form_is_known_and_explained():
    """The flag, the help and the code know the same forms."""
    assert list(FORMS) == TARGETS
    assert [] == [form for form in TARGETS if f"\n{form} " not in HELP]


@pytest.mark.parametrize(
    ("to", "said"),
    [("csv", "5 rows"), ("ndjson", "5 rows"), ("ids", "0 ids"), ("hf", "8 tables"),
     ("dolma", "4 documents"), ("nemo", "0 ids"), ("datasketch", "2 sketches")],
)  # fmt: skip
def test_it_tells_what_it_wrote(tmp_path, to, said):
    """One line says where and how much."""
    result = call("export", "out", "--to", to, "-o", "there")
    assert (0, f"wrote there: {said}\n", "") == (result.exit_code, result.stdout, result.stderr)
    assert (tmp_path / "there").exists()


def test_json():
    """--json says the same to a program."""
    found = call("export", "out", "--to", "csv", "-o", "x.csv", "--table", "clusters", "--json")
    assert {"status": "ok", "to": "csv", "output": "x.csv", "n": 2} == json.loads(found.stdout)


@pytest.mark.parametrize(
    ("to", "flag", "able"),
    [("hf", "where", "csv, ndjson, dolma, nemo, ids"), ("ids", "table", "csv, ndjson")],
)
def test_flags_that_say_nothing(tmp_path, to, flag, able):
    """A flag that the form does not have is refused, naming those that have it."""
    result = call("export", "out", "--to", to, "-o", "there", f"--{flag}", "x")
    expected = (
        f"error: --{flag} says nothing about --to {to}\n  x\n"
        f"  leave it out, or use --to with one of: {able}\n"
    )
    assert (2, expected) == (result.exit_code, result.stderr)
    assert not (tmp_path / "there").exists()


def test_what_exists_stays(tmp_path):
    """A name that is taken is refused."""
    (tmp_path / "there").write_text("mine")
    result = call("export", "out", "--to", "csv", "-o", "there")
    assert (2, "error: the output exists already") == (
        result.exit_code,
        result.stderr.splitlines()[0],
    )
    assert "mine" == (tmp_path / "there").read_text()
