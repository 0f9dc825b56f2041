"""What a run would take is told before it, from a sample, and comes near to what it does take."""

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.errors import InputError, UsageError
from dedup.generator.corpus import Order, generate
from dedup.memory import Memory
from dedup.pipeline import plan as planning
from dedup.pipeline import reporting
from dedup.pipeline.plan import plan
from dedup.pipeline.plan.growth import distinct, families, spread
from dedup.stages.read.discover import discover
from dedup.storage.spill import Kept
from tests.pipeline.made import SEEDS, rows_of, run, write

ARTICLES = 4000
LABELS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), max_size=60)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A generated corpus in four formats."""
    folder = tmp_path_factory.mktemp("made")
    for kind in ("parquet", "jsonl"):
        generate(Order(ARTICLES, 11, kind), folder / kind)
    lines = next((folder / "jsonl/articles").iterdir())
    (folder / "gz").mkdir()
    (folder / "gz/in.jsonl.gz").write_bytes(gzip.compress(lines.read_bytes(), 1))
    (folder / "txt").mkdir()
    for number, line in enumerate(lines.read_text().splitlines()):
        (folder / f"txt/{number}.txt").write_text(json.loads(line)["text"])
    places = {"parquet": "parquet/articles", "jsonl": "jsonl/articles", "gz": "gz", "txt": "txt"}
    return {kind: folder / place for kind, place in places.items()}


@pytest.fixture(scope="module")
def found(made, tmp_path_factory):
    """What a run over it finds."""
    folder = run(made["parquet"], tmp_path_factory.mktemp("run") / "out")
    published = sum(path.stat().st_size for path in folder.iterdir())
    return json.loads((folder / "run.json").read_text()) | {"published": published}


def foreseen(path, out, monkeypatch, sampled=1 << 20):
    """The plan from a sample of about a seventh."""
    monkeypatch.setattr(planning, "SAMPLED_BYTES", sampled)
    return plan([str(path)], out, Config(jobs=2))


def within(factor, foreseen, found):
    """Whether two figures are as near as that."""
    return 1 / factor <= foreseen / found <= factor


@pytest.mark.jit
@pytest.mark.parametrize("kind", ["parquet", "jsonl", "gz", "txt"])
def test_a_sample_foretells_the_counts(made, found, tmp_path, monkeypatch, kind):
    """Sentences and texts within 1.5, candidates and pairs within 2; and nothing is written."""
    told, counts = foreseen(made[kind], tmp_path / "out", monkeypatch), found["counts"]

    assert ARTICLES / 12 < told.sampled < ARTICLES / 4
    assert told.counted == (kind in ("parquet", "txt"))
    assert within(1.1, told.articles, ARTICLES)
    assert within(1.1, told.units["sentence"], counts["sentences"])
    assert within(1.1, told.texts, counts["texts"])
    assert within(2, told.candidates, counts["candidates"])
    assert within(2.5, told.pairs, counts["pairs"])
    assert within(1.5, told.reports, found["published"])
    assert {"sentence": (found["bands"][0]["bands"], found["bands"][0]["rows"])} == told.bands
    assert [] == list(tmp_path.iterdir())


@pytest.mark.jit
def test_what_is_read_whole_is_exact(made, found, tmp_path, monkeypatch):
    """Of a small corpus sentences, texts, candidates and pairs are those of the run."""
    told = foreseen(made["parquet"], tmp_path / "out", monkeypatch, sampled=1 << 30)
    counts = found["counts"]

    assert (ARTICLES, True) == (told.sampled, told.counted)
    names = ("articles", "sentences", "texts", "candidates", "pairs")
    assert [counts[name] for name in names] == [
        told.articles,
        told.units["sentence"],
        told.texts,
        told.candidates,
        told.pairs,
    ]


@pytest.mark.jit
def test_the_spill_is_foretold(made, tmp_path, monkeypatch):
    """The bytes on disk at the fullest are foretold within a quarter."""
    memory, original = Memory(4 << 20, 4 << 20, 2), Kept.move
    sizes, fullest = {}, [0]

    def move(kept, path):
        original(kept, path)
        sizes[path] = path.stat().st_size
        fullest.append(sum(size for one, size in list(sizes.items()) if one.exists()))

    told_with = monkeypatch.setattr(planning, "memory_of", lambda _: memory)
    told = foreseen(made["parquet"], tmp_path / "out", monkeypatch)
    monkeypatch.setattr(reporting, "memory_of", lambda _: memory)
    monkeypatch.setattr(Kept, "move", move)
    run(made["parquet"], tmp_path / "out", html="never")

    assert told_with is None
    assert within(1.25, told.spill, max(fullest))
    assert told.disk >= told.spill


@pytest.mark.jit
def test_equal_inputs_give_equal_figures(made, tmp_path, monkeypatch):
    """All but the time and the space that is free."""
    several = [foreseen(made["jsonl"], tmp_path / "out", monkeypatch) for _ in range(2)]

    assert 1 == len({one._replace(seconds=0.0, free=0, bands=(), units=()) for one in several})


@pytest.mark.jit
def test_a_disk_or_memory_that_is_too_small(tmp_path, monkeypatch):
    """It fits when both are enough."""
    told = plan([str(SEEDS)], tmp_path / "out")

    assert told.fits
    assert not told._replace(free=told.disk - 1).fits
    assert not told._replace(there_is=told.memory - 1).fits


@pytest.mark.jit
@pytest.mark.parametrize("unit", ["paragraph", "both"])
def test_other_units(tmp_path, unit):
    """Each kind of unit has its own line."""
    told = plan([str(SEEDS)], tmp_path / "out", Config(unit=unit))
    folder = run(SEEDS, tmp_path / "run", unit=unit, sentences=True)
    units = [row["unit"] for row in rows_of(folder, "sentences")]

    assert {one: units.count(one) for one in set(units)} == told.units


@pytest.mark.jit
def test_inputs_that_hold_nothing_usable(tmp_path):
    """Damaged files and empty ones are no articles, and no error."""
    write(tmp_path / "in", "", {"id": "x"})
    (tmp_path / "in/bad.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "in/none.txt").write_bytes(b"")
    told = plan([str(tmp_path / "in")], tmp_path / "out")

    assert (0, {"sentence": 0}, 0, 0) == (told.articles, told.units, told.texts, told.pairs)
    assert told.fits


def test_errors_come_as_from_a_run(tmp_path, monkeypatch):
    """No input, no such column, too little memory."""
    with pytest.raises(InputError, match=r"^no such file or folder: "):
        plan([str(tmp_path / "none")], tmp_path / "out")
    with pytest.raises(UsageError, match=r"^100 MiB of memory are too little"):
        plan([str(SEEDS)], tmp_path / "out", Config(memory="100M"))
    path = write(tmp_path, {"id": "a", "words": "no text here"})
    with pytest.raises(UsageError, match="text"):
        plan([str(path)], tmp_path / "out")


@given(LABELS)
def test_of_everything_all_repeats_are_known(rows):
    """A sample of all slices is no guess."""
    slices, labels = np.array(rows, np.int32).reshape(-1, 2).T
    seen = [len({s for s, other in rows if other == label}) for label in {b for _, b in rows}]

    assert sorted(seen) == sorted(spread(slices, labels).tolist())
    several = [n for n in seen if n > 1]
    assert (len(several), sum(several)) == families(np.array(seen, np.int64), 1.0)
    assert len(seen) == distinct(slices, labels, 1.0)


@pytest.mark.parametrize(("size", "number"), [(2, 4000), (3, 3000), (400, 20)])
def test_families_are_told_from_a_tenth(size, number):
    """Twins, triplets, and lines that stand everywhere, one of ten slices seen."""
    draw = np.random.default_rng(5)
    seen = draw.binomial(size, 0.1, number)
    told = families(seen[seen > 0], 0.1)

    assert within(1.35, told.number, number)
    assert within(1.35, told.members, number * size)


def test_files_of_all_kinds_are_in_one_sample(made, tmp_path):
    """Each kind is sampled by itself and stands for its own articles."""
    for kind in ("parquet", "jsonl"):
        shutil.copytree(made[kind], tmp_path / kind)
    survey = planning.survey(discover([str(tmp_path)]), Config(), 1 << 20)
    both = sum(w * one.num_rows for w, one in zip(survey.weights, survey.slices, strict=True))

    assert within(1.1, survey.n_articles, 2 * ARTICLES)
    assert within(1.001, both, survey.n_articles)
    assert {".parquet", ".jsonl"} == {
        Path(path).suffix
        for one in survey.slices
        for path in one.column("input_path").unique().to_pylist()
    }
