"""What the system refuses is told in three lines, before any work where that is possible."""

import errno
import os
from pathlib import Path

import pytest

from dedup import storage
from dedup.errors import OutputError, PermissionRefusedError, UsageError

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
    with pytest.raises(KeyError, match=r"^'a'$"), storage.os_errors_explained(Path("/x")):
        raise KeyError("a")


def test_a_file_in_the_way_is_told(tmp_path):
    """An output that is a file is refused at once."""
    (tmp_path / "out").write_text("mine")

    with pytest.raises(UsageError) as caught:
        storage.refuse_unwritable(tmp_path / "out")

    assert (
        f"the output is a file, not a folder\n  {tmp_path / 'out'}\n  name a folder with --out"
    ) == str(caught.value)


@pytest.mark.parametrize(("locked", "made"), [("out", True), (".", True), (".", False)])
def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch, locked, made):
    """Neither the output nor the folder beside it, where a run is staged, may be read-only."""
    out, closed = tmp_path / "out", (tmp_path / locked).resolve()
    if made:
        out.mkdir()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != closed)

    with pytest.raises(PermissionRefusedError) as caught:
        storage.refuse_unwritable(out if made else out / "a" / "b")

    assert (
        f"permission denied\n  {closed}\n  choose another folder, or change its owner or mode"
    ) == str(caught.value)


def test_looking_makes_nothing(tmp_path, monkeypatch):
    """An output that does not exist yet may be made later, wherever the shell stands."""
    monkeypatch.chdir(tmp_path)
    for out in (Path("a/b"), Path(), tmp_path / "c"):
        storage.refuse_unwritable(out)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(not os.path.ismount("/dev/shm"), reason="needs a mount point")
def test_a_mount_point_is_told():
    """Beside a mount point lies another disk, from which nothing can be moved in one step."""
    with pytest.raises(UsageError) as caught:
        storage.refuse_unwritable(Path("/dev/shm"))

    assert (
        "the output is the root of a filesystem, so nothing can be staged beside it\n"
        "  /dev/shm\n  name a folder inside it, as /dev/shm/reports"
    ) == str(caught.value)


def test_the_root_is_told():
    """There is nothing beside `/`."""
    with pytest.raises(UsageError, match=r"^the output is the root of a filesystem"):
        storage.refuse_unwritable(Path("/"))
