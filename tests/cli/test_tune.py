"""`dedup tune`: examples, counts, labels and the floor that follows."""

import json
import sys

import pytest

from dedup.cli import tune
from tests.cli.helpers import CHECKOUT, call

SEEDS = CHECKOUT / "seeds" / "articles"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test has a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def person(monkeypatch):
    """Somebody answers at a terminal."""
    monkeypatch.setattr(tune, "asks", lambda screen: not screen.as_json)


def answered(*args, answers):
    """`dedup tune` of the seeds with answers typed."""
    from click.testing import CliRunner

    from dedup.cli import root

    given = [str(one) for one in ("tune", SEEDS, *args)]
    return CliRunner().invoke(root, given, input="".join(f"{one}\n" for one in answers))


def test_a_pipe_gets_examples_and_counts():
    """Two tables, tab-separated: up to five pairs a tenth, and a line a floor."""
    result = call("tune", SEEDS)
    examples, floors = (part.splitlines() for part in result.stdout.strip().split("\n\n"))

    assert (0, "") == (result.exit_code, result.stderr)
    assert "similarity\tjaccard\tpair_id\twords" == examples[0]
    assert 5 == sum(line.startswith("0.7-0.8\t") for line in examples)
    assert "floor\tn_pairs\tn_texts\tn_labeled\tprecision\tci_low\tci_high" == floors[0]
    assert ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"] == [
        one.split("\t")[0] for one in floors[1:]
    ]


def test_counts_are_those_of_a_run():
    """What a floor is said to give is what a run with it reports, but for containment."""
    floors = json.loads(call("--json", "tune", SEEDS).stdout)["floors"]
    call("run", SEEDS, "-o", "out", "--similarity", "0.7", "--containment", "0", "-q")
    pairs = json.loads(call("--json", "show", "out").stdout)["pairs"]

    assert pairs == next(one["n_pairs"] for one in floors if one["floor"] == 0.7)


def test_fewer_articles():
    """--articles ends the reading."""
    found = json.loads(call("--json", "tune", SEEDS, "--articles", "7").stdout)

    assert 7 == found["articles"]


@pytest.mark.usefixtures("person")
def test_labels_are_asked_for_once(folder):
    """An answer is kept at once; the next time only the others are asked for."""
    first = answered("--labels", "l.jsonl", answers=["y", "n", "s", "q"])
    second = answered("--labels", "l.jsonl", answers=["q"])

    kept = [json.loads(line)["label"] for line in (folder / "l.jsonl").read_text().splitlines()]
    assert ["y", "n", "skip"] == kept
    total = int(first.stdout.split(" of ")[1].split()[0])
    assert f"1 of {total - 3}   jaccard" in second.stdout
    assert (0, 0) == (first.exit_code, second.exit_code)


@pytest.mark.usefixtures("person")
def test_a_floor_from_labels(folder):
    """With all examples wanted the lowest floor is suggested, and --write keeps it."""
    result = answered("--labels", "l.jsonl", "--write", answers=["y"] * 35)

    assert "suggested floor: 0.3\nwrote similarity = 0.3 to dedup.toml\n" in result.stdout
    assert "similarity = 0.3\n" == (folder / "dedup.toml").read_text()


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("answer", "floor", "end"),
    [
        ("y", "0.3", "wrote similarity = 0.3 to dedup.toml"),
        ("n", "0.8", "left dedup.toml as it is"),
    ],
)
def test_another_floor_is_replaced_when_told_to(folder, answer, floor, end):
    """A value that stands there is asked about, and stays unless the answer is yes."""
    (folder / "dedup.toml").write_text("similarity = 0.8\n")
    answered("--labels", "l.jsonl", answers=["y"] * 35)
    result = answered("--labels", "l.jsonl", "--write", answers=[answer])

    assert "dedup.toml says similarity = 0.8. Replace it by 0.3? [y/N]" in result.output
    assert (0, end) == (result.exit_code, result.stdout.splitlines()[-1])
    assert f"similarity = {floor}\n" == (folder / "dedup.toml").read_text()


def test_nothing_to_write():
    """Without labels --write ends as a usage error, in three lines."""
    result = call("tune", SEEDS, "--write")

    assert 2 == result.exit_code
    assert (
        "error: no floor can be suggested\n"
        "  too few labels, or too few y\n"
        "  label pairs of every similarity: dedup tune INPUT... --labels FILE\n"
    ) == result.stderr


def test_nobody_answers_in_a_pipe():
    """A pipe is not asked, even with --labels."""
    assert 0 == call("tune", SEEDS, "--labels", "l.jsonl").exit_code
    assert not sys.stdin.isatty() or not tune.asks(tune.terminal({"as_json": True}))
