"""CSV and TSV: quoted cells may hold anything; a malformed row is rejected, never guessed at."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.stages.read.delimited import delimited_rows
from dedup.stages.read.discover import Source
from dedup.stages.read.ledger import Ledger
from dedup.stages.read.lines import lines as split
from tests.stages.read.made import take


@pytest.fixture
def table(tmp_path):
    """Write bytes to a delimited file and read it."""

    def run(raw, name="a.csv", **settings):
        path = tmp_path / name
        path.write_bytes(raw)
        return take(path, **settings)

    return run


def test_cells_may_hold_quotes_delimiters_and_line_breaks(table):
    """As spreadsheets write them; the line breaks stay as given."""
    everything = table(b'id,text\r\n1,"He said ""no"", twice.\r\n\nThen, rain."\r\n2,Fog\r\n')
    assert ['He said "no", twice.\r\n\nThen, rain.', "Fog"] == everything.texts
    assert ["1", "2"] == everything.ids
    assert [1, 2] == [article["input_row"] for article in everything.articles]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", b"id,text\n1,Fog; mist\n"),
        ("a.csv", b"id;text\n1;Fog; mist\n".replace(b"Fog; mist", b'"Fog; mist"')),
        ("a.tsv", b"id\ttext\n1\tFog; mist\n"),
        ("a.csv", b"\xef\xbb\xbf\n id , TEXT \n1,Fog; mist\n"),
        ("a.csv", "\ufeffid,text\n1,Fog; mist\n".encode("utf-16")[2:]),
    ],
)
def test_delimiters_marks_and_headers(table, name, raw):
    """Comma, semicolon by the header, tab; names are trimmed, marks stripped, UTF-16 decoded."""
    everything = table(raw, name)
    assert [("1", "Fog; mist")] == [(a["article_id"], a["text"]) for a in everything.articles]
    assert [] == everything.rejects


@pytest.mark.parametrize(
    ("row", "reason", "message"),
    [
        (b"2,Mist,more", "ragged_row", "line 3: 3 cells, the header has 2"),
        (b"2", "ragged_row", "line 3: 1 cells, the header has 2"),
        (b"2,caf\xe9", "bad_encoding", "byte 6 of line 3 is no UTF-8"),
        (b'2,"a\nb \xff"', "bad_encoding", "byte 3 of line 4 is no UTF-8"),
        (b'2,"Mist" here', "bad_csv", "line 3: ',' expected after '\"'"),
        (b"2,Mi\rst", "bad_csv", "line 3: new-line character seen in unquoted field"),
        (b"2,", "empty_text", '"text" is empty'),
        (b"2, ", "empty_text", '"text" is empty'),
    ],
)
def test_one_bad_row_costs_one_row(table, row, reason, message):
    """The rows around it are read; the reject says where and what."""
    everything = table(b"id,text\n1,Fog\n" + row + b"\n3,Rain\n")
    assert ["1", "3"] == everything.ids
    assert [(2, reason)] == everything.reasons
    assert message in everything.rejects[0]["message"]
    first = row.split(b"\n")[0].decode("utf-8", "backslashreplace")
    assert first == everything.rejects[0]["raw_prefix"]


def test_an_unclosed_quote_rejects_the_rest(table):
    """Rows before it are kept; the message tells where the quote was opened."""
    everything = table(b'id,text\n1,Fog\n2,"Mist\nrolls in", and\n3,"ab\ncd\n4,Rain\n5,x\n')
    assert ["1"] == everything.ids
    assert [(2, "ragged_row"), (3, "unclosed_quote")] == everything.reasons
    assert "the quote opened on line 5" in everything.rejects[1]["message"]
    assert "everything from line 5 on was left out" in everything.rejects[1]["message"]
    assert '3,"ab' == everything.rejects[1]["raw_prefix"]


def test_a_quote_left_open_until_the_next_one_says_what_it_swallowed(table):
    """The record ends where the parser no longer follows; the rows after it are read."""
    everything = table(b'id,text\n1,"Fog\n2,Mist\n3,"Rain"\n4,Hail\n')
    assert ["4"] == everything.ids
    assert [(1, "bad_csv")] == everything.reasons
    assert "lines 2 to 4, by a quote that stays open" in everything.rejects[0]["message"]


def test_the_line_of_the_quote_may_lie_below_that_of_the_record(table):
    """Both lines are told."""
    everything = table(b'id,text,title\n1,"a\nb","c\nd ""e""\n')
    assert [(1, "unclosed_quote")] == everything.reasons
    assert "the quote opened on line 3" in everything.rejects[0]["message"]
    assert "everything from line 2 on" in everything.rejects[0]["message"]


def test_an_unclosed_quote_is_not_held_beyond_the_limit(table):
    """A file of any size ends there, without being held in memory."""
    everything = table(b'id,text\n1,"Fog\n' + b"2,Mist\n" * 1000, max_record_bytes=1024)
    assert [(1, "unclosed_quote")] == everything.reasons


def test_a_long_line_is_one_reject(table):
    """Above the limit the row is lost, not the file."""
    raw = b"id,text\n1," + b"x" * 2000 + b"\n2,Fog\n"
    everything = table(raw, max_record_bytes=1024)
    assert ["2"] == everything.ids
    assert [(1, "too_long")] == everything.reasons


def test_long_cells_are_read_and_the_global_limit_is_left_alone(table):
    """csv's own limit of 128 KiB a cell does not bite, and is as it was."""
    before = csv.field_size_limit()
    everything = table(b"id,text\n1," + b"word " * 100_000 + b"\n")
    assert [500_000] == [len(text) for text in everything.texts]
    assert before == csv.field_size_limit()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"id,text,text\n1,a,b\n", "duplicate_header"),
        (b"id,caf\xe9,text\n1,a,b\n", "bad_encoding"),
        (b'id,"text\n1,a\n', "bad_header"),
        (b"x" * 2000 + b",text\n1,a\n", "bad_header"),
    ],
)
def test_a_bad_header_costs_the_file(table, raw, reason):
    """Without knowing the columns no row can be read."""
    assert [(0, reason)] == table(raw, max_record_bytes=1024).reasons


