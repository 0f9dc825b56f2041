"""What is published is whole, checked, and never in the way of what was published before."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup import storage
from dedup.errors import (
    DedupError,
    IncompatibleError,
    InputError,
    OutputError,
    PermissionRefusedError,
    UsageError,
)
from dedup.schemas import REPORTS, SENTENCES

FACTS = {"dedup.version": "9.9", "dedup.config_sha256": "ab" * 32}


def sentences(n=1000):
    """A SENTENCES table of n rows, sorted as it should be."""
    columns = {field.name: pa.array(range(n)).cast(pa.int32()) for field in SENTENCES.schema}
    for name in ("unit", "article_id", "text_id"):
        columns[name] = pa.array([f"{name} {i:06}" for i in range(n)])
    columns["unit"] = columns["unit"].dictionary_encode()
    return pa.table(columns, schema=SENTENCES.schema)


def run_folder(folder):
    """A published run of one table."""
    folder.mkdir()
    storage.write_table(sentences(), SENTENCES, folder, FACTS)
    storage.write_manifest(folder, {"run_id": "x"})
    return folder


def staging_of(out):
    """What lies beside the output folder."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))


# ---- one table ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_a_file_says_what_it_is(tmp_path, kind):
    """Schema, versions, offset unit and order are in the file, a comment on every column."""
    path = storage.write_table(kind.schema.empty_table(), kind, tmp_path, FACTS)
    metadata = {k.decode(): v.decode() for k, v in pq.read_schema(path).metadata.items()}

    assert tmp_path / f"{kind.name}.parquet" == path
    assert {
        "dedup.schema": kind.name,
        "dedup.schema_version": "1",
        "dedup.offset_unit": "codepoint",
        "dedup.sort": ",".join(f"{name} {way}" for name, way in kind.sort),
        **FACTS,
    } == metadata
    assert [f.metadata for f in kind.schema] == [
        {k: v for k, v in f.metadata.items() if k != b"PARQUET:field_id"}
        for f in pq.read_schema(path)
    ]
    assert kind.schema == storage.read_table(tmp_path, kind).schema


