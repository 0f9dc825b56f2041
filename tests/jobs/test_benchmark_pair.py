"""One pair of sentences, given to every tool as it comes."""

import importlib
import json

import pytest

from jobs.benchmark.pair import asking, compare
from jobs.benchmark.venvs import Unusable

FIRST = "The US-led worldwide coalition is providing air support"
SECOND = "A US-led global coalition is providing air support"


def test_the_pair_is_the_sample_documents_own():
    """It is found in the document, not written down."""
    first, second = compare.sample_pair()

    assert first.startswith(FIRST)
    assert second.startswith(SECOND)


def test_every_tool_says_how_it_is_used():
    """Each names pinned packages, and settings in words."""
    for tool in compare.TOOLS:
        module = importlib.import_module(f"jobs.benchmark.pair.{tool}")
        assert all("==" in package for package in module.PACKAGES)
        assert all(way.about for way in module.WAYS.values())


def test_asking(tmp_path):
    """A tool with a seed is asked once a seed, and ours finds the pair each time."""
    task, answers = tmp_path / "pair.json", tmp_path / "answers.json"
    task.write_text(json.dumps({"pair": compare.sample_pair(), "seeds": 5}))

    asking.main("ours", task, answers)

    (row,) = json.loads(answers.read_text())
    assert (True, 5, 5) == (row["seeded"], row["asked"], row["found"])


def test_another_sentence_is_not_found(tmp_path):
    """What has nothing in common is not found, whatever the seed."""
    task, answers = tmp_path / "pair.json", tmp_path / "answers.json"
    pair = [FIRST, "Bakers in the old town doubled the price of rye bread this spring."]
    task.write_text(json.dumps({"pair": pair, "seeds": 3}))

    asking.main("ours", task, answers)

    assert [0] == [row["found"] for row in json.loads(answers.read_text())]


def test_a_tool_that_cannot_be_had(monkeypatch, tmp_path):
    """The reason is a row, and a line below the table."""

    def refuse(packages, folder):
        raise Unusable("pip: no such thing")

    monkeypatch.setattr(compare, "python_for", refuse)
    rows = compare.answers("gaoya", tmp_path / "pair.json", tmp_path)

    shown = compare.markdown({"rows": rows}).splitlines()
    assert "- gaoya 0.2.2: pip: no such thing" == shown[-1]


def test_a_tool_that_fails(tmp_path):
    """What it said last is the reason."""
    task = tmp_path / "pair.json"
    task.write_text("{}")
    python = compare.python_for((), tmp_path)

    with pytest.raises(Unusable, match=r"^KeyError: 'pair'$"):
        compare.asked(python, "ours", task, tmp_path / "answers.json")


def test_the_table():
    """Found of asked; a tool without a seed was asked once."""
    rows = [
        {
            "tool": "a[fast]==1",
            "about": "x",
            "seeded": True,
            "asked": 200,
            "found": 5,
            "reason": "",
        },
        {"tool": "b==2", "about": "y", "seeded": False, "asked": 1, "found": 0, "reason": ""},
    ]
    expected = ["| a 1 | x | 5 of 200 |", "| b 2 | y | 0 of 1, once: no seed |"]

    assert expected == compare.markdown({"rows": rows}).splitlines()[2:]
