"""Nights through an index: each is compared with all before, and is one commit with its run."""

import pytest

from dedup import storage
from dedup.index import newest
from dedup.nightly import NightLedger, Order
from dedup.pipeline import IndexAt
from dedup.schemas import OCCURRENCES
from tests.nightly.made import TODAY, Inbox

pytestmark = pytest.mark.jit


class Indexed(Inbox):
    """An inbox whose nights go through an index."""

    def order(self, *ways):
        return Order(*ways)._replace(at=IndexAt(self.folder.parent / "index", 10_000))

    @property
    def days(self):
        """The days of the nights that the index holds."""
        return [one.day for one in newest(self.folder.parent / "index").nights]


@pytest.fixture
def indexed(inbox):
    """The same inbox, with an index beside it."""
    inbox.__class__ = Indexed
    return inbox


def test_a_night_finds_what_nights_before_had(indexed):
    """Missed nights are caught up in order, each under its own day."""
    indexed.put(
        "2026-03-10.jsonl", "a1", text="The old mill by the river burned down in the night."
    )
    indexed.put("2026-03-11.jsonl", "b1", text="The old mill by the river burned down at night.")
    indexed.night()
    assert ["2026-03-10", "2026-03-11"] == indexed.days
    found = storage.read_table(storage.find_run(indexed.out), OCCURRENCES).to_pylist()
    assert [("a1", False), ("b1", True)] == [(one["article_id"], one["is_new"]) for one in found]


def test_known_articles_are_no_night(indexed):
    """A file of articles that the index has publishes nothing, under whatever name it comes."""
    path = indexed.put("a.jsonl", "a1", "a2")
    assert [("2026-03-12", "a1 a2")] == indexed.night()
    path.rename(path.with_name("b.jsonl"))
    assert [] == indexed.night()
    indexed.put("c.jsonl", "c1")
    assert [("2026-03-12", "c1")] == indexed.night()
    assert [str(TODAY)] * 2 == indexed.days


def test_a_file_that_changes_while_it_is_read_waits(indexed, monkeypatch):
    """The night begins again without it; the index has what was published, no more."""
    indexed.put("a.jsonl", "a1")
    changing, read = indexed.put("b.jsonl", "b1"), NightLedger.read

    def meanwhile(ledger, file):
        if file["path"] == str(changing) and changing.stat().st_size < 200:
            indexed.put("b.jsonl", "b1", "b2")
        read(ledger, file)

    monkeypatch.setattr(NightLedger, "read", meanwhile)
    assert [("2026-03-12", "a1")] == indexed.night()
    assert [("2026-03-12", "b1 b2")] == indexed.night()
