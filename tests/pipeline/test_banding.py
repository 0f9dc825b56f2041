"""The banding is chosen by what a sample shows, and comes true."""

import json

import numpy as np
import pyarrow as pa
import pytest

from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import memory_of
from dedup.pipeline import auditing, banding
from dedup.pipeline.job import Job
from dedup.pipeline.matching import pairs_of
from dedup.schemas import TEXTS
from dedup.stages.sketch import Bands
from dedup.storage.spill import Shelf
from tests.stages.kept import parts

WORDS = [
    "ship",
    "pier",
    "rope",
    "sail",
    "wind",
    "tide",
    "crew",
    "dock",
    "mast",
    "hull",
    "deck",
    "buoy",
    "cove",
    "reef",
    "surf",
    "gale",
]


def texts_of(n, seed):
    """TEXTS of n sentences of words from a small lexicon, so that chance meetings are many."""
    random = np.random.default_rng(seed)
    lines = [" ".join(line).encode() for line in random.choice(WORDS, (n, 9))]
    hashes = random.integers(0, 1 << 63, (2, n)).astype(np.uint64) * np.uint64(2)
    columns = [lines, hashes[0], hashes[1], [9] * n, [1] * n]
    return pa.table(columns, schema=TEXTS.schema)


@pytest.fixture
def job():
    """A job in memory."""
    config = Config(similarity=0.8)
    with local_engine(2) as engine:
        yield Job(config, engine, Shelf(), memory_of(config), Ledger())


def test_few_texts_are_not_sampled(job):
    """A small corpus is done sooner than measured: the banding is that of news."""
    banding.choose("sentence", parts([texts_of(50, 1)]), job)

    (noted,) = job.ledger.bands
    assert [] == job.ledger.stages
    assert {"unit", "bands", "rows", "n_texts", "recall_at_floor"} < set(noted)
    assert noted["recall_at_floor"] >= 0.99


@pytest.mark.jit
def test_what_is_expected_comes_true(job, monkeypatch):
    """Candidates below the floor are as many as predicted from a sixteenth, give or take an eighth."""
    monkeypatch.setattr(banding, "FEWEST_TEXTS", 1 << 14)
    texts = parts([texts_of(40_000, 2)])
    verified = pairs_of(texts, "sentence", job)

    (noted,) = job.ledger.bands
    found = sum(stage["rows_out"] for stage in job.ledger.stages if stage["stage"] == "candidates")
    true = sum(int(part.column("n_bands").to_numpy().sum()) for part in verified)
    assert abs(noted["chance_candidates_expected"] / (found - true) - 1) < 0.125
    assert found - true > 10_000


@pytest.mark.jit
def test_how_texts_are_cut_into_parts_changes_nothing(job, monkeypatch):
    """The sample is made by hash."""
    monkeypatch.setattr(banding, "FEWEST_TEXTS", 1 << 10)
    table = texts_of(20_000, 3)
    for size in (20_000, 3_001):
        banding.choose(
            "sentence", parts([table.slice(at, size) for at in range(0, 20_000, size)]), job
        )

    whole, cut = job.ledger.bands
    assert whole == cut


@pytest.mark.jit
def test_the_worst_bands_are_left_out(job):
    """Of the bands drawn those in which a sample meets most often are not taken."""
    sample = texts_of(5_000, 4)
    bands = banding.drawn_for(6, sample, job.config)
    drawn = Bands(bands.bands + len(bands.left_out), 6)
    counts = [one.num_rows for one in banding.collided(drawn, sample, job.config)]
    left_out = [counts.pop(number) for number in reversed(bands.left_out)]

    assert len(left_out) == bands.bands // banding.SPARE > 0
    assert min(left_out) >= max(counts) > 0
    assert counts == [one.num_rows for one in banding.collided(bands, sample, job.config)]


def test_the_audit_goes_by_the_bands_taken(job, monkeypatch):
    """What was left out is told in run.json, and known to who reads it there."""
    monkeypatch.setattr(banding, "FEWEST_TEXTS", 1 << 10)
    taken = banding.choose("sentence", parts([texts_of(2_000, 5)]), job)
    job.ledger.bands[:] = json.loads(json.dumps(job.ledger.bands))

    assert taken == auditing.bands_of("sentence", job)
    assert taken.left_out
