"""The benchmark on growing corpora: watched runs, floors, planted pairs, tables and a picture."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from jobs.benchmark import curve, floors, growing, planted, watched
from tests.cli.corpus import write
from tests.cli.helpers import CHECKOUT, CHILD

JOBS = Path(__file__).parents[2] / "jobs"
STAGES = ["read", "segment", "normalize", "fold", "sketch", "candidates", "verify", "cluster"]


def row(articles, stage="process", wall=2.0, cpu=3.0):
    """A raw row."""
    return {
        "articles": articles,
        "sentences": 10 * articles,
        "bands": "57 x 5",
        "text_bytes": 1_500 * articles,
        "planted": 1000,
        "found": 995,
        "floor_read": 0.5,
        "floor_scan": 0.25,
        "floor_copied_a_second": 12e9,
        "peak": 700_000_000,
        "spilled": 40_000_000,
        "stage": stage,
        "wall": wall,
        "cpu": cpu,
    }


def test_tables():
    """A line a size; then a line a stage, and what no stage counts."""
    rows = [row(1000, wall=1.0), row(1000, "read"), row(20_000), row(20_000, "read", 0.4, 0.75)]
    lines = growing.markdown(rows).splitlines()

    assert [
        "| 1,000 | 10,000 | 57 x 5 | 1.00 | 10,000 | 300.00 | 700 | 40 | 0.9950 | 0.500 | 0.250 | 12 |",
        "| 20,000 | 200,000 | 57 x 5 | 2.00 | 100,000 | 15.00 | 700 | 40 | 0.9950 | 0.500 | 0.250"
        " | 12 |",
    ] == lines[2:4]
    assert "went through 30 MB of text in 0.25 s on one core, and 12.0 GB a second" in lines[5]
    assert [
        "| stage | 10,000 sentences | 200,000 sentences |",
        "| --- | ---: | ---: |",
        "| read | 300.000 | 3.750 |",
        "| start and end | 0.000 | 11.250 |",
        "| the whole | 300.000 | 15.000 |",
        "| `wc` | 25.000 | 1.250 |",
        "| cores busy | 3.00 | 1.50 |",
    ] == lines[7:]


def test_a_stage_that_comes_again_is_added_up():
    """A line a stage, with all its turns; of a stage that a smaller run has not, nothing is spent."""
    rows = [
        row(50, "read"),
        row(50),
        row(1000),
        row(1000, "sketch", 0.4, 0.5),
        row(1000, "join"),
        row(1000, "sketch", 0.1, 0.25),
    ]
    lines = growing.markdown(rows).splitlines()

    assert ["sketch", "join", "read"] == [line.split(" | ")[0][2:] for line in lines[9:12]]
    assert "| sketch | 0.000 | 75.000 |" == lines[9]


@pytest.mark.parametrize("sizes", [[50], [100, 1000, 64_000]])
def test_picture(sizes):
    """The picture is XML with two lines, a point for each size on both, larger ones to the right."""
    drawn = ElementTree.fromstring(curve.curve([row(size) for size in reversed(sizes)], "a < b"))
    name = "{http://www.w3.org/2000/svg}"
    points = [float(one.get("cx")) for one in drawn.iter(f"{name}circle")]

    assert 2 == len(list(drawn.iter(f"{name}polyline")))
    assert 2 * sorted(points[: len(sizes)]) == points
    assert 2 * len(sizes) == len(points)
    assert "a < b" in [one.text for one in drawn.iter(f"{name}text")]


def test_floors_are_measured(tmp_path):
    """Every file is read and every text looked at."""
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": ["a b\nc", "d e"] * 5000}).write_parquet(path)
    found = floors.floors_of([path])

    assert min(found) > 0
    data = pl.read_parquet(path)["text"].str.join("").item().encode()
    looked_at = floors.count_blanks(floors.np.frombuffer(data, "uint8"))
    assert 3 * 5000 == looked_at


def test_planted_pairs_are_looked_up(tmp_path):
    """One text, or two of a pair either way round; not what is below the floor or not reported."""
    occurrences = [("a", 0, "t1"), ("b", 5, "t1"), ("c", 0, "t2"), ("d", 9, "t3")]
    pl.DataFrame(
        occurrences,
        schema={"article_id": str, "char_start": pl.Int32, "text_id": str},
        orient="row",
    ).write_parquet(tmp_path / "occurrences.parquet")
    pairs = pl.DataFrame({"text_id_a": ["t2"], "text_id_b": ["t1"]})
    pairs.write_parquet(tmp_path / "pairs.parquet")
    truth = [
        ("a", 0, "b", 5, 1.0),
        ("a", 0, "c", 0, 0.7),
        ("c", 0, "d", 9, 0.7),
        ("a", 0, "e", 1, 0.6),
        ("a", 0, "d", 9, 0.59),
    ]
    names = ["article_a", "start_a", "article_b", "start_b", "jaccard_c5"]
    frame = pl.DataFrame(truth, schema=names, orient="row")
    frame.write_parquet(tmp_path / "truth_pairs.parquet")

    assert planted.Recall(planted=4, found=2) == planted.recall_of(tmp_path, tmp_path, 0.6)


def test_a_run_is_watched(tmp_path):
    """Time, CPU and memory are those of the process; a run that fails is an error."""
    write(tmp_path)
    spent = watched.watch([str(tmp_path / "in.jsonl")], tmp_path / "out", CHECKOUT)

    assert (tmp_path / "out/latest/run.json").is_file()
    assert spent.peak > 50 << 20
    assert (True, 0) == (0.1 < spent.cpu < 10 * spent.wall, spent.spilled)
    with pytest.raises(subprocess.CalledProcessError):
        watched.watch([str(tmp_path / "none.jsonl")], tmp_path / "out", CHECKOUT)


def test_what_lies_in_the_spill_is_counted(tmp_path):
    """Of this output alone."""
    for name, size in [(".out.staging-1", 5), (".out.staging-2", 7), (".other.staging-1", 100)]:
        (tmp_path / name / "spill").mkdir(parents=True)
        (tmp_path / name / "spill" / "000000.arrow").write_bytes(bytes(size))

    assert 12 == watched.spill_of(tmp_path / "out")


@pytest.mark.jit
def test_growing_corpora(tmp_path):
    """Tiny ones, end to end: raw rows, a table and a picture; the runs themselves are removed."""
    command = [sys.executable, str(JOBS / "benchmark.py"), "--scale", "--articles", "60", "200"]
    command += ["--memory", "768M", "--repeat", "3", "--out", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=CHILD, cwd=tmp_path, check=True
    )
    raw = pl.read_parquet(tmp_path / "scale.parquet")
    wholes = raw.filter(pl.col("stage") == "process").to_dicts()

    assert 3 == done.stderr.splitlines().count("60 articles")
    assert [60, 200] == [one["articles"] for one in wholes]
    assert all(one["found"] >= 0.9 * one["planted"] > 0 for one in wholes)
    assert set(STAGES) < set(raw["stage"])
    assert raw.to_dicts() == json.loads((tmp_path / "scale.json").read_text())["rows"]
    assert (tmp_path / "scale.md").read_text() == done.stdout
    assert 4 == len(ElementTree.parse(tmp_path / "scale.svg").findall(".//{*}circle"))
    assert ["grown-200", "grown-60"] == sorted(p.name for p in tmp_path.iterdir() if p.is_dir())
