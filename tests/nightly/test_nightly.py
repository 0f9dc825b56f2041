"""Each file of the inbox is read in one night, whatever happens between the nights."""

import json
import os
import shutil
from datetime import date, timedelta

import pytest

from dedup import pipeline, storage
from dedup.config import Config
from dedup.errors import (
    InputError,
    LockedError,
    PermissionRefusedError,
    RejectedError,
    UsageError,
)
from dedup.nightly import NightLedger
from dedup.nightly import inbox as inbox_module
from tests.nightly.made import TODAY

pytestmark = pytest.mark.jit


def test_a_night_is_what_is_new(inbox):
    """Each night reads the files that came since; without new ones nothing is published."""
    inbox.put("a.jsonl", "a1", "a2")
    assert [("2026-03-12", "a1 a2")] == inbox.night()
    assert [] == inbox.night()
    inbox.put("b.jsonl", "b1")
    assert [("2026-03-13", "b1")] == inbox.night(TODAY + timedelta(1))
    assert [] == inbox.night(TODAY + timedelta(2))
    assert ["a1 a2", "b1"] == inbox.all_ids


def test_missed_nights_are_caught_up(inbox):
    """Each day's folder is a run, the oldest first; days to come wait."""
    inbox.put("2026-03-11/x.jsonl", "c1")
    inbox.put("20260310/x.jsonl", "b1")
    inbox.put("2026-03-13.jsonl", "e1")
    inbox.put("wires/x.jsonl", "d1")
    inbox.put("2026-03-12/y/x.jsonl", "d2")
    assert [("2026-03-10", "b1"), ("2026-03-11", "c1"), ("2026-03-12", "d1 d2")] == inbox.night()
    assert [("2026-03-13", "e1")] == inbox.night(date(2026, 3, 14))


def test_a_late_file_of_an_old_day(inbox):
    """It is a night of that day again, with that file alone."""
    inbox.put("2026-03-10/x.jsonl", "b1")
    inbox.night()
    inbox.put("2026-03-10/y.jsonl", "b2")
    assert [("2026-03-10", "b2")] == inbox.night()


def test_one_by_one(inbox):
    """Every file or folder directly in the inbox is a run of its own."""
    inbox.put("part-2.jsonl", "c")
    inbox.put("part-1/x.jsonl", "a")
    inbox.put("part-1/y.jsonl", "b")
    inbox.put("2026-01-31.jsonl", "0")
    expected = [("2026-01-31", "0"), ("2026-03-12", "a b"), ("2026-03-12", "c")]
    assert expected == inbox.night(one_by_one=True)
    assert [] == inbox.night()


def test_a_changed_file_is_new(inbox):
    """A file is known by its path and its bytes: touched it is done, changed or moved it is new."""
    path = inbox.put("a.jsonl", "a1")
    inbox.night()
    os.utime(path, (1e9, 1e9))
    assert [] == inbox.night()
    inbox.put("a.jsonl", "a1", "a2")
    assert [("2026-03-12", "a1 a2")] == inbox.night()
    path.rename(path.with_name("b.jsonl"))
    assert [("2026-03-12", "a1 a2")] == inbox.night()


def test_nothing_in_the_inbox_is_touched(inbox):
    """Neither bytes nor times change, and nothing is added."""
    path = inbox.put("a.jsonl", "a1")
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns
    inbox.night()
    assert before == (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns)
    assert [path] == list(inbox.folder.iterdir())


def test_default_ids_differ_from_night_to_night(inbox):
    """Files without ids are named by their path inside the inbox."""
    for day in ("2026-03-10", "2026-03-11"):
        inbox.put(f"{day}/a.txt").write_text("One sentence stands here.")
    assert ["2026-03-10/a.txt", "2026-03-11/a.txt"] == [ids for _, ids in inbox.night()]


