"""Parquet: the fast way over whole columns and the way row by row say the same."""

import datetime as dt
import decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.errors import UsageError
from dedup.stages.read.discover import Source
from dedup.stages.read.ledger import Ledger
from dedup.stages.read.slices import convert, row_by_row
from tests.stages.read.made import json_lines, take

WHEN = dt.datetime(2026, 11, 21, 6, tzinfo=dt.UTC)


@pytest.fixture
def parquet(tmp_path):
    """Write columns to a Parquet file and read it."""

    def run(columns, name="a.parquet", settings=None, **options):
        path = tmp_path / name
        pq.write_table(pa.table(columns), path, **options)
        return take(path, **(settings or {}))

    return run


def broken_utf8(*values):
    """A string column whose bytes are not checked."""
    return pa.array(values, pa.binary()).view(pa.string())


def test_every_column(parquet):
    """The same articles as from JSON lines."""
    article = parquet({
        "ID": [7, 8], "body": ["Fog.", "Mist."], "date": [WHEN, None], "site": ["Harbor Post", ""],
        "headline": ["A", None], "lang": ["en", " "], "link": ["x://7", None], "extra": [[1], [2]],
    }).articles  # fmt: skip
    assert ["7", "8"] == [a["article_id"] for a in article]
    assert [
        ("Fog.", WHEN, "Harbor Post", "A", "en", "x://7", 1),
        ("Mist.", None, None, None, None, None, 2),
    ] == [(a["text"], a["published_at"], a["source"], a["title"], a["language"], a["url"],
           a["input_row"]) for a in article]  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(),
     pa.dictionary(pa.int32(), pa.string())],
)  # fmt: skip
@pytest.mark.parametrize("texts", [["Fog é", "Mist"], ["Fog é", ""]])
def test_every_kind_of_string(parquet, kind, texts):
    """However strings are stored, in clean slices and in others."""
    column = pa.array(texts, pa.string()).cast(kind)
    everything = parquet({"id": column, "text": column, "title": column})
    n = 2 if texts[1] else 1
    assert texts[:n] == everything.texts
    assert texts[:n] == everything.ids
    assert [(2, "empty_text")][: 2 - n] == everything.reasons


@pytest.mark.parametrize("dirty", [False, True])
@pytest.mark.parametrize(
    "kind",
    [*(pa.timestamp(unit, zone) for unit in ("s", "ms", "us", "ns")
       for zone in (None, "UTC", "Europe/Paris")), pa.date32(), pa.date64()],
)  # fmt: skip
def test_every_kind_of_date(parquet, kind, dirty):
    """Any unit and zone; naive is UTC, a day is its midnight."""
    naive = dt.datetime(2026, 11, 21, 6)
    moment = naive.date() if pa.types.is_date(kind) else naive
    if pa.types.is_timestamp(kind) and kind.tz:
        moment = WHEN
    column = pa.array([moment, None, moment], kind)
    everything = parquet({"text": ["Fog", "Mist", "" if dirty else "Rain"], "date": column})
    expected = WHEN.replace(hour=0) if pa.types.is_date(kind) else WHEN
    assert [expected, None] == [a["published_at"] for a in everything.articles][:2]
    assert (1, 0) == (everything.files[0].undated, everything.files[0].bad_dates)


def test_nanoseconds_are_cut_to_microseconds(parquet):
    """In clean slices and in others."""
    column = pa.array([1_500_000_000_123_456_789, 5], pa.timestamp("ns"))
    clean = parquet({"text": ["Fog", "Mist"], "date": column})
    dirty = parquet({"text": ["Fog", ""], "date": column})
    assert 123456 == clean.articles[0]["published_at"].microsecond
    assert clean.articles[0] == dirty.articles[0]


@pytest.mark.parametrize("dirty", [False, True])
def test_dates_out_of_range_are_counted(parquet, dirty):
    """A year no calendar shows is no date."""
    column = pa.array([2**62, 0, -(2**62)], pa.timestamp("ms"))
    everything = parquet({"text": ["Fog", "Mist", "Rain"], "id": ["a", "b", "" if dirty else "c"],
                          "date": column, "title": [1.5, 2, None] if dirty else ["x", "y", "z"]})  # fmt: skip
    assert (2, 2) == (everything.files[0].undated, everything.files[0].bad_dates)


