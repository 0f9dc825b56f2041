"""Files and folders that are there whole or not at all."""

import errno
import os

import pytest

from dedup.errors import OutputError, PermissionRefusedError, UsageError
from dedup.report.staging import staged


def names(folder):
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def write(folder):
    """Make a folder with one file."""
    folder.mkdir()
    (folder / "one").write_text("1")


def test_a_folder_appears_at_the_end(tmp_path):
    """Nothing has the final name before the block ends; parents are made."""
    target = tmp_path / "deep" / "out"
    with staged(target) as draft:
        write(draft)
        assert not target.exists()
        assert target.parent == draft.parent
    assert (["one"], ["out"]) == (names(target), names(target.parent))


def test_a_file_appears_at_the_end(tmp_path):
    """A file is given its name the same way."""
    with staged(tmp_path / "out.txt") as draft:
        draft.write_text("done")
    assert (["out.txt"], "done") == (names(tmp_path), (tmp_path / "out.txt").read_text())


@pytest.mark.parametrize("make", [write, lambda path: path.write_text("half")])
def test_a_failure_leaves_nothing(tmp_path, make):
    """When the block fails, what was written is removed."""
    with pytest.raises(ZeroDivisionError), staged(tmp_path / "out") as draft:
        make(draft)
        raise ZeroDivisionError
    assert [] == names(tmp_path)


def test_a_full_disk_is_told(tmp_path):
    """What the system refuses while writing is told in three lines, and nothing is left."""
    with pytest.raises(OutputError, match=r"^the disk is full"), staged(tmp_path / "out") as draft:
        write(draft)
        raise OSError(errno.ENOSPC, "No space left on device", str(draft / "two"))
    assert [] == names(tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_what_is_there_stays(tmp_path, kind):
    """A name that is taken is refused before any work."""
    target = tmp_path / "out"
    {"file": target.touch, "folder": target.mkdir,
     "dangling link": lambda: target.symlink_to("nowhere")}[kind]()  # fmt: skip
    expected = (
        f"the output exists already\n  {target}\n"
        "  choose another name, or remove it yourself; nothing is ever overwritten"
    )
    with pytest.raises(UsageError) as caught, staged(target):
        raise AssertionError
    assert expected == str(caught.value)
    assert os.path.lexists(target)


def test_what_came_meanwhile_stays(tmp_path):
    """A file made by someone else during the work is not replaced."""
    target = tmp_path / "out"
    with pytest.raises(UsageError, match="the output exists already"), staged(target) as draft:
        draft.write_text("mine")
        target.write_text("theirs")
    assert (["out"], "theirs") == (names(tmp_path), target.read_text())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ours(tmp_path):
    """A parent that cannot be made is told as such."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionRefusedError), staged(tmp_path / "deep" / "out"):
            raise AssertionError
    finally:
        tmp_path.chmod(0o700)
