"""A run is published whole or not at all, whatever fails on the way."""

import errno
import os
import resource
import signal
import time
from pathlib import Path

import msgspec
import pytest

from dedup import storage
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.errors import DedupError, OutputError, PermissionRefusedError
from dedup.ledger import Ledger
from dedup.schemas import OCCURRENCES, ONLY_IF_ASKED, PAIRS, REPORTS, empty
from dedup.stages import publish as module
from dedup.stages.publish import Place, Reports, publish

CONFIG = Config.build({"similarity": 0.7})
FILE = {"path": "a.jsonl", "sha256": "00", "rows_read": 0, "rows_rejected": 0, "columns": {}}
STARTED = 1_741_600_000.25  # 2025-03-10 09:46:40 UTC


def ledger(**changes):
    """The ledger of a run that read one file."""
    one = Ledger()
    one.read(FILE | changes)
    return one


def published(out, config=CONFIG, started=STARTED, **changes):
    """A run of empty tables."""
    with storage.os_errors_explained(out), storage.staging_folder(out, "test") as folder:
        reports = Reports(folder, config)
        reports.close()
        return publish(reports, ledger(**changes), config, Place(folder, out, started))


def leftovers(out):
    """What lies beside the output: staging folders, links."""
    return [path.name for path in out.parent.iterdir() if path != out]


def test_a_run_is_all_of_its_tables(tmp_path):
    """Every report but those that nobody asked for, and run.json."""
    run = published(tmp_path / "out").folder

    expected = {f"{kind.name}.parquet" for kind in REPORTS if kind not in ONLY_IF_ASKED} | {
        "run.json"
    }
    assert expected == {path.name for path in run.iterdir()}
    for kind in REPORTS:
        if kind not in ONLY_IF_ASKED:
            assert empty(kind) == storage.read_table(run, kind)


def test_files_completed_side_by_side_are_the_same(tmp_path):
    """Whoever completes them, the files and what run.json says of them are the same, in their order."""
    with storage.staging_folder(tmp_path / "a", "t") as one, local_engine(3) as engine:
        reports = [Reports(one, CONFIG)]
        reports[0].close(engine.map)
    with storage.staging_folder(tmp_path / "b", "t") as other:
        reports.append(Reports(other, CONFIG))
        reports[1].close()
    assert reports[0].files == reports[1].files
    assert [f"{name}.parquet" for name in reports[0].writers] == [
        file["name"] for file in reports[0].files
    ]


def test_a_file_completed_early_is_the_same(tmp_path):
    """It is complete before the others are, and told in its place."""
    with storage.staging_folder(tmp_path / "a", "t") as one, local_engine(2) as engine:
        early = Reports(one, CONFIG)
        early.complete(PAIRS, lambda close, files: list(engine.map(close, files)))
        assert empty(PAIRS) == storage.read_table(one, PAIRS)
        early.complete(OCCURRENCES, engine.map)
        early.close(engine.map)
    with storage.staging_folder(tmp_path / "b", "t") as other:
        late = Reports(other, CONFIG)
        late.close()
    assert late.files == early.files


def test_the_manifest_is_true(tmp_path):
    """Files, rows, checksums, settings and versions are those of the run."""
    run, manifest = published(tmp_path / "out")

    assert storage.read_manifest(run) == msgspec.json.decode(msgspec.json.encode(manifest))
    for file in manifest["files"]:
        path = run / file["name"]
        assert (path.stat().st_size, storage.file_sha256(path)) == (file["n_bytes"], file["sha256"])
    assert f"run={manifest['run_id']}" == run.name
    assert {"read": 0, "reported": 0, "rejected": 0, "known": 0} == manifest["rows"]
    assert ("1", "ok", CONFIG.fingerprint) == tuple(
        manifest[name] for name in ("schema_version", "status", "config_sha256")
    )
    assert CONFIG == Config.build(manifest["config"])
    assert {"python", "unicode", "pyarrow", "polars", "numba", "numpy", "datasketch"} <= set(
        manifest["versions"]
    )
    assert {0} == set(manifest["losses"].values())
    assert manifest["started_at"].startswith("2025-03-10T09:46:40.25")