def test_the_run_says_what_is_done(inbox):
    """run.json has each file of the inbox that is done, with its sha256; files that went are left out."""
    a, b = inbox.put("a.jsonl", "a1"), inbox.put("b.jsonl", "b1")
    inbox.night()
    a.unlink()
    c = inbox.put("c.jsonl", "c1")
    inbox.night()
    said = storage.read_manifest(storage.find_run(inbox.out))["inbox"]
    assert (str(inbox.folder), "2026-03-12") == (said["folder"], said["night"])
    assert {one.name: storage.file_sha256(one) for one in (b, c)} == {
        name: row["sha256"] for name, row in said["done"].items()
    }


def test_who_removes_the_last_run_repeats_its_night(inbox):
    """What is done is known from the newest run."""
    inbox.put("a.jsonl", "a1")
    inbox.night()
    inbox.put("b.jsonl", "b1")
    inbox.night()
    shutil.rmtree(storage.find_run(inbox.out))
    assert [("2026-03-12", "b1")] == inbox.night()


def test_other_runs_of_the_same_output_do_not_make_it_forget(inbox):
    """Neither a run by hand nor retention loses what is done."""
    path = inbox.put("a.jsonl", "a1")
    inbox.night()
    for _ in range(3):
        pipeline.run([str(path)], inbox.out, Config(), keeping=pipeline.Keeping(0.0, 2))
    assert 3 == len(storage.runs_of(inbox.out))
    assert [] == inbox.night()


def test_old_nights_are_dropped(inbox):
    """Also while nights are caught up."""
    for day in range(1, 6):
        inbox.put(f"2026-03-0{day}.jsonl", f"d{day}")
    assert 5 == len(inbox.night(keep=2))
    assert ["d4", "d5"] == inbox.all_ids


def test_a_clock_that_is_set_back_loses_nothing(inbox, monkeypatch):
    """The night before the one that ran: runs keep their order, and none is overwritten."""
    for hour, name in ((20, "a"), (10, "b"), (15, "c")):
        monkeypatch.setattr("time.time", lambda at=1_773_300_000.0 + 3600 * hour: at)
        inbox.put(f"{name}.jsonl", name)
        assert [("2026-03-12", name)] == inbox.night(keep=2)
    assert ["b", "c"] == inbox.all_ids
    assert "c" == inbox.ids(storage.find_run(inbox.out))
    assert [] == inbox.night()


# ---- files that are still written to -----------------------------------------------------------


def test_a_file_still_being_written_waits(inbox, monkeypatch):
    """Who grows between two looks is left for the next night; the others are read."""
    inbox.put("a.jsonl", "a1")
    growing, notes = inbox.put("b.jsonl", "b1"), []
    monkeypatch.setattr(inbox_module, "YOUNG", 60.0)
    monkeypatch.setattr("time.sleep", lambda _: inbox.put("b.jsonl", "b1", "b2"))
    assert [("2026-03-12", "a1")] == inbox.night(watch=lambda p: notes.append(p.note))
    assert f"{growing} is still being written: it waits for the next night" in notes
    monkeypatch.undo()
    assert [("2026-03-12", "b1 b2")] == inbox.night()


def test_old_files_are_not_waited_for(inbox, monkeypatch):
    """Only a file of the last minute, or of the future, costs the second look."""
    monkeypatch.setattr(inbox_module, "YOUNG", 60.0)
    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    for age, expected in ((3600, []), (5, [0.0]), (-3600, [0.0, 0.0])):
        path = inbox.put(f"{age}.jsonl", f"a{age}")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
        monkeypatch.setattr(inbox_module, "PAUSE", 0.0)
        inbox_module.still_there(
            [f for f in inbox_module.files_of(inbox.folder) if f.name == path.name], print, 0.5
        )
        assert len(expected) == len(slept)


