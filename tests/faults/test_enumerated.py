"""Whatever system call of publishing fails or is the last one: old or new, never broken."""

import os

import pytest

from tests.faults.enumerate import (
    HOWS,
    Target,
    enumerate_faults,
    refuse_without_strace,
    table_of,
)
from tests.faults.indexing import INDEXING
from tests.faults.publishing import PUBLISHING

TARGETS = [PUBLISHING, INDEXING]


@pytest.mark.jit
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_no_fault_breaks_anything(tmp_path, target, fault_tables):
    """Each call hit once with a kill, an EIO and a full disk; the next run needs no repair."""
    refuse_without_strace(tmp_path)
    outcomes = enumerate_faults(target, tmp_path)
    fault_tables.append(table_of(target.name, outcomes))
    assert [] == [one for one in outcomes if one.state == "broken"]
    assert {"old", "new"} == {one.state for one in outcomes}


def rewrite(folder):
    """What nobody should do: a file written over in place."""
    handle = os.open(folder / "state", os.O_WRONLY | os.O_TRUNC)
    os.write(handle, b"new")
    return 0


def state_of(folder):
    """The file's content, if it is one of the two."""
    text = (folder / "state").read_text()
    assert text in ("old", "new"), f"neither old nor new: {text!r}"
    return text


def test_what_is_broken_is_found(tmp_path):
    """A kill before the write leaves an empty file; so do an error and a full disk."""
    refuse_without_strace(tmp_path)
    careless = Target(
        "rewrite",
        "tests.faults.test_enumerated:rewrite",
        lambda folder: (folder / "state").write_text("old"),
        state_of,
        lambda _: None,
    )
    outcomes = enumerate_faults(careless, tmp_path)
    found = [(one.syscall, one.how, one.state) for one in outcomes]
    assert [("write", how, "broken") for how in HOWS] == found
    assert all("neither old nor new: ''" in one.wrong for one in outcomes)
    assert table_of("rewrite", outcomes).endswith(
        "all                        3       0       0       3"
    )
