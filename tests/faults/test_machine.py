"""Any sequence of nights, repetitions, kills and removals, against a model in memory.

An index is one more thing that a night changes: subclass `Nights`, add its rules, and extend `check`.
"""

import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dedup import storage
from dedup.nightly import inbox as module
from tests.faults.killer import killed_at
from tests.nightly.made import TODAY, Inbox

pytestmark = pytest.mark.jit

NAMES = st.sampled_from(["a.jsonl", "b.jsonl", "2026-03-10/c.jsonl", "2026-03-11/d.jsonl"])
HOURS = st.integers(-30, 30)
REAL_TIME = time.time


class Nights(RuleBasedStateMachine):
    """An inbox, its runs, and what they should be."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(module, "YOUNG", 0.0)
        self.folder = Path(tempfile.mkdtemp())
        self.inbox = Inbox(self.folder)
        self.day, self.n_ids, self.hours = TODAY, 0, 0
        self.files, self.done, self.runs = {}, {}, []
        self.cut_short = False

    def teardown(self):
        self.patch.undo()
        shutil.rmtree(self.folder)

    @initialize()
    def first_file(self):
        """There is something to begin with."""
        self.put("a.jsonl")

    @rule(name=NAMES)
    def put(self, name):
        """A file comes, or is replaced by another."""
        self.n_ids += 1
        self.files[name] = f"n{self.n_ids:03}"
        self.inbox.put(name, self.files[name])

    @rule(name=NAMES)
    def remove(self, name):
        """The user removes a file."""
        if self.files.pop(name, None):
            (self.inbox.folder / name).unlink()

    @rule(hours=HOURS)
    def set_clock(self, hours):
        """The clock jumps, also backwards."""
        self.hours += hours
        self.patch.setattr(time, "time", lambda: REAL_TIME() + 3600 * self.hours)

    @rule()
    def night(self):
        """Every file that is new is in one run."""
        expected = self.expected()
        assert expected == self.run()
        self.published(expected)

    @rule()
    def night_again(self):
        """The same night twice publishes nothing new."""
        self.night()
        assert [] == self.run()

    @rule(at=st.integers(1, 60))
    def killed_night(self, at):
        """Of the runs of a killed night the first ones are there, whole, and no others."""
        expected = self.expected()
        with killed_at(at):
            self.run()
        n_before = len(self.runs)
        there = self.inbox.all_ids[n_before:]
        assert [ids for _, ids in expected][: len(there)] == there
        self.published(expected[: len(there)])
        self.cut_short = True

    @rule()
    def drop(self):
        """Retention by itself."""
        if self.runs:
            storage.drop_old_runs(self.inbox.out, 2)
            self.runs = [r for r in self.runs[:-2] if r == self.latest] + self.runs[-2:]

    @invariant()
    def check(self):
        """The runs are those of the model, complete, and `latest` names the newest."""
        found = storage.runs_of(self.inbox.out)
        assert self.runs == [self.inbox.ids(run.folder) for run in found]
        for run in found:
            for file in storage.read_manifest(run.folder)["files"]:
                assert file["sha256"] == storage.file_sha256(run.folder / file["name"])
        if self.runs and not self.cut_short:
            assert self.runs[-1] == self.latest
            assert {self.inbox.folder, self.inbox.out} == set(self.folder.iterdir())

    @property
    def latest(self):
        """The articles of the run that `latest` names."""
        return self.inbox.ids(storage.find_run(self.inbox.out))

    def run(self):
        """A night; what it published, by day."""
        found = self.inbox.night(self.day)
        self.cut_short = False
        return found

    def expected(self):
        """What the next night will publish: by day, the articles of the files that are new."""
        nights = {}
        for name, content in sorted(self.files.items()):
            if self.done.get(name) != content:
                day = name.partition("/")[0] if "/" in name else str(self.day)
                nights.setdefault(day, []).append(content)
        return [(day, " ".join(sorted(ids))) for day, ids in sorted(nights.items())]

    def published(self, nights):
        """Note what was published."""
        for _, ids in nights:
            self.runs.append(ids)
            contents = set(ids.split())
            self.done |= {n: c for n, c in self.files.items() if c in contents}
        if nights:
            self.done = {n: c for n, c in self.done.items() if n in self.files}


class TestNights(Nights.TestCase):
    """Run it."""

    settings = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