def test_a_file_that_changes_while_it_is_read_waits(inbox, monkeypatch):
    """The night begins again without it, and publishes once."""
    inbox.put("a.jsonl", "a1")
    changing, read = inbox.put("b.jsonl", "b1"), NightLedger.read

    def meanwhile(ledger, file):
        if file["path"] == str(changing) and changing.stat().st_size < 300:
            inbox.put("b.jsonl", "b1", "b2", "b3")
        read(ledger, file)

    monkeypatch.setattr(NightLedger, "read", meanwhile)
    assert [("2026-03-12", "a1")] == inbox.night()
    assert [("2026-03-12", "b1 b2 b3")] == inbox.night()
    assert ["a1", "b1 b2 b3"] == inbox.all_ids


def test_when_every_file_changes_nothing_is_published(inbox, monkeypatch):
    """The next night takes them."""
    path, read = inbox.put("a.jsonl", "a1"), NightLedger.read

    def meanwhile(ledger, file):
        path.unlink()
        read(ledger, file)

    monkeypatch.setattr(NightLedger, "read", meanwhile)
    assert [] == inbox.night()
    assert [] == storage.runs_of(inbox.out)


# ---- what is wrong -----------------------------------------------------------------------------


def test_a_night_that_fails_holds_up_the_later_ones(inbox):
    """Those before it are published; repaired, the rest follows in order."""
    inbox.put("2026-03-10.jsonl", "a")
    bad = inbox.put("2026-03-11.jsonl", "b")
    bad.write_text("not json\n")
    inbox.put("2026-03-12.jsonl", "c")
    with pytest.raises(RejectedError):
        inbox.night(max_rejects=0.5)
    assert ["a"] == inbox.all_ids
    inbox.put("2026-03-11.jsonl", "b")
    assert [("2026-03-11", "b"), ("2026-03-12", "c")] == inbox.night(max_rejects=0.5)


def test_an_inbox_without_files(inbox):
    """Empty, or with nothing that is read: no run, and no output folder either."""
    assert [] == inbox.night()
    (inbox.folder / "picture.png").write_bytes(b"\x89PNG")
    (inbox.folder / ".a.jsonl.part").write_text("half")
    assert [] == inbox.night()
    assert not inbox.out.exists()


def test_no_inbox(inbox):
    """An inbox that is not there is told."""
    inbox.folder.rmdir()
    with pytest.raises(InputError) as caught:
        inbox.night()
    expected = f"no such inbox\n  {inbox.folder}\n  make it, or name another with [job] inbox"
    assert expected == str(caught.value)


def test_an_inbox_that_cannot_be_listed(inbox, monkeypatch):
    """It is told, and not taken for an empty one."""
    monkeypatch.setattr(os, "access", lambda path, _: path != inbox.folder)
    with pytest.raises(PermissionRefusedError, match=r"^the inbox cannot be listed\n"):
        inbox.night()


@pytest.mark.parametrize("where", [".", "reports", "a/b"])
def test_an_output_in_the_inbox(inbox, where):
    """The reports would be the next night's articles."""
    inbox.out = inbox.folder / where
    with pytest.raises(UsageError) as caught:
        inbox.night()
    assert (
        f"the output lies in the inbox\n  {inbox.out}\n  name a folder outside the inbox with --out"
    ) == str(caught.value)


def test_two_nights_at_once(inbox):
    """The second is refused before it looks for what is new."""
    inbox.put("a.jsonl", "a1")
    with storage.lock(storage.beside(inbox.out)), pytest.raises(LockedError):
        inbox.night()
    assert [("2026-03-12", "a1")] == inbox.night()


def test_a_file_that_cannot_be_opened_is_told_once(inbox, monkeypatch):
    """It is a reject of the night it came; repaired, it is new."""
    bad, good = inbox.put("a.jsonl"), inbox.put("b.jsonl", "b1")
    bad.write_text(json.dumps({"id": "a1"}) + "\n")
    assert [("2026-03-12", "b1")] == inbox.night()
    assert [] == inbox.night()
    inbox.put("a.jsonl", "a1")
    assert [("2026-03-12", "a1")] == inbox.night()
    assert good.exists()
