"""JSON lines and JSON documents: good rows are articles, each bad row is one reject."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.read.faults import BadRowError
from dedup.stages.read.record import parse
from tests.stages.read.made import json_lines, take

GOOD = b'{"id": "g", "text": "The ferry left on time."}'


@pytest.fixture
def lines(tmp_path):
    """Write bytes to a file of JSON lines and read it."""

    def run(raw, name="a.jsonl", **settings):
        path = tmp_path / name
        path.write_bytes(raw)
        return take(path, **settings)

    return run


def test_every_column(lines):
    """Ids and metadata become strings, dates instants in UTC."""
    row = {
        "id": 7, "text": "The ferry left on time.", "published_at": "2026-11-21T07:00:00+01:00",
        "source": "Harbor Post", "title": "Ferry", "lang": "en", "url": "https://ferry.example/7",
    }  # fmt: skip
    everything = lines(json_lines(row).encode())
    article = everything.articles[0]
    file = everything.files[0]

    assert "2026-11-21 06:00:00+00:00" == str(article.pop("published_at"))
    assert article.pop("input_path").endswith("/a.jsonl")
    assert {
        "article_id": "7", "text": "The ferry left on time.", "source": "Harbor Post",
        "title": "Ferry", "language": "en", "url": "https://ferry.example/7", "input_row": 1,
    } == article  # fmt: skip
    assert ("jsonl", 1, 0, 0, 0, 0) == (
        file.format, file.rows_read, file.rows_rejected, file.undated, file.bad_dates, file.repaired
    )  # fmt: skip
    assert 64 == len(file.sha256)


@pytest.mark.parametrize(
    ("line", "reason", "message"),
    [
        (b'{"text": "caf\xe9 on the pier"}', "bad_encoding", "byte 14 of the row is no UTF-8"),
        (b'{"text": "\xed\xa0\x80"}', "bad_encoding", "byte 11 of the row is no UTF-8"),
        (b'{"text": "raw \x00 NUL"}', "bad_json", "no JSON: Invalid control character at"),
        (b'{"text": "cut of', "bad_json", "no JSON: Unterminated string"),
        (b'{"text": "x"} {"text": "y"}', "bad_json", "no JSON: Extra data"),
        (b'{"text": NaN}', "bad_json", "no JSON: NaN is no JSON value"),
        (b"not json", "bad_json", "no JSON: Expecting value"),
        (b'{"text":' + b"[" * 100_000, "bad_json", "nested too deeply"),
        (b'{"id":' + b"1" * 5000 + b"}", "bad_json", "no JSON: Exceeds the limit"),
        (b'["text"]', "not_an_object", "an array, not an object with keys"),
        (b'"text"', "not_an_object", "a single value, not an object with keys"),
        (b"3", "not_an_object", "a single value, not an object with keys"),
        (b'{"text": "x", "text": "y"}', "duplicate_key", "a key occurs twice"),
        (b'{"text" : "x", "text"\t:"y"}', "duplicate_key", "a key occurs twice"),
        (b'{"t\\u0065xt": "x", "text": "y"}', "duplicate_key", "a key occurs twice"),
        (b'{"text": 5}', "wrong_type", '"text" is a number, not a string'),
        (b'{"text": ["x"]}', "wrong_type", '"text" is a list, not a string'),
        (b'{"text": {"x": 1}}', "wrong_type", '"text" is an object, not a string'),
        (b'{"text": true}', "wrong_type", '"text" is a boolean, not a string'),
        (b'{"text": null}', "no_text", '"text" is missing or null'),
        (b'{"id": "x"}', "no_text", '"text" is missing or null'),
        (b"{}", "no_text", '"text" is missing or null'),
        (b'{"text": ""}', "empty_text", '"text" is empty'),
        (b'{"text": " \\n\\u00a0\\u2003"}', "empty_text", '"text" is empty'),
        (b'{"id": [1], "text": "x"}', "wrong_type", '"id" is a list, not a string'),
        (b'{"id": {}, "text": "x"}', "wrong_type", '"id" is an object, not a string'),
        (b'{"id": false, "text": "x"}', "wrong_type", '"id" is a boolean, not a string'),
        (b'{"id": 1.5, "text": "x"}', "wrong_type", '"id" is a number, not a string'),
    ],
)
def test_one_bad_row_costs_one_row(lines, line, reason, message):
    """The rows around it are read; the reject says what is wrong and how the row begins."""
    everything = lines(GOOD + b"\n" + line + b"\n" + GOOD.replace(b'"g"', b'"h"') + b"\n")

    assert ["g", "h"] == everything.ids
    assert [(2, reason)] == everything.reasons
    assert message in everything.rejects[0]["message"]
    prefix = line.decode("utf-8", "backslashreplace")[:200]
    assert prefix == everything.rejects[0]["raw_prefix"]


def test_the_id_of_a_reject_is_kept_when_it_can_be_read(lines):
    """Whoever mends the input finds the article by its id."""
    everything = lines(GOOD + b'\n{"id": 9, "text": ""}\n')
    assert ["9"] == [row["article_id"] for row in everything.rejects]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"x"', "x"), ("12", "12"), ("12.0", "12"), ("-3", "-3"), ("null", "a.jsonl:1"),
        ('""', "a.jsonl:1"), ('" "', "a.jsonl:1"), ('" x"', " x"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)  # fmt: skip
def test_ids_are_strings(lines, value, expected):
    """Whole numbers become their decimal form; without an id it is file:row."""
    assert [expected] == lines(b'{"id": %b, "text": "x"}' % value.encode()).ids


def test_metadata_of_another_type_is_null(lines):
    """Numbers are written out; lists, objects, booleans and blanks are no metadata."""
    row = {"id": 1, "text": "x", "title": ["T"], "source": 24, "url": False, "date": "soon"}
    other = row | {"id": 2, "source": 2.5, "lang": "fr", "title": " "}
    everything = lines(json_lines(row, other).encode())

    assert [
        {"title": None, "source": "24", "url": None, "language": None, "published_at": None},
        {"title": None, "source": "2.5", "url": None, "language": "fr", "published_at": None},
    ] == [{k: a[k] for k in ("title", "source", "url", "language", "published_at")}
          for a in everything.articles]  # fmt: skip
    assert (2, 2) == (everything.files[0].undated, everything.files[0].bad_dates)


def test_undated_and_bad_dates_are_counted_apart(lines):
    """No date is no fault; an unreadable one is counted."""
    rows = [{"text": "x", "date": d} for d in ("2026-11-21", None, "", "soon", 1700000000)]
    file = lines(json_lines(*rows).encode()).files[0]
    assert (3, 1) == (file.undated, file.bad_dates)


def test_lone_surrogates_are_replaced_and_counted(lines):
    """A pair is one character; half of one becomes U+FFFD, wherever it stands."""
    raw = rb'{"id": "\udc00", "text": "a\ud800b \ud83d\ude00", "title": "\ud800"}'
    everything = lines(raw + b"\n" + GOOD)

    assert ["\ufffd", "g"] == everything.ids
    assert "a\ufffdb \U0001f600" == everything.texts[0]
    assert "\ufffd" == everything.articles[0]["title"]
    assert 1 == everything.files[0].repaired


def test_escaped_nul_is_kept(lines):
    """It is a character like others."""
    assert ["a\x00b"] == lines(rb'{"text": "a\u0000b"}').texts


def test_blank_lines_and_crlf(lines):
    """Blank lines are no rows, but they count as lines; a carriage return is white space."""
    everything = lines(b"\r\n \n" + GOOD + b"\r\n\n[]\r\n")
    assert [(3, "g")] == [(a["input_row"], a["article_id"]) for a in everything.articles]
    assert [(5, "not_an_object")] == everything.reasons
    assert 2 == everything.files[0].rows_read


@pytest.mark.parametrize(
    "encoded",
    [
        b"\xef\xbb\xbf" + GOOD,
        b"\xff\xfe" + GOOD.decode().encode("utf-16-le"),
        b"\xfe\xff" + GOOD.decode().encode("utf-16-be"),
    ],
)
def test_byte_order_marks(lines, encoded):
    """A mark is stripped, UTF-16 is decoded."""
    everything = lines(encoded)
    assert ["g"] == everything.ids
    assert [] == everything.rejects


def test_damaged_utf16_costs_the_row(lines):
    """Half a character, or half a byte pair at the end, is bad encoding."""
    good = (GOOD.decode() + "\n").encode("utf-16-le")
    half = '{"text": "\ud800"}\n'.encode("utf-16-le", "surrogatepass")
    everything = lines(b"\xff\xfe" + half + good + b"x")
    assert ["g"] == everything.ids
    assert [(1, "bad_encoding"), (3, "bad_encoding")] == everything.reasons


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b"\n\n  \r\n"])
def test_an_empty_file_is_one_reject(lines, raw):
    """Nothing in it is still something to report."""
    assert [(0, "empty_file")] == lines(raw).reasons


def test_garbage_only_is_rejects_only(lines):
    """Without one object there are no columns to miss."""
    everything = lines(b"x\ny\nz\n")
    assert [(1, "bad_json"), (2, "bad_json"), (3, "bad_json")] == everything.reasons


def test_a_long_line_is_streamed_past(lines):
    """Above the limit it is a reject, and the lines after it are read."""
    long = json.dumps({"text": "x" * 5000}).encode()
    everything = lines(
        GOOD + b"\n" + long + b"\n" + GOOD.replace(b'"g"', b'"h"'), max_record_bytes=1024
    )
    assert ["g", "h"] == everything.ids
    assert [(2, "too_long")] == everything.reasons
    assert "5012 bytes are more than max_record_bytes = 1024" in everything.rejects[0]["message"]
    assert long[:200].decode() == everything.rejects[0]["raw_prefix"]


def test_a_line_of_forty_megabytes_is_an_article(lines):
    """The default limit leaves room for it."""
    everything = lines(GOOD + b'\n{"id": "big", "text": "' + b"word " * (8 << 20) + b'"}\n')
    assert [23, 5 * (8 << 20)] == [len(text) for text in everything.texts]
    assert [] == everything.rejects


def test_records_beyond_the_first_may_have_other_keys(lines):
    """Columns are those of the first records; a record without the text is a reject."""
    rows = [{"id": i, "text": "Fog."} for i in range(150)] + [{"id": "z", "body": "Fog."}]
    everything = lines(json_lines(*rows).encode())
    assert 150 == len(everything.articles)
    assert [(151, "no_text")] == everything.reasons


@pytest.mark.parametrize(
    "document",
    ['[{"id": "g", "text": "Fog."}, 5]', '[\n{"id": "g",\n"text": "Fog."},\n5\n]\n', '\ufeff [ {"id": "g", "text":"Fog."} ,5]'],
)  # fmt: skip
def test_a_json_file_may_be_one_array(lines, document):
    """Its elements are the rows."""
    everything = lines(document.encode(), "a.json")
    assert ["g"] == everything.ids
    assert [(2, "not_an_object")] == everything.reasons


def test_a_json_file_may_be_one_object_or_lines(lines):
    """Written over several lines, or one object a line."""
    assert ["Fog."] == lines(b'{\n "text": "Fog."\n}\n', "a.json").texts
    assert ["Fog."] == lines(b'{"text": "Fog."}', "b.json").texts
    everything = lines(b'{"text": "Fog."}\n{"text": "Mist."}\nx\n', "c.json")
    assert ["Fog.", "Mist."] == everything.texts
    assert [(3, "bad_json")] == everything.reasons
    assert [(1, "bad_json")] == lines(b'x\n{"text": "Fog."}\n', "d.json").reasons


def test_an_array_above_the_limit_says_how_to_convert_it(lines):
    """It would have to be held whole."""
    everything = lines(b"[" + b'{"text": "Fog."},' * 100 + b"1]", "a.json", max_record_bytes=1024)
    assert [(0, "too_long")] == everything.reasons
    assert "jq -c '.[]'" in everything.rejects[0]["message"]


def test_long_json_lines_in_a_json_file_are_streamed(lines):
    """Lines are no document, however many there are."""
    rows = [{"text": f"Fog number {i}."} for i in range(200)]
    assert 200 == len(lines(json_lines(*rows).encode(), "a.json", max_record_bytes=1024).articles)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SPACES = st.sampled_from(["", " ", "\t", "\r", " \n "])


@given(st.lists(st.tuples(st.sampled_from("abc:") | st.text(), values), max_size=5), SPACES, SPACES)
def test_a_key_met_twice_is_always_found(members, before, after):
    """Whatever stands in keys and values, and whatever space stands around the colon."""
    body = ",".join(f"{json.dumps(k)}{before}:{after}{json.dumps(v)}" for k, v in members)
    line = f"{{{body}}}".encode()
    if len({key for key, _ in members}) == len(members):
        assert (dict(members), False) == parse(line)
    else:
        with pytest.raises(BadRowError, match="a key occurs twice"):
            parse(line)
