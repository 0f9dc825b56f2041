"""The benchmark: whole runs are timed, other tools are given the same texts and scored exactly."""

import json
import os
import struct
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages import ORDER
from dedup.stages.sketch.bands import fewest_bands
from jobs.benchmark import harness, peers, trials, venvs
from jobs.benchmark.corpus import sentences_of, write_lines
from jobs.benchmark.recipes import datatrove
from jobs.benchmark.truth import exact_pairs
from tests.cli.corpus import write
from tests.cli.helpers import CHILD
from tests.naive.similarity import jaccard, normalize

JOBS = Path(__file__).parents[2] / "jobs"
CLOSE = st.text("ab ", min_size=3, max_size=14).map(normalize).filter(bool)


def task(texts=(), floor=0.7, folder=Path()):
    """A task of a recipe."""
    return harness.Task(list(texts), folder, floor, 0.99, 1, [])


def codes(pairs):
    """Pairs as the scorer has them."""
    return np.array([left << 32 | right for left, right in pairs], np.int64)


def frame(pairs):
    """Pairs as the truth has them."""
    return pl.DataFrame(pairs, schema=["left", "right"], orient="row").cast(pl.Int32)


@given(st.sets(CLOSE, max_size=12), st.sampled_from([0.3, 0.6, 0.7, 1.0]))
def test_the_exact_answer_is_that_of_all_pairs(texts, floor):
    """The prefix join loses no pair and adds none."""
    texts = sorted(texts)
    expected = [
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if jaccard(texts[i], texts[j]) >= floor
    ]
    assert expected == exact_pairs(texts, floor).rows()


@given(st.sets(CLOSE, max_size=12), st.sampled_from([0.3, 0.6, 0.7, 1.0]))
def test_checking_keeps_the_pairs_at_the_floor(texts, floor):
    """What a tool proposes unchecked is checked by exact Jaccards."""
    texts = sorted(texts)
    pairs = list(combinations(range(len(texts)), 2))
    expected = [(i, j) for i, j in pairs if jaccard(texts[i], texts[j]) >= floor]
    assert expected == harness.checked(texts, pairs, floor)


@pytest.mark.parametrize("floor", [0.5, 0.6, 0.7, 0.9])
@pytest.mark.parametrize("rows", [2, 3, 4, 6])
def test_every_tool_is_banded_as_ours_is(floor, rows):
    """A recipe gets the fewest bands that reach the recall at the floor."""
    assert fewest_bands(floor, 0.99, rows).bands == task(floor=floor).bands(rows)


def test_pairs_are_told_once_smaller_row_first():
    """A pair met from both sides is one, and a text is no pair with itself."""
    assert [(0, 3), (1, 2)] == harness.distinct([(2, 1), (1, 2), (3, 0), (4, 4)])


def test_a_phase_counts_what_children_spend():
    """CPU is of the process and its children, and only inside the phase."""
    mine = task()
    with mine.phase("work"):
        subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    (spent,) = mine.phases
    assert ("work", True) == (spent["phase"], 0.01 < spent["cpu"] < 2 * spent["wall"] + 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_pairs_survive_the_file(tmp_path_factory, pairs):
    """What the harness writes is what the scorer reads."""
    path = tmp_path_factory.mktemp("pairs") / "found.bin"
    harness.write_pairs(path, pairs)
    assert codes(pairs).tolist() == trials.read_pairs(path).tolist()


PAIRS = st.sets(st.tuples(st.integers(0, 5), st.integers(6, 9)))


@given(PAIRS, PAIRS, PAIRS)
def test_scores_are_counts_of_sets(proposed, found, truth):
    """Hits are the pairs that are also in the exact answer."""
    expected = {
        "pairs": len(truth),
        "proposed": len(proposed),
        "proposed_hits": len(proposed & truth),
        "found": len(found),
        "hits": len(found & truth),
    }
    assert expected == trials.scored(codes(proposed), codes(found), frame(sorted(truth)))


def test_a_small_trial_is_held_against_its_own_part_of_the_answer():
    """A tool that is given the first texts only answers for pairs among them."""
    course = trials.Course(Path(), Path(), 9, 0.7, frame([(0, 1), (0, 5), (4, 5)]))
    assert [(0, 1)] == course.within(5).rows()


@pytest.mark.parametrize("name", peers.TOOLS)
def test_recipes_say_what_they_are(name):
    """A recipe pins what it installs and says what it reads and whether it checks."""
    recipe = trials.recipe_of(name)
    assert set(recipe.__all__) - {"MOST"} == {"ABOUT", "PACKAGES", "READS", "VERIFIED", "find"}
    assert all("==" in package for package in recipe.PACKAGES)
    assert (recipe.READS in ("texts", "sentences")) and isinstance(recipe.VERIFIED, bool)


def test_pairs_of_a_bucket_are_read_from_its_chain(tmp_path):
    """datatrove names the members of a bucket one after another; all their pairs are meant."""
    chain = [(0, 1, 0, 2), (0, 2, 1, 0), (0, 5, 1, 4)]
    path = tmp_path / "00000_00.dups"
    path.write_bytes(b"".join(struct.pack("<4I", *link) for link in chain))
    assert [(1, 2), (1, 10), (2, 10), (5, 14)] == list(datatrove.pairs_of(path, [0, 10]))


def test_corpus_holds_each_sentence_once_as_written(tmp_path):
    """Exact repeats are left out; a sentence and the text it is compared by stand side by side."""
    write(tmp_path, '{"id": "a9", "text": "Buses RAN instead! Nobody was hurt. *** So it went."}')
    corpus = sentences_of([str(tmp_path / "in.jsonl")], 6)
    assert [
        "the night train to the coast was stopped by a fallen oak",
        "nobody was hurt",
        "the night train to the coast was halted by a fallen oak",
        "buses ran instead",
        "bakers in the old town doubled the price of rye bread this spring",
    ] == corpus["text"].to_pylist()[:5]
    assert list(map(normalize, corpus["sentence"].to_pylist())) == corpus["text"].to_pylist()
    write_lines(corpus["sentence"], tmp_path / "lines")
    lines = (tmp_path / "lines").read_text(encoding="utf-8").splitlines()
    assert "Nobody was hurt." == json.loads(lines[1])


@pytest.fixture
def course(tmp_path):
    """A course of a few texts, two of them alike."""
    texts = [f"the {word} bridge over the river was closed for repairs" for word in ("old", "odd")]
    texts += ["bakers doubled the price of rye bread", "buses ran instead"]
    for name in ("texts", "sentences"):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(t) + "\n" for t in texts))
    return trials.Course(tmp_path, tmp_path / "venvs", 4, 0.7, exact_pairs(texts, 0.7))


