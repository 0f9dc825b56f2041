"""Compressed files: good records before a fault are kept, the fault is one reject."""

import gzip
import io
import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.read.faults import BadFileError
from dedup.stages.read.lines import Line, lines
from dedup.stages.read.unpack import chunks
from tests.stages.read.made import json_lines, take

WORDS = random.Random(7)
ROWS = [
    {"id": str(i), "text": " ".join(str(WORDS.random()) for _ in range(30))} for i in range(2000)
]
PLAIN = json_lines(*ROWS).encode()
PACK = {"gz": gzip.compress, "zst": zstandard.compress}
packings = pytest.mark.parametrize("packing", PACK)


@pytest.fixture
def packed(tmp_path):
    """Write bytes under a name and read the file."""

    def run(raw, name):
        path = tmp_path / name
        path.write_bytes(raw)
        return take(path)

    return run


@packings
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.txt", "a.json"])
def test_every_text_format_may_be_compressed(packed, packing, name):
    """The same rows as of the plain file, and the sha256 of the compressed one."""
    raw = {"a.csv": b"id,text\n1,Fog\n", "a.tsv": b"id\ttext\n1\tFog\n", "a.txt": b"Fog"}
    raw = raw.get(name, b'{"id": 1, "text": "Fog"}\n')
    everything = packed(PACK[packing](raw), f"{name}.{packing}")
    assert ["Fog"] == everything.texts
    assert f"{name[2:].replace('txt', 'text')}.{packing}" == everything.files[0].format


@packings
def test_several_members(packed, packing):
    """Files that were compressed apart and joined are one file."""
    half = len(PLAIN) // 2
    pack = PACK[packing]
    everything = packed(pack(PLAIN[:half]) + pack(b"") + pack(PLAIN[half:]), f"a.jsonl.{packing}")
    assert [row["text"] for row in ROWS] == everything.texts
    assert [] == everything.rejects


@packings
def test_a_cut_keeps_the_records_before_it(packed, packing):
    """One reject for the tail, at the row after the last good one."""
    whole = PACK[packing](PLAIN)
    everything = packed(whole[: len(whole) * 2 // 3], f"a.jsonl.{packing}")
    n = len(everything.articles)
    assert 200 < n < 2000
    assert [row["text"] for row in ROWS[:n]] == everything.texts
    assert [(n + 1, "truncated")] == everything.reasons
    assert PLAIN.split(b"\n")[n].decode().startswith(everything.rejects[0]["raw_prefix"] or "")


@packings
def test_a_cut_in_a_csv(packed, packing):
    """The unfinished record is not taken for a short one."""
    raw = b"id,text\n" + b"".join(
        b'%s,"%s"\n' % (r["id"].encode(), r["text"].encode()) for r in ROWS
    )
    whole = PACK[packing](raw)
    everything = packed(whole[: len(whole) * 2 // 3], f"a.csv.{packing}")
    n = len(everything.articles)
    assert [row["text"] for row in ROWS[:n]] == everything.texts
    assert [(n + 1, "truncated")] == everything.reasons


@packings
def test_a_text_file_that_is_cut_is_no_article(packed, packing):
    """Half an article would be taken for another one."""
    assert [(1, "truncated")] == packed(PACK[packing](PLAIN)[:-9], f"a.txt.{packing}").reasons


@packings
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.json"])
def test_junk_after_the_end_is_noted(packed, packing, name):
    """Every row is kept, the last line without a newline too; the note stands at row 0."""
    raw = {"a.csv": b"text\nFog", "a.txt": b"Fog", "a.json": b'[{"text": "Fog"}]'}
    raw = raw.get(name, b'{"text": "Fog"}')
    everything = packed(PACK[packing](raw) + b"<html>junk</html>", f"{name}.{packing}")
    assert ["Fog"] == everything.texts
    assert [(0, "trailing_data")] == everything.reasons


def test_zero_padding_after_gzip_is_no_junk(packed):
    """Tapes and block devices pad with zeros."""
    everything = packed(gzip.compress(b"Fog") + b"\0" * 100_000, "a.txt.gz")
    assert (["Fog"], []) == (everything.texts, everything.rejects)


@packings
def test_damage_in_the_middle(packed, packing):
    """Rows before it are kept; the reject says the data is damaged."""
    raw = bytearray(PACK[packing](PLAIN))
    raw[len(raw) // 2 : len(raw) // 2 + 64] = bytes(64)
    everything = packed(bytes(raw), f"a.jsonl.{packing}")
    assert "corrupt" == everything.rejects[-1]["reason"]
    assert everything.texts[:100] == [row["text"] for row in ROWS[:100]]


@packings
@pytest.mark.parametrize("raw", [b"<html>Not found</html>", b"\x1f"])
def test_what_is_not_compressed_at_all(packed, packing, raw):
    """An error page saved under the name of the file."""
    everything = packed(raw, f"a.jsonl.{packing}")
    assert everything.reasons in ([(1, "corrupt")], [(1, "truncated")])


@packings
def test_nothing_compressed(packed, packing):
    """A compressed empty file, and a file of no bytes."""
    assert [(0, "empty_file")] == packed(PACK[packing](b""), f"a.jsonl.{packing}").reasons
    assert [(0, "empty_file")] == packed(b"", f"b.csv.{packing}").reasons


def test_zstd_skippable_frames(packed):
    """What parallel compressors put between frames is no junk."""
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
    raw = skippable + zstandard.compress(b"Fog ") + skippable + zstandard.compress(b"rose")
    everything = packed(raw, "a.txt.zst")
    assert (["Fog rose"], []) == (everything.texts, everything.rejects)


@packings
def test_bombs_come_in_small_chunks(packing):
    """A hundred megabytes of zeros are never one chunk."""
    bomb = io.BytesIO(PACK[packing](bytes(100 << 20)))
    sizes = [len(chunk) for chunk in chunks(bomb, packing)]
    assert 100 << 20 == sum(sizes)
    assert max(sizes) <= 32 << 20


class Dripping(io.BytesIO):
    """A file that hands out one byte at a time."""

    def read(self, size=-1):
        """At most one byte."""
        return super().read(min(size, 1))


@given(st.binary(), st.sampled_from(["", "gz", "zst"]))
def test_any_bytes_survive_any_splitting(raw, packing):
    """One byte at a time gives the same bytes as all at once."""
    stored = PACK[packing](raw) if packing else raw
    assert unpacked(io.BytesIO(stored), packing) == unpacked(Dripping(stored), packing)


def unpacked(handle, packing):
    """All chunks joined, or why there are none."""
    try:
        return b"".join(chunks(handle, packing))
    except BadFileError as failure:
        return failure.reason


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.sampled_from(["le", "be"]))
def test_utf16_is_decoded_however_it_is_split(text, order):
    """The characters are the same, one byte at a time."""
    stored = ("\ufeff" + text).encode(f"utf-16-{order}")
    assert text == unpacked(Dripping(stored), "").decode()


@given(st.lists(st.binary(max_size=12)), st.integers(1, 9))
def test_lines_are_those_of_a_plain_split(pieces, limit):
    """Whatever the chunks; a line above the limit keeps its size and how it begins."""
    whole = b"".join(pieces).split(b"\n")
    expected = [(i, len(line)) for i, line in enumerate(whole, 1)]
    if not whole[-1]:
        expected.pop()
    found = list(lines(iter(pieces), limit))
    assert expected == [(line.number, line.size) for line in found]
    for line in found:
        assert whole[line.number - 1].startswith(line.data)
        assert line.size > limit or line == Line(line.number, whole[line.number - 1], line.size)