def test_a_file_is_sorted_compressed_and_indexed(tmp_path):
    """Readers may rely on the order, and find pages without reading the others."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    group = pq.read_metadata(path).row_group(0)

    assert (
        pq.SortingColumn.from_ordering(
            SENTENCES.schema, list(SENTENCES.sort), null_placement="at_end"
        )
        == group.sorting_columns
    )
    columns = [group.column(i) for i in range(group.num_columns)]
    assert {"ZSTD"} == {column.compression for column in columns}
    assert {True} == {column.has_offset_index and column.has_column_index for column in columns}


def test_what_was_written_is_read_back(tmp_path):
    """A table survives the disk, whole or by column."""
    storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)

    assert sentences() == storage.read_table(tmp_path, SENTENCES)
    assert ["text_id"] == storage.read_table(tmp_path, SENTENCES, ["text_id"]).column_names


def test_equal_tables_are_equal_bytes(tmp_path):
    """There is no clock and no chance in a data file."""
    (tmp_path / "other").mkdir()
    paths = [
        storage.write_table(sentences(), SENTENCES, folder, FACTS)
        for folder in (tmp_path, tmp_path / "other")
    ]

    assert 1 == len({storage.file_sha256(path) for path in paths})


def test_another_table_is_refused(tmp_path):
    """A table with a missing column is never written."""
    with pytest.raises(DedupError, match="^table sentences has other columns than its schema"):
        storage.write_table(sentences().drop_columns(["unit"]), SENTENCES, tmp_path, FACTS)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("column", range(len(SENTENCES.schema)))
def test_a_flipped_bit_is_noticed(tmp_path, column):
    """One bit of any data page: the table is not read, and the file is named."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    data = bytearray(path.read_bytes())
    chunk = pq.read_metadata(path).row_group(0).column(column)
    data[chunk.data_page_offset + chunk.total_compressed_size // 2] ^= 4
    path.write_bytes(data)

    with pytest.raises(OutputError, match="^cannot read sentences: ") as caught:
        storage.read_table(tmp_path, SENTENCES)

    assert (str(path), "run again, or restore the file from a copy") == (
        caught.value.where,
        caught.value.todo,
    )


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_noticed(tmp_path, share):
    """Whatever is left of a file, it is not taken for the whole."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    with pytest.raises(OutputError, match="^cannot read sentences: "):
        storage.read_table(tmp_path, SENTENCES)


def test_a_damaged_file_is_never_a_python_error(tmp_path):
    """A flipped bit anywhere in a file: it is refused, or nothing that counts was hit."""
    path = storage.write_table(sentences(50), SENTENCES, tmp_path, FACTS)
    sound, random = path.read_bytes(), np.random.default_rng(5)
    outcomes = set()
    for at in random.integers(4, len(sound), 300):
        data = bytearray(sound)
        data[at] ^= 1 << random.integers(8)
        path.write_bytes(data)
        outcomes.add(outcome(tmp_path, sentences(50)))

    assert {"equal", "OutputError", "IncompatibleError"} == outcomes


def outcome(folder, expected):
    """Whether the table is read back as it was, or how it is refused."""
    try:
        assert expected == storage.read_table(folder, SENTENCES)
    except (OutputError, IncompatibleError) as error:
        assert str(folder / "sentences.parquet") == error.where
        return type(error).__name__
    return "equal"


def test_a_missing_file_is_told(tmp_path):
    """A run without one of its files is damaged."""
    with pytest.raises(OutputError, match="^cannot read sentences: .*No such file"):
        storage.read_table(tmp_path, SENTENCES)


@pytest.mark.parametrize(
    ("metadata", "version"), [({"dedup.schema_version": "2"}, "2"), ({}, "none")]
)
def test_another_schema_version_is_told(tmp_path, metadata, version):
    """A run of another version is not misread; what to do is said."""
    path = tmp_path / "sentences.parquet"
    pq.write_table(sentences().replace_schema_metadata(metadata), path)

    with pytest.raises(IncompatibleError) as caught:
        storage.read_table(tmp_path, SENTENCES)

    assert (
        f"schema version {version}, this dedup reads 1\n  {path}\n"
        "  run again with this version, or read it with the version that wrote it"
    ) == str(caught.value)


# ---- what the system refuses --------------------------------------------------------------------

FULL = "the disk is full\n  /x\n  free some space and run again; what was published before is untouched"
REFUSED = "permission denied\n  /x\n  choose another folder, or change its owner or mode"
BROKEN = "input/output error: Input/output error\n  /x\n  check the disk"


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (errno.ENOSPC, OutputError, FULL),
        (errno.EDQUOT, OutputError, FULL),
        (errno.EFBIG, OutputError, FULL),
        (errno.EACCES, PermissionRefusedError, REFUSED),
        (errno.EPERM, PermissionRefusedError, REFUSED),
        (errno.EIO, OutputError, BROKEN),
    ],
)
def test_system_errors_are_explained(number, kind, text):
    """What happened, where, and what to do: in three lines."""
    with pytest.raises(kind) as caught, storage.os_errors_explained(Path("/x")):
        raise OSError(number, os.strerror(number))
    assert text == str(caught.value)


def test_the_file_of_a_system_error_is_named():
    """The file the system speaks of is better than the folder we had in mind."""
    with pytest.raises(OutputError) as caught, storage.os_errors_explained(Path("/x")):
        raise OSError(errno.EIO, "bad", "/y")
    assert "/y" == caught.value.where


def test_other_errors_pass_through():
    """Only system errors are explained."""
    with pytest.raises(KeyError, match="^'a'$"), storage.os_errors_explained(Path("/x")):
        raise KeyError("a")


# ---- before any work ----------------------------------------------------------------------------


def test_a_file_in_the_way_is_told(tmp_path):
    """An output that is a file is refused at once."""
    (tmp_path / "out").write_text("mine")

    with pytest.raises(UsageError) as caught:
        storage.refuse_unwritable(tmp_path / "out")

    assert (
        f"the output is a file, not a folder\n  {tmp_path / 'out'}\n  name a folder with --out"
    ) == str(caught.value)


@pytest.mark.parametrize("locked", ["out", "."])
def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch, locked):
    """Neither the output nor the folder beside it, where a run is staged, may be read-only."""
    closed = (tmp_path / locked).resolve()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != closed)

    with pytest.raises(PermissionRefusedError) as caught:
        storage.refuse_unwritable(tmp_path / "out")

    assert (
        f"permission denied\n  {closed}\n  choose another folder, or change its owner or mode"
    ) == str(caught.value)


def test_a_new_folder_is_made(tmp_path):
    """An output that does not exist yet is made, with the folders above it."""
    storage.refuse_unwritable(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.skipif(not os.path.ismount("/dev/shm"), reason="needs a mount point")
def test_a_mount_point_is_told():
    """Beside a mount point lies another disk, from which nothing can be moved in one step."""
    with pytest.raises(UsageError) as caught:
        storage.refuse_unwritable(Path("/dev/shm"))

    assert (
        "the output is the root of a filesystem, so nothing can be staged beside it\n"
        "  /dev/shm\n  name a folder inside it, as /dev/shm/reports"
    ) == str(caught.value)


# ---- one run ------------------------------------------------------------------------------------


def test_a_run_becomes_visible_at_once(tmp_path):
    """Staged beside the output and never in it, then renamed; `latest` points at it."""
    out = tmp_path / "out"
    with storage.staging_folder(out, "a") as folder:
        (folder / "run.json").write_text("{}")
        assert [f".out.staging-a-{os.getpid()}"] == staging_of(out)
        assert not out.exists()
        run = storage.commit(folder, out, "a")

    assert out / "run=a" == run
    assert ["latest", "run=a"] == sorted(path.name for path in out.iterdir())
    assert "run=a" == os.readlink(out / "latest")
    assert [] == staging_of(out)


def test_two_runs_of_one_second_are_both_kept(tmp_path):
    """The second gets a counter, and is the latest."""
    out = tmp_path / "out"
    for _ in range(3):
        with storage.staging_folder(out, "a") as folder:
            storage.commit(folder, out, "a")

    assert ["latest", "run=a", "run=a-2", "run=a-3"] == sorted(p.name for p in out.iterdir())
    assert "run=a-3" == os.readlink(out / "latest")
    assert "a-4" == storage.free_run_id(out, "a")


def test_an_output_behind_a_link_is_staged_beside_its_folder(tmp_path):
    """A link may lead to another disk; staging goes where the folder really is."""
    (tmp_path / "disk" / "real").mkdir(parents=True)
    (tmp_path / "out").symlink_to("disk/real")
    with storage.staging_folder(tmp_path / "out", "a") as folder:
        assert tmp_path / "disk" == folder.parent
        storage.commit(folder, tmp_path / "out", "a")

    assert ["latest", "run=a"] == sorted(p.name for p in (tmp_path / "disk" / "real").iterdir())


def test_latest_always_names_a_run(tmp_path, monkeypatch):
    """The link is swapped by a rename: at no moment is it missing."""
    out, seen = tmp_path / "out", []
    replace = Path.replace

    def spying(link, target):
        seen.append(os.readlink(target) if os.path.lexists(target) else None)
        replace(link, target)
        seen.append(os.readlink(target))

    monkeypatch.setattr(Path, "replace", spying)
    for run_id in ("a", "b"):
        with storage.staging_folder(out, run_id) as folder:
            storage.commit(folder, out, run_id)

    assert [None, "run=a", "run=a", "run=b"] == seen


def test_a_failed_swap_leaves_the_old_latest(tmp_path, monkeypatch):
    """When `latest` cannot be swapped it names the run before, and no link is left about."""
    out = tmp_path / "out"
    with storage.staging_folder(out, "a") as folder:
        storage.commit(folder, out, "a")
    refuse = OSError(errno.EIO, os.strerror(errno.EIO))

    def failing(*_):
        raise refuse

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError), storage.staging_folder(out, "b") as folder:
        storage.commit(folder, out, "b")

    assert "run=a" == os.readlink(out / "latest")
    assert [] == staging_of(out)


# ---- leftovers ----------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from dedup import storage
with storage.staging_folder(Path(sys.argv[1]), "held") as folder:
    (folder / "half").write_text("x")
    print(folder.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """A process at work on a run of tmp_path/out, and the name of its staging folder."""
    command = [sys.executable, "-c", HOLD, tmp_path / "out"]
    root = Path(storage.__file__).parents[1]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        yield process, process.stdout.readline().strip()
        process.kill()


def test_work_in_progress_is_left_alone(tmp_path, holder):
    """The staging folder of a living process is not swept, that of a dead one is."""
    process, name = holder
    out = tmp_path / "out"
    with storage.staging_folder(out, "mine"):
        assert {name, f".out.staging-mine-{os.getpid()}"} == set(staging_of(out))
    assert [name] == staging_of(out)

    process.kill()
    process.wait()
    with storage.staging_folder(out, "mine"):
        assert [f".out.staging-mine-{os.getpid()}"] == staging_of(out)


def test_only_leftovers_of_the_same_output_are_swept(tmp_path):
    """A name with glob characters, or one that begins alike, is another output."""
    leftovers = [".out[1].staging-x-1", ".out1.staging-x-1", ".out.staging-x-1", ".other"]
    for name in leftovers:
        (tmp_path / name).mkdir()

    with storage.staging_folder(tmp_path / "out[1]", "a"):
        pass

    assert sorted(leftovers[1:]) == staging_of(tmp_path / "out[1]")


def test_a_folder_swept_before_it_was_locked_is_made_again(tmp_path, monkeypatch):
    """Two runs that begin together: neither takes the other's new folder for a leftover."""
    flock, calls = fcntl.flock, []

    def swept_first(handle, how):
        if not calls:
            calls.append("swept")
            (tmp_path / f".out.staging-a-{os.getpid()}").rmdir()
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    with storage.staging_folder(tmp_path / "out", "a") as folder:
        (folder / "run.json").write_text("{}")
        assert tmp_path / "out" / "run=a" == storage.commit(folder, tmp_path / "out", "a")


def test_a_leftover_that_goes_by_itself_is_no_error(tmp_path, monkeypatch):
    """Another run may end, and its folder vanish, while we look for leftovers."""
    gone = tmp_path / ".out.staging-x-1"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))

    with storage.staging_folder(tmp_path / "out", "a") as folder:
        assert folder.is_dir()