def test_a_run_is_named_after_its_start_and_its_input(tmp_path):
    """The second in UTC, then four digits that another input or setting changes."""
    names = [
        published(tmp_path / "a").folder.name,
        published(tmp_path / "b").folder.name,
        published(tmp_path / "c", sha256="01").folder.name,
        published(tmp_path / "d", config=Config.build({})).folder.name,
        published(tmp_path / "e", config=Config.build({"similarity": 0.7, "jobs": 7})).folder.name,
    ]

    assert {"run=20250310T094640Z-"} == {name[:-4] for name in names}
    assert names[0] == names[1] == names[4]
    assert 3 == len(set(names))


def test_two_runs_of_one_second_tell_their_own_names(tmp_path):
    """The second gets a counter, in its manifest too."""
    first, second = (published(tmp_path / "out") for _ in range(2))

    assert f"{first.manifest['run_id']}-2" == second.manifest["run_id"]
    assert f"run={second.manifest['run_id']}" == second.folder.name
    assert second.folder == storage.find_run(tmp_path / "out")


def test_a_lost_row_is_a_bug(tmp_path):
    """A row that is neither an article nor a reject stops the run before it is published."""
    with pytest.raises(DedupError) as caught:
        published(tmp_path / "out", rows_read=3)

    assert (
        "3 rows read, but 0 reported, 0 known and 0 rejected\n"
        "  this is a bug; please report it with the input's run.json"
    ) == str(caught.value)
    assert [] == list(tmp_path.iterdir())


# ---- failures -----------------------------------------------------------------------------------

FULL = "the disk is full\n  {}\n  free some space and run again; what was published before is untouched"
REFUSED = "permission denied\n  {}\n  choose another folder, or change its owner or mode"
BROKEN = "input/output error: Input/output error\n  {}\n  check the disk"
FAILURES = [
    (errno.ENOSPC, OutputError, FULL),
    (errno.EIO, OutputError, BROKEN),
    (errno.EACCES, PermissionRefusedError, REFUSED),
]
PLACES = [
    (storage.TableWriter, "close", 1),
    (storage.TableWriter, "close", 4),
    (storage.TableWriter, "close", 8),
    (module, "write_manifest", 1),
    (os, "fsync", 1),
    (os, "fsync", 9),
    (os, "fsync", 10),
    (Path, "write_bytes", 1),
    (Path, "mkdir", 2),
    (Path, "rename", 1),
]


def fail_at(monkeypatch, owner, name, call, number):
    """Make the call-th call of owner.name fail."""
    original, calls = getattr(owner, name), []

    def failing(*args, **options):
        calls.append(name)
        if len(calls) == call:
            raise OSError(number, os.strerror(number))
        return original(*args, **options)

    monkeypatch.setattr(owner, name, failing)


@pytest.mark.parametrize(("number", "kind", "text"), FAILURES)
@pytest.mark.parametrize(("owner", "name", "call"), PLACES)
def test_a_failure_leaves_the_run_before(
    tmp_path, monkeypatch, owner, name, call, number, kind, text
):
    """The old run stays the latest, nothing new is to be seen, and the error says what to do."""
    out = tmp_path / "out"
    old = published(out).folder
    fail_at(monkeypatch, owner, name, call, number)

    with pytest.raises(kind) as caught:
        published(out, started=STARTED + 60)

    monkeypatch.undo()
    assert text.format(tmp_path if name == "mkdir" else out) == str(caught.value)
    assert old == storage.find_run(out)
    assert ["latest", old.name] == sorted(path.name for path in out.iterdir())
    assert [] == leftovers(out)
    assert published(out, started=STARTED + 60).folder == storage.find_run(out)


def test_a_disk_that_is_full_is_told(tmp_path):
    """No mock: the system lets no file grow beyond a kilobyte."""
    out = tmp_path / "out"
    old = published(out).folder
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        with pytest.raises(OutputError) as caught:
            published(out, started=STARTED + 60)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)

    assert ("the disk is full", old, []) == (
        caught.value.what, storage.find_run(out), leftovers(out),
    )  # fmt: skip


def test_data_files_hold_no_time(tmp_path):
    """The same tables a minute later are the same bytes; only run.json knows the hour."""
    first = published(tmp_path / "a").manifest["files"]
    time.sleep(0.01)
    second = published(tmp_path / "b", started=STARTED + 60).manifest["files"]

    assert first == second
