"""What holds for every input: nothing raises, nothing vanishes, nothing depends on the cutting."""

import errno
import gzip
import hashlib
import io
import json
import os
import random
import tempfile
import threading
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import Config
from dedup.stages.read import file as file_module
from dedup.stages.read import read
from tests.stages.read.made import json_lines, take

FORMATS = [
    "jsonl",
    "ndjson",
    "json",
    "csv",
    "tsv",
    "txt",
    "md",
    "parquet",
    "jsonl.gz",
    "csv.zst",
    "x",
]


@pytest.fixture
def mixed(tmp_path, monkeypatch):
    """A folder with a file of every kind, good rows and bad ones."""
    monkeypatch.chdir(tmp_path)
    rows = [
        {"id": f"j{i % 90}", "text": f"Fog number {i}. " * (i % 17), "date": "2026-11-21"}
        for i in range(100)
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json_lines(*rows) + "{\n")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(json_lines(*rows[::-1]).encode())[:-20])
    (folder / "c.csv").write_text(
        "id,text\n" + "".join(f"c{i},Mist {i}\n" for i in range(50)) + "x\n"
    )
    (folder / "d.txt").write_text("Rain.")
    pq.write_table(pa.Table.from_pylist(rows), folder / "e.parquet", row_group_size=30)
    (folder / "f.json").write_text(json.dumps(rows[:9]))
    (folder / "g.csv").write_text("")
    (folder / "h.parquet").write_text("no")
    return folder


def test_the_order_of_arguments_changes_nothing(mixed):
    """Nor whether files are named, matched or found in a folder."""
    names = [str(path.relative_to(mixed.parent)) for path in mixed.iterdir()]
    by_folder = take("in")
    for seed in range(3):
        random.Random(seed).shuffle(names)
        by_name = take(*names)
        assert by_folder.articles == by_name.articles
        assert by_folder.rejects == by_name.rejects
        assert by_folder.files == by_name.files
    assert by_folder[:3] == take("in/*", "in")[:3]


def test_the_size_of_batches_changes_nothing(mixed):
    """Articles, rejects and what is said of the files are the same."""
    small, large = take("in", batch_bytes=1024), take("in", batch_bytes=1 << 24)
    assert small[:3] == large[:3]
    assert small.n_batches > large.n_batches == len(large.files)


def test_a_batch_holds_about_as_much_as_it_may(mixed):
    """Twice the limit and one row, where rows are small; small files share a batch."""
    for batch in read(["in"], Config(batch_bytes=1024)):
        assert batch.articles.column("text").nbytes <= 3072
    for i in range(50):
        (mixed / f"t{i}.txt").write_text("Hail.")
    sizes = [batch.articles.num_rows for batch in read(["in/t*.txt"], Config())]
    assert [50] + [0] * 49 == sizes


def test_batches_of_a_parquet_file_are_of_one_size(tmp_path):
    """None is joined with the next because it is a little smaller than it may be."""
    texts = [f"Fog rose over pier {i:04}. " * 4 for i in range(1000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", use_dictionary=False)
    batches = read([str(tmp_path)], Config(batch_bytes=10 << 10))
    sizes = [batch.articles.num_rows for batch in batches if batch.articles.num_rows]
    assert 1000 == sum(sizes)
    assert max(sizes) - min(sizes) < len(sizes)


def test_sums_are_those_of_the_bytes(mixed):
    """sha256 and size of each file, whole even where reading ended early."""
    for file in take("in").files:
        raw = Path(file.path).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (file.sha256, file.n_bytes)


def test_a_large_file_is_never_held(tmp_path):
    """Thirty megabytes, compressed, pass through a fraction of that."""
    noise = random.Random(3)
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", compresslevel=1) as out:
        for i in range(600):
            text = " ".join(str(noise.random()) for _ in range(40)) * 64
            out.write(json.dumps({"id": i, "text": text}) + "\n")
    tracemalloc.start()
    try:
        total = peak_rows = 0
        for batch in read([str(tmp_path)], Config(batch_bytes=1 << 20)):
            total += batch.articles.column("text").nbytes
            peak_rows = max(peak_rows, batch.articles.num_rows)
            del batch
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total > 28_000_000
    assert peak_rows < 40
    assert peak < 14_000_000


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.csv", "a.txt", "a.parquet", "a.jsonl.gz", "unknown"]
)
def test_an_unreadable_file_is_one_reject(tmp_path, monkeypatch, name):
    """Permission is refused when it is opened."""
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "good.txt").write_text("Fog.")
    opened = os.open

    def refuse(path, flags, *rest, **more):
        if Path(path).name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    everything = take(tmp_path / name, tmp_path / "good.txt")
    assert [(0, "unreadable")] == everything.reasons
    assert "cannot be opened: [Errno 13] Permission denied" in everything.rejects[0]["message"]
    assert ["Fog."] == everything.texts


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_reject(tmp_path):
    """The real thing."""
    path = tmp_path / "a.jsonl"
    path.write_text(json_lines({"text": "Fog."}))
    path.chmod(0)
    assert [(0, "unreadable")] == take(path).reasons


