"""A run becomes visible whole, at once, and never in the way of what was published before."""

import errno
import os
import signal
from pathlib import Path

import pytest

from dedup import storage
from dedup.errors import InputError, OutputError
from dedup.storage import runs as module
from tests.storage.made import run_folder, staging_of


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
    assert Path("run=a") == (out / "latest").readlink()
    assert [] == staging_of(out)


def test_two_runs_of_one_second_are_both_kept(tmp_path):
    """The second gets a counter, and is the latest."""
    out = tmp_path / "out"
    for _ in range(3):
        with storage.staging_folder(out, "a") as folder:
            storage.commit(folder, out, "a")

    assert ["latest", "run=a", "run=a-2", "run=a-3"] == sorted(p.name for p in out.iterdir())
    assert Path("run=a-3") == (out / "latest").readlink()
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
        seen.append(target.readlink().name if target.is_symlink() else None)
        replace(link, target)
        seen.append(target.readlink().name)

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

    assert Path("run=a") == (out / "latest").readlink()
    assert [] == staging_of(out)


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


@pytest.mark.parametrize("failing", ["sync", "symlink_to", "replace"])
def test_what_fails_after_the_rename_is_told_as_published(tmp_path, monkeypatch, failing):
    """The run can be seen and is whole; the error says so, and the next run completes it."""
    out, runs = tmp_path / "out", []
    for run_id in ("a", "b"):
        with storage.staging_folder(out, run_id) as folder:
            storage.write_manifest(folder, {"run_id": run_id, **storage.succession(out)})
            runs.append(out / f"run={run_id}")
            if run_id == "a":
                storage.commit(folder, out, run_id)
                continue
            break_after_rename(monkeypatch, failing)
            with pytest.raises(OutputError) as caught:
                storage.commit(folder, out, run_id)
    monkeypatch.undo()

    assert (
        "the run is published, but the disk did not confirm it: Input/output error\n"
        f"  {runs[1]}\n  check the disk; the next run completes what is missing"
    ) == str(caught.value)
    assert runs[0] == storage.find_run(out)
    storage.complete(out)
    assert (runs[1], []) == (storage.find_run(out), staging_of(out))


def break_after_rename(monkeypatch, failing):
    """From the rename on, one call fails."""
    rename = Path.rename

    def broken(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def renaming(path, target):
        rename(path, target)
        owner = module if failing == "sync" else Path
        monkeypatch.setattr(owner, failing, broken)

    monkeypatch.setattr(Path, "rename", renaming)


def test_a_signal_waits_for_the_swap(tmp_path, monkeypatch):
    """Between the rename and `latest` nothing is cut in two; then the signal is heard."""
    out, rename = tmp_path / "out", Path.rename

    def interrupted(path, target):
        rename(path, target)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), storage.staging_folder(out, "a") as folder:
        storage.write_manifest(folder, {"run_id": "a"})
        storage.commit(folder, out, "a")
    assert (out / "run=a", []) == (storage.find_run(out), staging_of(out))
