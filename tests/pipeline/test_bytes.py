"""The same articles give the same bytes, however the work was cut up."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.memory import Memory
from dedup.pipeline import phrases, reporting
from dedup.storage import spill
from dedup.storage.spill import Kept
from tests.naive.relating import text_of
from tests.pipeline.made import SEEDS, checksums, run, write
from tests.stages.relate.corpora import corpora

BATCHES = [1 << 10, 5_000, 64 << 10, 8 << 20]


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The checksums of one run over the sample corpus, all tables and units."""
    out = tmp_path_factory.mktemp("reference") / "out"
    return checksums(run(SEEDS, out, unit="both", sentences=True))


@pytest.mark.jit
@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("batch_bytes", BATCHES)
def test_jobs_and_batches_change_nothing(tmp_path, reference, jobs, batch_bytes):
    """Any number of threads, any size of batch: every data file is the same."""
    found = run(SEEDS, tmp_path, unit="both", sentences=True, jobs=jobs, batch_bytes=batch_bytes)

    assert 9 == len(reference)
    assert reference == checksums(found)


class Tight(Memory):
    """A budget so small that every table goes to disk and every stage works in many pieces."""

    def shares_to_fold(self, rows):
        """Eight."""
        return 8

    def collisions_at_once(self, total):
        """A handful."""
        return 7

    def texts_held(self):
        """A few parts."""
        return 20_000

    def pairs_outlined(self):
        """A few."""
        return 11

    def pairs_at_once(self):
        """A handful."""
        return 5

    def texts_at_once(self):
        """A few."""
        return 3

    def buckets(self, rows):
        """More than there are cores."""
        return 11

    def rows_at_once(self):
        """A few."""
        return 5


@pytest.mark.jit
def test_memory_changes_nothing(tmp_path, monkeypatch, reference):
    """With no room for a single table, on disk and piece by piece, every data file is the same."""
    spilled = []
    monkeypatch.setattr(reporting, "memory_of", lambda config: Tight(0, 1 << 20, config.jobs))
    original = Kept.move
    monkeypatch.setattr(
        Kept, "move", lambda self, path: (spilled.append(path), original(self, path))
    )

    found = run(SEEDS, tmp_path / "out", unit="both", sentences=True, batch_bytes=10_000)

    assert reference == checksums(found)
    assert len(spilled) > 100
    assert {tmp_path} == {path.parents[2] for path in spilled}
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.jit
def test_what_a_full_disk_asks_for_changes_nothing(tmp_path, monkeypatch):
    """Tables packed and phrases in pieces, as for very large inputs: every data file is the same."""
    reference = checksums(run(SEEDS, tmp_path / "all", unit="both"))
    monkeypatch.setattr(reporting, "memory_of", lambda config: Tight(0, 1 << 20, config.jobs))
    monkeypatch.setattr(spill, "PACKED_FROM", 0)
    monkeypatch.setattr(phrases, "MANY_TEXTS", 0)
    packed, original = [], spill.write_table
    monkeypatch.setattr(
        spill,
        "write_table",
        lambda table, path, *, is_packed: (
            packed.append(is_packed),
            original(table, path, is_packed=is_packed),
        ),
    )

    found = run(SEEDS, tmp_path / "out", unit="both", batch_bytes=10_000)

    assert reference == checksums(found)
    assert sum(packed) > 10


@pytest.mark.jit
def test_the_least_memory_is_enough(tmp_path, reference):
    """The smallest budget that is allowed gives the same bytes too."""
    found = run(SEEDS, tmp_path, unit="both", sentences=True, memory="768M")

    assert reference == checksums(found)


def test_too_little_memory_is_refused(tmp_path):
    """A budget in which no run could work is an error before anything is read."""
    with pytest.raises(UsageError) as caught:
        run(SEEDS, tmp_path, memory="100M")

    assert (
        "100 MiB of memory are too little\n  --memory 100M\n  give at least --memory 768M"
    ) == str(caught.value)


@pytest.mark.jit
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_changes_nothing(tmp_path, reference, seed):
    """Files one by one in any order, some named twice, are the folder they are in."""
    files = sorted(SEEDS.iterdir())
    shuffled = [*random.Random(seed).sample(files, len(files)), files[seed]]

    assert reference == checksums(run(shuffled, tmp_path, unit="both", sentences=True))


def test_rejects_are_in_order(tmp_path):
    """Rejected rows come by file and row, as the file says, however they were read."""
    good = {"id": "a", "text": "The harbor office closed the northern pier on Monday."}
    for name in ("b", "a"):
        path = write(tmp_path / name, good, {"id": "x"}, "", {"text": 5}, good)
        path.rename(tmp_path / f"{name}.jsonl")
    (tmp_path / "c.parquet").write_bytes(b"PAR1 no more")
    inputs = [tmp_path / name for name in ("b.jsonl", "c.parquet", "a.jsonl")]

    found = [
        checksums(run(inputs, tmp_path / "out", jobs=jobs, batch_bytes=batch_bytes))
        for jobs, batch_bytes in [(1, 1 << 10), (2, 8 << 20)]
    ]

    assert found[0] == found[1]


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(corpora(), st.sampled_from(BATCHES), st.randoms(use_true_random=False))
def test_any_corpus_in_any_order_gives_the_same_bytes(
    tmp_path_factory, articles, batch_bytes, shuffle
):
    """Articles in files of their own, read in any order and batches, twice."""
    folder = tmp_path_factory.mktemp("corpus")
    names = ("article_id", "published_at", "source", "title", "language", "url")
    files = []
    for number, article in enumerate(articles):
        row = {name: article[name] for name in names} | {"text": text_of(article)}
        files.append(write(folder / str(number), row))
    shuffled = shuffle.sample(files, len(files))

    one = run(files, folder / "out", unit="both", sentences=True, jobs=1)
    two = run(shuffled, folder / "out", unit="both", sentences=True, batch_bytes=batch_bytes)

    assert one != two
    assert checksums(one) == checksums(two)
