"""Small corpora in nights, and what a reader of all their runs would know in the end."""

import json
from typing import NamedTuple

import polars as pl

from dedup.config import Config
from dedup.ledger import ignore
from dedup.pipeline import IndexAt, run_night

__all__ = ["Place", "article", "differences", "night", "state", "table"]

# What only says which run it was.
OF_THE_RUN = ["is_new", "n_new_occurrences", "previous_cluster_ids"]
TABLES = ("clusters", "occurrences", "pairs")
EXPECT = 100_000


class Place(NamedTuple):
    """A folder for files, reports and an index."""

    folder: object
    settings: dict

    @property
    def out(self):
        """Where the runs are."""
        return self.folder / "out"

    @property
    def index(self):
        """Where the index is."""
        return self.folder / "index"


def article(number, text, **given):
    """A row of the input."""
    published = f"2026-03-{1 + number % 28:02}T06:00:00Z"
    return {"id": f"a{number:04}", "text": text, "published_at": published, "source": "S"} | given


def night(place, rows, name="night", watch=ignore, **at):
    """One run through the index of `place`; the run, or None."""
    place.folder.mkdir(parents=True, exist_ok=True)
    path = place.folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    config = Config.build({"jobs": 2, "html": "never"} | place.settings)
    where = IndexAt(place.index, **({"expect": EXPECT} | at))
    return run_night([str(path)], place.out, config, where, watch)


def table(run, name):
    """A table of a run as a frame, without what only says which run it was."""
    frame = pl.read_parquet(run.folder / f"{name}.parquet")
    return frame.drop(name for name in OF_THE_RUN if name in frame.columns)


def state(runs):
    """By cluster, its last state over the runs, as JSON; what a later run did away with is gone."""
    found = {}
    for run in filter(None, runs):
        for gone in table(run, "cluster_events")["previous_cluster_id"].drop_nulls():
            found.pop(gone, None)
        for cluster in table(run, "clusters")["cluster_id"]:
            found[cluster] = {}
        for name in TABLES:
            for row in table(run, name).to_dicts():
                found[row["cluster_id"]].setdefault(name, []).append(json.dumps(row, default=str))
    return found


def differences(one, other):
    """The clusters that two states do not have alike, and how."""
    names = sorted(one.keys() | other.keys())
    return {
        name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)
    }
