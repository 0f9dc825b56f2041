"""Folders that cannot be written, disks that are full, and who may read what was published."""

import os
import subprocess
import sys

import pytest

from dedup import storage
from tests.cli.corpus import write
from tests.cli.helpers import CHILD, call
from tests.disk import small_disk

pytestmark = pytest.mark.jit


@pytest.fixture
def mounted(tmp_path):
    """A disk of one megabyte, where the tests may mount one; the shell's folder has a corpus."""
    with small_disk(tmp_path / "disk", "1m") as folder:
        yield folder


@pytest.fixture
def corpus(tmp_path):
    """A file to read, on another disk."""
    write(tmp_path)
    return tmp_path / "in.jsonl"


@pytest.mark.parametrize("verb", ["run", "nightly"])
def test_a_read_only_disk(mounted, corpus, verb):
    """Nothing can be published there: 77, before any work; what is there can be read."""
    out = mounted / "reports" / "out"
    assert 0 == call("run", corpus, "-o", out, "-q", "--html", "never").exit_code
    before = storage.find_run(out)
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    source = corpus if verb == "run" else in_a_folder(corpus)
    result = call(verb, source, "-o", out)
    todo = "choose another folder, or change its owner or mode"
    expected = f"error: permission denied\n  {out.parent}\n  {todo}\n"
    assert (77, expected) == (result.exit_code, result.stderr)
    assert (before, 0) == (storage.find_run(out), call("show", out).exit_code)


def in_a_folder(path):
    """The folder that an inbox is."""
    folder = path.with_name("inbox")
    folder.mkdir()
    path.rename(folder / path.name)
    return folder


def test_a_full_disk(mounted, corpus):
    """74 and what to do; the run before is whole, and with some space the next one works."""
    out = mounted / "reports" / "out"
    assert 0 == call("run", corpus, "-o", out, "-q", "--html", "never").exit_code
    before = storage.find_run(out)
    free = os.statvfs(mounted)
    filler = mounted / "filler"
    filler.write_bytes(bytes(free.f_bavail * free.f_bsize - 20_000))

    result = call("run", corpus, "-o", out, "-q", "--html", "never")

    todo = "free some space and run again; what was published before is untouched"
    assert (74, f"error: the disk is full\n  {out}\n  {todo}\n") == (
        result.exit_code,
        result.stderr,
    )
    assert (before, [out]) == (storage.find_run(out), list(out.parent.iterdir()))
    filler.unlink()
    assert 0 == call("run", corpus, "-o", out, "-q", "--html", "never").exit_code
    assert before != storage.find_run(out)


@pytest.mark.parametrize(
    ("umask", "files", "folders"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)]
)
def test_the_umask_is_respected(tmp_path, corpus, umask, files, folders):
    """Whoever may not read new files may not read reports."""
    command = [sys.executable, "-m", "dedup", "run", str(corpus), "-o", "new/out", "-q"]
    subprocess.run(command, env=CHILD, cwd=tmp_path, umask=umask, check=True)
    run = storage.find_run(tmp_path / "new" / "out")
    assert {files} == {path.stat().st_mode & 0o777 for path in run.iterdir()}
    assert {folders} == {
        path.stat().st_mode & 0o777 for path in (run, run.parent, run.parent.parent)
    }