def test_an_interrupted_run_leaves_nothing(tmp_path):
    """Whatever ends the block, the staging folder goes with it."""
    with pytest.raises(KeyboardInterrupt), storage.staging_folder(tmp_path / "out", "a"):
        raise KeyboardInterrupt
    assert [] == list(tmp_path.iterdir())


# ---- reading a run ------------------------------------------------------------------------------


def test_a_run_is_found_by_its_folder_or_by_its_output(tmp_path):
    """Both name the run; a link is resolved once."""
    run = run_folder(tmp_path / "run=a")
    (tmp_path / "latest").symlink_to("run=a")

    assert [run] * 3 == [storage.find_run(p) for p in (run, tmp_path, tmp_path / "latest")]


def test_no_run_is_told(tmp_path):
    """A folder without a run says how one is made."""
    (tmp_path / "latest").symlink_to("run=gone")

    with pytest.raises(InputError) as caught:
        storage.find_run(tmp_path)

    assert (
        f"no published run\n  {tmp_path} has no run.json and no latest run\n"
        "  dedup run INPUT... --out DIR makes one"
    ) == str(caught.value)


def test_a_manifest_is_read_back(tmp_path):
    """run.json says what was put in, as text people can read."""
    manifest = {"run_id": "ü", "rows": {"read": 1}, "losses": []}
    path = storage.write_manifest(tmp_path, manifest)

    assert manifest == storage.read_manifest(tmp_path)
    assert path.read_text("utf-8").startswith('{\n  "run_id": "ü",\n')


@pytest.mark.parametrize("content", [None, b"", b'{"a": 1', b"[]", b"\xff"])
def test_a_damaged_manifest_is_told(tmp_path, content):
    """A run.json that is missing or no object names its file."""
    if content is not None:
        (tmp_path / "run.json").write_bytes(content)

    with pytest.raises(OutputError, match=r"^cannot read run\.json: ") as caught:
        storage.read_manifest(tmp_path)
    assert str(tmp_path / "run.json") == caught.value.where