def test_dates_as_strings_and_numbers(parquet):
    """The same notations as everywhere."""
    strings = parquet(
        {"text": ["Fog", "Mist", "Rain"], "date": ["2026-11-21T06:00Z", "soon", None]}
    )
    numbers = parquet({"text": ["Fog", "Mist", "Rain"], "date": [1795240800, None, 2017]})
    for everything in (strings, numbers):
        assert WHEN == everything.articles[0]["published_at"]
        assert (2, 1) == (everything.files[0].undated, everything.files[0].bad_dates)


@pytest.mark.parametrize(
    ("column", "reasons"),
    [
        (pa.array(["Fog", None]), [(2, "no_text")]),
        (pa.array(["Fog", " \n"]), [(2, "empty_text")]),
        (broken_utf8(b"Fog", b"caf\xe9"), [(2, "bad_encoding")]),
        (pa.array(["Fog", "x" * 2000]), [(2, "too_long")]),
        (pa.array([1, None]), [(1, "wrong_type"), (2, "no_text")]),
        (pa.array([["a"], None]), [(1, "wrong_type"), (2, "no_text")]),
        (pa.array([{"a": 1}, None]), [(1, "wrong_type"), (2, "no_text")]),
        (pa.array([True, False]), [(1, "wrong_type"), (2, "wrong_type")]),
        (pa.nulls(2), [(1, "no_text"), (2, "no_text")]),
    ],
)  # fmt: skip
def test_bad_texts_cost_their_row(parquet, column, reasons):
    """The rows around them are read."""
    everything = parquet({"text": column}, settings={"max_record_bytes": 1024})
    assert reasons == everything.reasons
    assert ["Fog"] * (2 - len(reasons)) == everything.texts


@pytest.mark.parametrize("role", ["id", "title", "source", "url", "date"])
def test_strings_that_are_no_utf8_cost_their_row(parquet, role):
    """In any column that is read."""
    everything = parquet({"text": ["Fog", "Mist"], role: broken_utf8(b"2017-09-21", b"\xff")})
    assert ["Fog"] == everything.texts
    assert [(2, "bad_encoding")] == everything.reasons
    assert f'"{role}": byte 1 of the value is no UTF-8' == everything.rejects[0]["message"]


@pytest.mark.parametrize(
    ("column", "ids"),
    [
        (pa.array([1, 2], pa.uint64()), ["1", "2"]),
        (pa.array([1.0, None]), ["1", "a.parquet:2"]),
        (pa.array(["x", None]), ["x", "a.parquet:2"]),
        (pa.array(["", " "]), ["a.parquet:1", "a.parquet:2"]),
        (pa.nulls(2), ["a.parquet:1", "a.parquet:2"]),
    ],
)
def test_ids(parquet, column, ids):
    """Whole numbers are written out; without an id it is file:row."""
    assert ids == parquet({"id": column, "text": ["Fog", "Mist"]}).ids


def test_ids_of_other_types_are_rejects(parquet):
    """Fractions, lists, booleans, bytes of no text."""
    text = ["Fog"]
    for column in (pa.array([1.5]), pa.array([["a"]]), pa.array([True]),
                   pa.array([b"0" * 16], pa.binary(16)), pa.array([decimal.Decimal("1.5")])):  # fmt: skip
        assert [(1, "wrong_type")] == parquet({"id": column, "text": text}).reasons