def test_empty_header_cells_may_repeat(table):
    """Spreadsheets leave trailing delimiters on every line."""
    assert ["Fog"] == table(b"id,text,,\n1,Fog,,\n").texts


def test_a_header_alone_is_no_fault(table):
    """A night without articles."""
    everything = table(b"id,text\n")
    assert ([], []) == (everything.articles, everything.rejects)
    assert 0 == everything.files[0].rows_read


def test_empty_cells_are_missing_values(table):
    """No id, no title, no date."""
    article = table(b"id,text,title,date\n,Fog,,\n").articles[0]
    assert ("a.csv:1", None, None) == (
        article["article_id"], article["title"], article["published_at"]
    )  # fmt: skip


def test_nul_characters_are_kept(table):
    """They are characters like others."""
    assert ["a\x00b"] == table(b"text\na\x00b\n").texts


def test_blank_lines_are_no_rows(table):
    """Rows are numbered without them."""
    assert ["a.csv:1", "a.csv:2"] == table(b"text\n\nFog\n\n\nMist\n\n").ids


cells = st.text(
    st.sampled_from('ab",;\n\t é😀') | st.characters(exclude_characters="\r\0", codec="utf-8")
)


@given(st.lists(st.tuples(cells, cells, cells)), st.sampled_from(",;\t"), st.booleans())
def test_what_the_writer_writes_is_read_back(records, delimiter, quote_all):
    """Any cells, any delimiter, quoted or not: the same cells come back, in the same rows."""
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerows([("id", "text", "title"), *records])
    ledger = Ledger(Source("a", "a", "a", "csv"), Config())
    chunk = split(iter([written.getvalue().encode()]), 1 << 20)
    rows = list(delimited_rows(chunk, ledger, delimiter))

    expected = [(i, t, h) for i, t, h in records]
    assert expected == [(r.values[0], r.values[1], r.values[4]) for r in rows]
    assert list(range(1, len(rows) + 1)) == [row.number for row in rows]