@pytest.mark.jit
def test_our_recipe_finds_the_exact_answer(course):
    """Ours runs in a process of its own, and each of its stages is a phase."""
    rows = trials.trial(trials.Entrant("ours", 1), course, 0, 300)
    stages = ["normalize", "fold", "sketch", "candidates", "verify"]
    assert stages == [one["phase"] for one in rows]
    assert {(1, 1, 1)} == {(one["pairs"], one["found"], one["hits"]) for one in rows}


@pytest.mark.jit
def test_what_was_run_before_is_not_run_again(course, monkeypatch):
    """A trial with its answer on disk is read; one of changed code is not."""
    entrant = trials.Entrant("ours", 1)
    first = trials.trial(entrant, course, 0, 300)
    monkeypatch.setattr(trials, "run_once", lambda *_: pytest.fail("ran again"))
    assert first == trials.trial(entrant, course, 0, 300)
    (course.folder / "trials" / "ours-1-0.7-0" / "made.txt").write_text("other code")
    with pytest.raises(pytest.fail.Exception, match=r"^ran again$"):
        trials.trial(entrant, course, 0, 300)


def test_a_trial_that_takes_too_long_is_ended(course):
    """The time limit is a reason, not an error."""
    (only,) = trials.trial(trials.Entrant("ours", 1), course, 0, 0.01)
    assert ("not done in 0.01 seconds", 0) == (only["reason"], only["found"])


def test_a_failing_tool_is_a_reason(tmp_path):
    """The last line of what it said is kept."""
    command = [sys.executable, "-c", "raise ValueError('no such analyzer')"]
    with pytest.raises(venvs.Unusable, match=r"^ValueError: no such analyzer$"):
        trials.run_limited(command, dict(os.environ), 60)


def test_no_environment_for_ours(tmp_path):
    """What needs no package runs in this very Python."""
    assert Path(sys.executable) == venvs.python_for((), tmp_path)


def test_packages_that_cannot_be_had(tmp_path, monkeypatch):
    """pip's own last error is the reason, and the next time is a new try."""
    failed = subprocess.CompletedProcess([], 1, "", "ERROR: none found\nnote: try later\n")
    monkeypatch.setattr(venvs.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(venvs.Unusable, match=r"^pip: ERROR: none found$"):
        venvs.python_for(("no-such==1",), tmp_path / "venv")
    assert not (tmp_path / "venv" / "installed.txt").exists()


@pytest.mark.jit
@pytest.mark.parametrize("name", ["benchmark.py", "benchmark"])
def test_the_program(name, tmp_path):
    """File and folder are the same program, run from anywhere."""
    write(tmp_path)
    inputs = [str(tmp_path / "in.jsonl"), "--repeat", "1"]
    command = [sys.executable, str(JOBS / name), *inputs]
    found = subprocess.run(
        [*command, "--out", str(tmp_path / "o")],
        capture_output=True,
        text=True,
        env=CHILD,
        cwd=tmp_path,
        check=False,
    )
    assert (0, "") == (found.returncode, found.stderr)
    assert "5 sentences, medians of 1 runs" == found.stdout.splitlines()[0]
    rows = pl.read_parquet(tmp_path / "o" / "benchmark.parquet")
    assert {*ORDER} < {*rows["stage"]}
    assert len(ORDER) + 3 == rows.height  # candidates come from bands, then from phrases


@pytest.mark.jit
def test_peers_leave_figures_table_and_picture(tmp_path):
    """One command leaves raw rows, medians, a table and a picture of each floor."""
    write(tmp_path)
    plan = peers.Plan(100, (0.6, 0.7), 1, 300.0, tmp_path / "o")
    told = peers.compare([str(tmp_path / "in.jsonl")], ["ours"], plan)
    made = json.loads((tmp_path / "o" / "peers.json").read_text())
    assert [0.6, 0.7] == sorted({one["floor"] for one in made["rows"]})
    assert {1.0} == {one["recall"] for one in made["rows"]}
    assert told == (tmp_path / "o" / "peers.md").read_text()
    assert (tmp_path / "o" / "peers-0.6.svg").read_text().startswith("<svg")
    assert {"ours"} == set(pl.read_parquet(tmp_path / "o" / "peers.parquet")["recipe"])
