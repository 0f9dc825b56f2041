"""Attribute files for the Dolma toolkit."""

import gzip
import json

import pytest

from dedup.errors import UsageError
from dedup.report.export import Wanted, export
from dedup.report.export.dolma import names_of
from tests.pipeline.made import run
from tests.report.corpus import ARTICLES, write_input

TEXTS = {one["id"]: one["text"] for one in ARTICLES}


def lines_of(path):
    """The objects of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture
def made(tmp_path):
    """A run over one file of documents, with a rejected row and a doubled id in its midst."""
    rows = [*ARTICLES[:2], {"id": "bad", "text": 5}, ARTICLES[0], *ARTICLES[2:]]
    path = write_input(tmp_path / "corpus" / "documents" / "2025", rows)
    return rows, run(path, tmp_path / "out")


def test_lines_match_the_documents(made, tmp_path):
    """The file lies where dolma looks for it, with a line for each line of the documents."""
    rows, folder = made
    assert len(rows) == export(folder, "dolma", tmp_path / "corpus2")
    path = tmp_path / "corpus2" / "attributes" / "dedup" / "2025" / "in.jsonl.gz"
    assert [path] == [one for one in (tmp_path / "corpus2").rglob("*") if one.is_file()]
    lines = lines_of(path)
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert [None, None] == [lines[i].get("source") for i in (2, 3)]


def test_spans_are_repeats(made, tmp_path):
    """A span cuts a repeat out of the document's text; the first of each group has none."""
    rows, folder = made
    export(folder, "dolma", tmp_path / "x")
    lines = lines_of(next((tmp_path / "x").rglob("*.gz")))
    spans = {
        line["id"]: [
            (TEXTS[line["id"]][start:end], round(score, 3))
            for start, end, score in line["attributes"]["dedup__repeated_sentences"]
        ]
        for row, line in zip(rows, lines, strict=True)
        if line["attributes"]["dedup__repeated_sentences"]
    }
    assert ["a2", "a3", "a4"] == list(spans)
    assert [1.0, 1.0] == [score for _, score in spans["a3"]]
    assert TEXTS["a3"] == " ".join(text for text, _ in spans["a3"])
    assert spans["a2"][0][1] < 1
    assert [[0, len(TEXTS["a3"]), 1.0]] == lines[4]["attributes"]["dedup__repeated_ratio"]
    assert [] == lines[3]["attributes"]["dedup__repeated_sentences"]


def test_where(made, tmp_path):
    """Only the repeats wished for become spans."""
    export(made[1], "dolma", tmp_path / "x", Wanted(where="jaccard < 1"))
    lines = lines_of(next((tmp_path / "x").rglob("*.gz")))
    counts = [len(line["attributes"]["dedup__repeated_sentences"]) for line in lines]
    assert [0, 1, 0, 0, 0, 0, 0] == counts


def test_same_run_same_bytes(made, tmp_path):
    """Compressed files hold no time stamp."""
    for name in ("x", "y"):
        export(made[1], "dolma", tmp_path / name)
    assert 1 == len({next((tmp_path / name).rglob("*.gz")).read_bytes() for name in "xy"})


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["in/documents/cc/a.jsonl.gz"], ["cc/a.jsonl.gz"]),
        (["in/documents/a.json.gz", "in/documents/b/a.json.gz"], ["a.json.gz", "b/a.json.gz"]),
        (["/data/a.jsonl", "/data/b/a.txt"], ["a.jsonl.gz", "b/a.txt.jsonl.gz"]),
        (["a.parquet"], ["a.parquet.jsonl.gz"]),
        (["../x/a.csv", "../y/a.csv"], ["x/a.csv.jsonl.gz", "y/a.csv.jsonl.gz"]),
        (["documents"], ["documents.jsonl.gz"]),
        ([], []),
    ],
)
def test_names(paths, names):
    """A name is that below `documents`, else below the folder that all files share."""
    assert dict(zip(paths, names, strict=True)) == names_of(paths)


def test_names_that_collide():
    """Two inputs that would share an attribute file are refused."""
    expected = (
        "two inputs would share one attribute file\n  x/a.jsonl and x/a.jsonl.gz: a.jsonl.gz\n"
        "  run dedup on one of them"
    )
    with pytest.raises(UsageError) as caught:
        names_of(["x/a.jsonl", "x/a.jsonl.gz"])
    assert expected == str(caught.value)
