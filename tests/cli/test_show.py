"""`dedup show` looks into published runs."""

import json

import pytest

from tests.cli.helpers import call
from tests.report.made import publish


@pytest.fixture
def out(tmp_path):
    publish(tmp_path / "out")
    return tmp_path / "out"


def test_overview(out):
    """Without a name the summary of the newest run is shown."""
    run = out.joinpath("latest").resolve()
    expected = [
        "5 of 8 sentences (62.5 %) are repeated, in 2 groups, across 3 of 4 articles",
        '  most repeated   x3 in 2 outlets  "Subscribe to our evening letter."',
        "  closest rewrite 0.72  c-bbbbbbbbbbbbbbbb",
        "  rows            5 read = 4 reported + 1 rejected",
        f"{run.name} (8 tables, 0.4 MB) of 2025-03-01 06:00Z",
        f"next: dedup show {out} c-bbbbbbbbbbbbbbbb",
    ]
    assert expected == call("show", out).stdout.splitlines()
    assert expected[:5] == call("show", run).stdout.splitlines()[:5]


def test_overview_as_json(out):
    """The overview is one object with --json and with --format json."""
    found = json.loads(call("show", out, "--json").stdout)
    assert (5, 2, str(out.joinpath("latest").resolve())) == (
        found["repeated_sentences"],
        found["clusters"],
        found["output"],
    )
    assert found == json.loads(call("show", out, "--format", "json").stdout)


def test_views_are_tsv_in_a_pipe(out):
    """In a pipe rows are tab-separated, whole, and without a heading."""
    lines = call("show", out, "top").stdout.splitlines()
    assert "n_occurrences\tn_sources\tn_articles\tkind\tcluster_id\ttext" == lines[0]
    assert "3\t2\t3\texact_copy\tc-aaaaaaaaaaaaaaaa\tSubscribe to our evening letter." == lines[1]
    assert 3 == len(lines)


def test_table_says_what_it_left_out(out):
    """A table with fewer rows than there are says how to see all."""
    lines = call("show", out, "top", "--format", "table", "-n", "1").stdout.splitlines()
    assert ("2 groups, most repeated first", "and 1 more: -n 2 shows all") == (lines[0], lines[-1])


def test_where(out):
    """--where keeps the rows it holds for."""
    lines = call("show", out, "top", "--where", "n_texts > 1").stdout.splitlines()
    assert ["2"] == [line.split("\t")[0] for line in lines[1:]]


def test_global_json_is_the_format(out):
    """--json shows a view as JSON."""
    found = json.loads(call("show", out, "c-bbbbbbbbbbbbbbbb", "--json").stdout)
    assert ("cluster", 2) == (found["view"], len(found["rows"]))


def test_overview_has_no_rows(out):
    """--where and -n without a view are an error that shows where they work."""
    expected = (
        f"error: the overview has no rows to choose from\n  {out}\n"
        f'  dedup show {out} top --where "n_sources > 3"\n'
    )
    result = call("show", out, "-n", "3")
    assert (2, expected) == (result.exit_code, result.stderr)


def test_unknown_id(out):
    """A name that the run does not have ends with 2."""
    result = call("show", out, "c-bbbbbbbbbbbbbbba")
    expected = (
        f"error: nothing is called 'c-bbbbbbbbbbbbbbba'\n  {out.joinpath('latest').resolve()}\n"
        "  did you mean c-bbbbbbbbbbbbbbbb?\n"
    )
    assert (2, expected) == (result.exit_code, result.stderr)


def test_no_run(tmp_path):
    """A folder without a run ends with 66."""
    result = call("show", tmp_path)
    expected = (
        f"error: no published run\n  {tmp_path} has no run.json and no latest run\n"
        "  dedup run INPUT... --out DIR makes one\n"
    )
    assert (66, expected) == (result.exit_code, result.stderr)


def test_color_always(out):
    """--color always colors a table in a pipe too; never does not."""
    words = ["show", out, "p-1111111111111111", "--format", "table", "--color"]
    assert "\x1b[31m[-cancelled-]" in call(*words, "always").stdout
    assert "\x1b" not in call(*words, "never").stdout


def test_overview_as_rows(out):
    """The overview as TSV, CSV or Markdown is a row a figure."""
    lines = call("show", out, "--format", "tsv").stdout.splitlines()
    assert ["figure\tvalue", "run_id\t20250301T060000Z-abcd", "status\trejects"] == lines[:3]
    assert "articles,4" in call("show", out, "--format", "csv").stdout.splitlines()
    assert "| articles | 4 |" in call("show", out, "--format", "md").stdout.splitlines()


def test_csv(out):
    """CSV is for a spreadsheet: the columns that a person sees."""
    lines = call("show", out, "top", "--format", "csv").stdout.splitlines()
    assert [
        "n_occurrences,n_sources,n_articles,kind,cluster_id,text",
        "3,2,3,exact_copy,c-aaaaaaaaaaaaaaaa,Subscribe to our evening letter.",
    ] == lines[:2]


def test_bad_where(out):
    """A mistyped column ends with 2 and the columns there are."""
    result = call("show", out, "top", "--where", "n_sorces > 1")
    lines = result.stderr.splitlines()
    assert (2, 3) == (result.exit_code, len(lines))
    assert ['error: bad --where: unable to find column "n_sorces"', "  n_sorces > 1"] == lines[:2]
    assert lines[2].startswith("  the columns are: cluster_id, unit, text, kind, ")
