"""Views as TSV, JSON, Markdown and tables."""

import json

import polars as pl
import pytest

from dedup.report.render import Style, narrowed, render
from dedup.report.views import View, view_of
from dedup.schemas import OCCURRENCES
from tests.report.made import DIFF, publish

HOSTILE = "a\x1b[2J\tb\n|*c\u202e[red]d[/red]"


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out")


@pytest.fixture
def hostile():
    rows = pl.DataFrame({"n": [1], "text": [HOSTILE]})
    return View("top", (f"heading {HOSTILE}",), {"text": HOSTILE}, rows, ("n", "text"))


def test_tsv(run):
    """TSV has a header line, a line a row, and no heading."""
    text = render(view_of(run, "c-bbbbbbbbbbbbbbbb"), "tsv")
    assert [
        "where\tsource\tpublished_at\tmatch_type\tjaccard\twords",
        "a1:0-61\tCoast Post\t2025-03-01 06:00Z\tfirst\t\t"
        "The ferry to the islands was cancelled because of high waves.",
        f"a2:0-62\tHarbor News\t2025-03-01 06:00Z\tnear\t0.720\t{DIFF}",
    ] == text.split("\n")


def test_tsv_of_hostile_text(hostile):
    """A tab, a line break or an escape in a text breaks neither rows nor the terminal."""
    assert "n\ttext\n1\ta\\x1b[2J\\tb\\n|*c\\u202e[red]d[/red]" == render(hostile, "tsv")


def test_table_of_hostile_text(hostile):
    """Markup of the terminal library in a text is text."""
    text = render(hostile, "table")
    assert "heading a\\x1b[2J\\tb\\n|*c\\u202e[red]d[/red]" == text.splitlines()[0]
    assert "a\\x1b[2J\\tb\\n|*c\\u202e[red]d[/red]" in text.splitlines()[-1]


def test_markdown_of_hostile_text(hostile):
    """Characters that mean something in Markdown are escaped."""
    expected = "| 1 | a\\\\x1b\\[2J\\\\tb\\\\n\\|\\*c\\\\u202e\\[red\\]d\\[/red\\] |"
    assert expected == render(hostile, "md").split("\n")[-1]


def test_json_of_hostile_text(hostile):
    """JSON is one line that cannot drive the terminal, and means the text as it is."""
    text = render(hostile, "json")
    assert ("\x1b" in text, "\u202e" in text, "\n" in text) == (False, False, False)
    assert {"view": "top", "text": HOSTILE, "rows": [{"n": 1, "text": HOSTILE}]} == json.loads(text)


def test_ndjson_has_every_column(run):
    """JSON lines hold whole rows, times as ISO 8601."""
    rows = [json.loads(line) for line in render(view_of(run, "a2"), "ndjson").split("\n")]
    assert [0, 90] == [row["char_start"] for row in rows]
    assert "2025-03-01T06:00:00+00:00" == rows[0]["published_at"]
    assert OCCURRENCES.schema.names == list(rows[0])


def test_table_without_color_has_no_escapes(run):
    """In plain style a table is plain text, no wider than asked."""
    text = render(view_of(run, "c-bbbbbbbbbbbbbbbb"), "table", Style(False, 70))
    assert "\x1b" not in text
    assert "\u2500" not in text
    assert [] == [line for line in text.splitlines()[2:] if len(line) > 70]


def test_table_in_color_marks_changed_words(run):
    """Deleted words are red, inserted words green."""
    text = render(view_of(run, "p-1111111111111111"), "table", Style(True, 200))
    assert "\x1b[31m[-cancelled-]\x1b[0m\x1b[32m{+called off+}\x1b[0m" in text


def test_markdown(run):
    """Markdown has the heading, a header and a line a row."""
    lines = render(view_of(run, "top"), "md").split("\n")
    assert "2 groups, most repeated first  " == lines[0]
    assert "| n_occurrences | n_sources | n_articles | kind | cluster_id | text |" == lines[2]
    assert 6 == len(lines)


def test_where_and_limit(run):
    """Only rows that fulfil the comparison are left, and no more than asked."""
    view = view_of(run, "top")
    assert ["c-bbbbbbbbbbbbbbbb"] == narrowed(view, "n_texts > 1", None).rows[
        "cluster_id"
    ].to_list()
    assert 1 == narrowed(view, "n_sources >= 2 AND kind LIKE '%'", 1).rows.height
    assert 0 == narrowed(view, "text = 'select'", None).rows.height


def test_csv_is_quoted_and_guarded(hostile):
    """CSV holds what TSV shows; a text that would run as a formula in a spreadsheet is kept text."""
    rows = pl.DataFrame({"n": [-1, 2], "text": ["=1+1", 'say "a, b"\n']})
    view = hostile._replace(rows=rows)
    assert 'n,text\n-1,\'=1+1\n2,"say ""a, b""\\n"' == render(view, "csv")
    assert "\x1b" not in render(hostile, "csv")
