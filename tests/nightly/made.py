"""An inbox, nights of it, and what they published."""

import json
from datetime import date

from dedup import storage
from dedup.config import Config
from dedup.nightly import Order, nightly
from dedup.pipeline import Keeping
from dedup.schemas import ARTICLES

__all__ = ["TODAY", "Inbox"]

TODAY = date(2026, 3, 12)
SENTENCE = (
    "The ferry to the northern islands was late again on {} because of the fog over the sound."
)


class Inbox:
    """A folder of JSONL files, and the output of its nights."""

    def __init__(self, folder):
        self.folder, self.out = folder / "inbox", folder / "out"
        self.folder.mkdir()

    def put(self, name, *ids, text=SENTENCE):
        """Write a file of articles with these ids; returns its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [json.dumps({"id": one, "text": text.format(one)}) for one in ids]
        path.write_text("".join(row + "\n" for row in rows))
        return path

    def night(self, as_of=TODAY, *, one_by_one=False, keep=None, watch=lambda _: None, **settings):
        """One night; returns the day and the ids of each run it published."""
        published = []
        order = self.order(self.folder, self.out, as_of, one_by_one, Keeping(0.0, keep))
        config = Config.build({"jobs": 1, "html": "never"} | settings)

        def told(one):
            published.append((one.manifest["inbox"]["night"], self.ids(one.folder)))

        nightly(order, config, told, watch)
        return published

    def order(self, *ways):
        """What the nights are told to do."""
        return Order(*ways)

    def ids(self, run):
        """The articles of a run."""
        table = storage.read_table(run, ARTICLES, ["article_id"])
        return " ".join(table.column("article_id").to_pylist())

    @property
    def all_ids(self):
        """The articles of each run, the oldest run first."""
        return [self.ids(run.folder) for run in storage.runs_of(self.out)]
