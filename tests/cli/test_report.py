"""`dedup report`."""

import json

import pytest

from tests.cli.helpers import call
from tests.report.made import publish


@pytest.fixture
def out(tmp_path):
    publish(tmp_path / "out", inputs=[], losses=[], bands=[])
    return tmp_path / "out"


def test_the_page_goes_into_the_run(out):
    """Without -o the page lies beside the tables it was made from."""
    found = call("report", out)
    page = out.resolve() / "run=20250301T060000Z-abcd" / "report.html"
    assert (0, page.is_file()) == (found.exit_code, True)
    size = page.stat().st_size / 1e6
    assert (
        f"wrote {page} ({size:.1f} MB): 2 groups, 1 pairs, 0 of 4 whole articles\n" == found.output
    )


def test_the_page_as_a_file(out, tmp_path):
    """-o names the file, --json tells it to a program."""
    found = call("--json", "report", out, "-o", tmp_path / "page.html", "--no-text")
    facts = json.loads(found.stdout)
    assert (str(tmp_path / "page.html"), {"shown": 2, "of": 2}) == (facts["file"], facts["groups"])
    assert facts["n_bytes"] == (tmp_path / "page.html").stat().st_size


def test_anonymous(out, tmp_path):
    """Both spellings leave out the names."""
    for flag in ("--anonymise", "--anonymize"):
        page = tmp_path / f"{flag}.html"
        assert 0 == call("report", out, "-o", page, flag).exit_code
        assert "Coast Post" not in page.read_text(encoding="utf-8")


def test_a_folder_is_no_page(out, tmp_path):
    """A folder as -o is refused, with a name that would do."""
    found = call("report", out, "-o", tmp_path)
    expected = (
        f"error: the page is a file, not a folder\n  {tmp_path}\n"
        f"  name a file, as in -o {tmp_path}/report.html\n"
    )
    assert (2, expected) == (found.exit_code, found.stderr)


def test_too_small(out):
    """A budget that not even an empty page keeps is refused, with what to do."""
    found = call("report", out, "--max-mb", "0.01")
    assert 74 == found.exit_code
    assert found.stderr.endswith("  allow more with --max-mb\n")


def test_no_run(tmp_path):
    """A folder without a run is told so."""
    assert 66 == call("report", tmp_path).exit_code
