"""One article a text file, and files whose names say nothing."""

import gzip

import pytest

from tests.stages.read.made import take


@pytest.fixture
def text(tmp_path):
    """Write bytes to a file and read it."""

    def run(raw, name="a.txt", **settings):
        path = tmp_path / name
        path.write_bytes(raw)
        return take(path, **settings)

    return run


def test_the_text_is_as_given(text):
    """Line ends, spaces and NUL stay; id is the file name, there is no title."""
    article = text(b" Fog.\r\n\r\nMist\x00.\n", "night.md").articles[0]
    assert " Fog.\r\n\r\nMist\x00.\n" == article["text"]
    assert ("night.md", 1, None, None) == (
        article["article_id"], article["input_row"], article["title"], article["published_at"]
    )  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbfFog \xc3\xa9",
        "\ufeffFog é".encode("utf-16-le"),
        "\ufeffFog é".encode("utf-16-be"),
    ],
)
def test_marks_and_utf16(text, raw):
    """The mark is no character of the text."""
    assert ["Fog é"] == text(raw).texts


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", (0, "empty_file")),
        (b"\xef\xbb\xbf", (1, "empty_text")),
        (b" \n\t", (1, "empty_text")),
        (b"caf\xe9", (0, "bad_encoding")),
        (b"\xff\xfea", (0, "bad_encoding")),
        (b"x" * 2000, (0, "too_long")),
    ],
)
def test_unfit_files_are_one_reject(text, raw, reason):
    """Empty, blank, of another encoding, above the limit."""
    assert [reason] == text(raw, max_record_bytes=1024).reasons


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'{"text": "Fog"}\n{"text": "Mist"}\n', "jsonl"),
        (b"Fog", "text"),
        (b"{Fog}", "text"),
        (gzip.compress(b'{"text": "Fog"}\n'), "jsonl.gz"),
        ("\ufeffFog".encode("utf-16-le"), "text"),
    ],
)
@pytest.mark.parametrize("name", ["dump", "dump.dat"])
def test_a_named_file_of_unknown_kind_is_looked_into(text, raw, kind, name):
    """Objects are JSON lines, other text is an article; compression is seen too."""
    everything = text(raw, name)
    assert "Fog" == everything.texts[0].strip("{}")
    assert kind == everything.files[0].format


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", b"a\0b"])
def test_a_named_file_that_is_no_text_is_a_reject(text, raw):
    """The message lists what can be read."""
    everything = text(raw, "photo.bin")
    assert [(0, "unknown_format")] == everything.reasons
    assert "neither JSON nor text; known are: .txt .md" in everything.rejects[0]["message"]
    assert [(0, "empty_file")] == text(b"", "nothing.bin").reasons
