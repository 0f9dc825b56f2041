"""Every night: what is new in an inbox becomes a run, one for each night that was missed.

Nothing in the inbox is moved or changed.  What is done is known from run.json of the newest run, so
it is published in the same rename as the reports: a night that was killed is done again, one that
was published is not.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dedup.config import Config
from dedup.errors import UsageError
from dedup.ledger import Ledger, Progress, ignore
from dedup.nightly.done import Done, done_before
from dedup.nightly.inbox import files_of, still_there
from dedup.nightly.nights import Night, nights_of
from dedup.pipeline import KEEP_ALL, IndexAt, Keeping, Published, add_night, alone, drop, run_alone

__all__ = ["Order", "nightly"]


class Order(NamedTuple):
    """The inbox, where its runs go, the day it is, and whether each entry is a run of its own.

    With an index, `at` says where; its day is that of each night.
    """

    inbox: Path
    out: Path
    as_of: date
    one_by_one: bool = False
    keeping: Keeping = KEEP_ALL
    at: IndexAt | None = None


class ChangedError(Exception):
    """A file is not what it was when the night began."""


def nightly(
    order: Order,
    config: Config,
    told: Callable[[Published], None],
    watch: Callable[[Progress], None] = ignore,
) -> None:
    """Publish a run for each night with new files, the oldest first; `told` hears of each.

    Raises:
        InputError: there is no such inbox.
        UsageError: the output lies in the inbox, so the reports would be read the next night.
        LockedError: another run is at work on the output.
        DedupError: a night failed; those before it are published, those after it wait.
    """
    refuse_output_in_inbox(order)
    files_of(order.inbox)  # an inbox that is not there is told even while another run is at work
    with alone(order.out, order.keeping.wait):
        done = done_before(order.out)
        files = files_of(order.inbox)
        new = still_there([file for file in files if not done.covers(file)], watch)
        done = done.of(file.name for file in files)
        for night in nights_of(new, order.as_of, one_by_one=order.one_by_one):
            published, done = one_night(night, order, config, done, watch)
            if published is not None:
                told(published)
                drop(order.out, order.keeping)


def refuse_output_in_inbox(order: Order) -> None:
    """Raise UsageError for an output that is the inbox or lies in it."""
    out, inbox = order.out.resolve(), order.inbox.resolve()
    if out == inbox or inbox in out.parents:
        todo = "name a folder outside the inbox with --out"
        raise UsageError("the output lies in the inbox", where=str(order.out), todo=todo)


class NightLedger(Ledger):
    """A ledger that notes which files are done, and stops when one changed meanwhile."""

    def __init__(self, watch: Callable[[Progress], None], night: Night, done: Done) -> None:
        """What was done before stays done."""
        super().__init__(watch)
        self.files = {file.source.shown: file for file in night.files}
        self.done = Done(done.files)

    def read(self, file: dict[str, Any]) -> None:
        """Record a file as done; raises ChangedError when it is not what was listed."""
        listed = self.files[file["path"]]
        if not listed.is_unchanged():
            raise ChangedError
        self.done.add(listed, file["sha256"])
        super().read(file)


def one_night(
    night: Night, order: Order, config: Config, done: Done, watch: Callable[[Progress], None]
) -> tuple[Published | None, Done]:
    """The run of a night, and what is done after it.

    Files that change meanwhile are left out; there is no run if all do, or if the index has all of
    their articles.
    """
    while night.files:
        ledger = NightLedger(watch, night, done)
        night_is = {"folder": str(order.inbox.resolve()), "night": str(night.date)}
        ledger.facts["inbox"] = {**night_is, "done": ledger.done.files}
        try:
            return through(order, night, config, ledger), ledger.done
        except ChangedError:
            night = night._replace(files=still_there(night.files, watch, pause=0.0))
    return None, done


def through(order: Order, night: Night, config: Config, ledger: Ledger) -> Published | None:
    """The run of a night, through the index if there is one."""
    sources = [file.source for file in night.files]
    if order.at is None:
        return run_alone(sources, order.out, config, ledger)
    at = order.at._replace(day=str(night.date), wait=order.keeping.wait)
    return add_night(sources, order.out, config, at, ledger)