@pytest.mark.parametrize(
    "damage",
    [lambda raw: raw[: len(raw) // 2], lambda raw: b"<html>Not found</html>", lambda raw: raw[:-4],
     lambda raw: b"PAR1" + bytes(100) + b"PAR1"],
)  # fmt: skip
def test_a_damaged_file_is_one_reject(tmp_path, damage):
    """Truncated, or an error page; the files beside it are read."""
    for name in ("bad.parquet", "good.pq"):
        pq.write_table(pa.table({"text": ["Fog"] * 50, "id": range(50)}), tmp_path / name)
    (tmp_path / "bad.parquet").write_bytes(damage((tmp_path / "bad.parquet").read_bytes()))
    everything = take(tmp_path)
    assert 50 == len(everything.articles)
    assert [(0, "corrupt")] == everything.reasons


def test_damage_in_a_later_page_keeps_the_rows_before(tmp_path):
    """A checksum that fails ends the file at the next row."""
    path = tmp_path / "a.parquet"
    table = pa.table({"id": range(4000), "text": [f"Fog number {i}." for i in range(4000)]})
    pq.write_table(table, path, row_group_size=1000, write_page_checksum=True, use_dictionary=False)
    start = pq.read_metadata(path).row_group(2).column(1).data_page_offset
    raw = bytearray(path.read_bytes())
    raw[start + 200] ^= 0xFF
    path.write_bytes(raw)
    everything = take(path, batch_bytes=1024)
    n = len(everything.articles)
    assert 0 < n < 2001
    assert table.column("text").to_pylist()[:n] == everything.texts
    assert [(n + 1, "corrupt")] == everything.reasons


def test_codes_outside_their_dictionary_end_the_file(tmp_path, monkeypatch):
    """As damaged pages may decode to."""
    codes = pa.DictionaryArray.from_arrays(pa.array([0, 7], pa.int32()), ["Fog"], safe=False)
    batch = pa.record_batch([codes], names=["text"])
    pq.write_table(pa.table({"text": ["Fog", "Mist"]}), tmp_path / "a.parquet")
    monkeypatch.setattr("dedup.stages.read.parquet.slices", lambda *rest: [batch])
    everything = take(tmp_path)
    assert [(1, "corrupt")] == everything.reasons
    assert "the rest of the file is damaged: " in everything.rejects[0]["message"]


def test_columns_of_one_name_are_a_reject(tmp_path):
    """Which one is meant?"""
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    pq.write_table(table, tmp_path / "a.parquet")
    assert [(0, "duplicate_header")] == take(tmp_path).reasons


def test_a_missing_column_suggests_the_longest_strings(parquet, tmp_path, monkeypatch):
    """By looking at the first rows."""
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"n": [1], "key": ["k"], "story": ["Fog rose."]}), "s.parquet")
    with pytest.raises(UsageError, match=r"\n  try: --text story  ") as error:
        take("s.parquet")
    assert "s.parquet has: n, key, story" in str(error.value)


def test_no_rows_are_no_fault(parquet):
    """A night without articles."""
    assert ([], []) == parquet({"text": pa.array([], pa.string())})[:2]


def test_a_parquet_file_by_another_name(parquet):
    """It is known by how it begins."""
    everything = parquet({"text": ["Fog"]}, "part-0")
    assert (["Fog"], "parquet") == (everything.texts, everything.files[0].format)


SPACE = st.sampled_from([chr(i) for i in range(0x3001) if chr(i).isspace()])
strings = st.none() | st.text(SPACE | st.sampled_from("ab\x00é😀"), max_size=6)
metas = st.sampled_from(["2017-09-21", "1505973600", "soon", ""]) | strings


@given(st.lists(st.tuples(strings, strings, metas, strings), min_size=1, max_size=8))
def test_whole_columns_and_single_rows_agree(rows):
    """Where the fast way answers, it answers as the slow one; it answers if no row is rejected."""
    ids, texts, dates, titles = (
        pa.array(column, pa.string()) for column in zip(*rows, strict=True)
    )
    arrays = {"id": ids, "text": texts, "date": dates, "title": titles}
    slow, fast = (Ledger(Source("a", "a", "a", "parquet"), Config()) for _ in range(2))
    for event in row_by_row(arrays, slow):
        slow.take(event)
    articles, rejects = slow.flush()
    answer = convert(arrays, fast)

    assert (answer is None) == (rejects.num_rows > 0)
    if answer:
        assert articles.to_pylist() == answer[0].to_pylist()
        assert (slow.bad_dates, slow.rows_read) == (fast.bad_dates, fast.rows_read)


def test_parquet_and_json_lines_say_the_same(tmp_path):
    """Articles and rejects do not depend on the format."""
    rows = [
        {"id": str(i), "text": "Fog" * (i % 5), "date": f"2017-09-2{i % 10}"} for i in range(40)
    ]
    (tmp_path / "j").mkdir()
    (tmp_path / "p").mkdir()
    (tmp_path / "j" / "a.jsonl").write_text(json_lines(*rows))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "p" / "a.parquet")
    left, right = take(tmp_path / "j"), take(tmp_path / "p")
    for row in [*left.articles, *right.articles]:
        del row["input_path"]
    assert left.articles == right.articles
    assert left.reasons == right.reasons