class Failing(io.FileIO):
    """A disk that fails after some bytes."""

    good = 3 << 18

    @staticmethod
    def fail():
        """What the system says then."""
        raise OSError(errno.EIO, "Input/output error")

    def readinto(self, buffer):
        """Bytes, then an error."""
        if self.tell() >= self.good:
            self.fail()
        return super().readinto(memoryview(buffer)[: self.good - self.tell()])


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.csv", "a.txt", "a.parquet", "a.json", "a.jsonl.gz", "x"]
)
def test_a_disk_that_fails_keeps_the_rows_before(tmp_path, monkeypatch, name):
    """The tail is one reject, the sum is unknown, nothing is raised."""
    noise = random.Random(4)
    rows = [{"id": str(i), "text": noise.randbytes(2000).hex()} for i in range(1000)]
    raw = json_lines(*rows).encode()
    if name == "a.csv":
        raw = b"id,text\n" + b"".join(f"{r['id']},{r['text']}\n".encode() for r in rows)
    if name == "a.parquet":
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / name)
    else:
        (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)

    def fdopen(descriptor, mode):
        return io.BufferedReader(Failing(descriptor, mode))

    def preadv(_descriptor, buffers, at):
        return len(buffers[0]) if at < Failing.good else Failing.fail()

    monkeypatch.setattr(file_module.os, "fdopen", fdopen)
    monkeypatch.setattr(file_module.os, "preadv", preadv)
    everything = take(tmp_path / name)
    reasons = [row["reason"] for row in everything.rejects]
    assert {"unreadable"} | ({"corrupt"} if name == "a.parquet" else set()) == set(reasons)
    assert "" == everything.files[0].sha256
    assert [row["text"] for row in rows[: len(everything.texts)]] == everything.texts
    if name in {"a.jsonl", "a.csv", "a.jsonl.gz", "x"}:
        assert len(everything.texts) > 150


def test_reading_that_ends_early_ends_the_hashing(tmp_path):
    """Who takes one batch of a large file and goes away leaves no thread at work."""
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json_lines({"id": str(i), "text": "Fog. " * 400}) for i in range(2000)))
    batches = read([str(path)], Config(batch_bytes=1 << 16))
    next(batches)
    del batches
    assert [] == [one.name for one in threading.enumerate() if "sha256" in one.name]


def test_a_file_that_vanishes_is_one_reject(mixed):
    """Between listing and opening."""
    batches = read(["in/c.csv", "in/d.txt"], Config())
    (mixed / "d.txt").unlink()
    rejects = [row for batch in batches for row in batch.rejects.to_pylist()]
    assert [("in/c.csv", 51, "ragged_row"), ("in/d.txt", 0, "unreadable")] == [
        (row["input_path"], row["input_row"], row["reason"]) for row in rejects
    ]


def test_a_file_that_grows_while_it_is_read_is_noted(mixed):
    """Its rows are kept; the note stands at row 0."""
    batches = []
    for batch in read(["in/a.jsonl"], Config(batch_bytes=1024)):
        if not batches:
            with (mixed / "a.jsonl").open("a") as out:
                out.write("\n")
        batches.append(batch)
    rejects = [(r["input_row"], r["reason"]) for b in batches for r in b.rejects.to_pylist()]
    assert [(101, "bad_json"), (0, "changed")] == rejects[-2:]
    assert 102 == batches[-1].file.rows_read


NASTY = st.lists(
    st.sampled_from([
        b'{"text": "', b'"}', b"\n", b"id,text\n", b'1,"a', b'"', b",", b"\x00", b"\xff", b"\xef\xbb\xbf",
        b"\xff\xfe", b"PAR1", b"\x1f\x8b\x08\x00", b"[", b"]", b"{}", b"\\ud800", b"\r", b";", b"\t",
        b'{"id": 1, "text": "Fog."}\n', b"word",
    ]) | st.binary(max_size=8),
    max_size=20,
).map(b"".join)  # fmt: skip


@settings(max_examples=300)
@given(
    NASTY, st.sampled_from(FORMATS), st.sampled_from([b"", b"gz"]), st.sampled_from([1024, 1 << 20])
)
def test_no_bytes_ever_raise(raw, extension, packing, batch_bytes):
    """Any bytes under any name: every row is an article or a reject, and the sums hold."""
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder, "good.jsonl"), Path(folder, f"bad.{extension}")
        good.write_text(json_lines({"id": "good", "text": "Fog."}))
        bad.write_bytes(gzip.compress(raw) if packing else raw)
        everything = take(bad, good, batch_bytes=batch_bytes)
    assert "Fog." in everything.texts
    assert 2 == len(everything.files)


@settings(max_examples=150)
@given(st.integers(0, 10**6), st.integers(0, 255), st.booleans())
def test_no_flipped_byte_in_parquet_ever_raises(at, value, cut):
    """A damaged file gives rows and rejects, never an error."""
    raw = bytearray(PARQUET)
    raw[at % len(raw)] = value
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder, "good.jsonl"), Path(folder, "bad.parquet")
        good.write_text(json_lines({"id": "good", "text": "Fog."}))
        bad.write_bytes(raw[: at % len(raw)] if cut else raw)
        assert "Fog." in take(bad, good).texts


def make_parquet():
    """A small file with every kind of column."""
    buffer = io.BytesIO()
    table = pa.table(
        {"id": ["a", "b"], "text": ["Fog", "Mist"], "date": [1, 2], "title": [None, "x"]}
    )
    pq.write_table(table, buffer)
    return buffer.getvalue()


PARQUET = make_parquet()
