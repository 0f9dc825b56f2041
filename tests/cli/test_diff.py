"""`dedup diff` compares two texts or two files."""

import json

import pytest

from tests.cli.helpers import call
from tests.report.made import OCCURRENCES, PAIRS
from tests.report.made import publish as publish_rows

A = "The coach to the airport leaves every morning at nine."
B = "The bus to the airport leaves every morning at nine."


def test_two_texts():
    """Changed words are marked, and the scores stand below."""
    result = call("diff", A, B)
    lines = result.stdout.splitlines()
    assert "The [-coach-]{+bus+} to the airport leaves every morning at nine." == lines[0]
    assert (
        "jaccard 0.714  containment 0.816 / 0.851  edit similarity 0.900  2 words changed"
        == lines[1]
    )


def test_two_texts_as_json():
    """--json gives every score."""
    found = json.loads(call("diff", A, B, "--json").stdout)
    assert ["jaccard", "containment_a", "containment_b", "edit_similarity", "edit_words",
            "longest_run_words", "diff"] == list(found)  # fmt: skip
    assert (2, 8) == (found["edit_words"], found["longest_run_words"])


def test_hostile_text_is_escaped():
    """A text cannot drive the terminal."""
    assert "\x1b" not in call("diff", "a\x1b[2J b", "a\x1b[2J c").stdout


def test_colors():
    """--color always paints what changed."""
    assert "\x1b[31m[-coach-]\x1b[0m" in call("diff", A, B, "--color", "always").stdout


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(
        f"{A} Seats are free.\n\nNobody was late today, said the driver."
    )
    (tmp_path / "b.txt").write_text(f"\ufeffA new line opened. {B}\n\nSeats are free!")


def test_two_files(files):
    """Sentences of two files stand beside each other, in the order of the second."""
    result = call("diff", "a.txt", "b.txt")
    assert [
        "+         1         A new line opened.",
        "~    1    2  0.714  The [-coach-]{+bus+} to the airport leaves every morning at nine.",
        "=    2    3         Seats are free!",
        "-    3              Nobody was late today, said the driver.",
        "2 of 3 sentences of B found in A: 1 equal, 1 near; 1 only in A",
    ] == result.stdout.splitlines()


def test_floor_of_two_files(files):
    """The settings that hold decide what is near."""
    shown = call("diff", "a.txt", "b.txt", env={"DEDUP_SIMILARITY": "0.9"}).stdout
    assert (
        "1 of 3 sentences of B found in A: 1 equal, 0 near; 2 only in A" == shown.splitlines()[-1]
    )


def test_two_files_as_json(files):
    """--json gives each sentence with its places."""
    found = json.loads(call("diff", "a.txt", "b.txt", "--json").stdout)["sentences"]
    assert ["only_b", "near", "equal", "only_a"] == [line["kind"] for line in found]


def test_one_file_and_one_text(files):
    """A file beside a text is a mistake."""
    expected = (
        "error: only one of the two is a file\n  not a file: c.txt\n  give two files or two texts\n"
    )
    result = call("diff", "a.txt", "c.txt")
    assert (2, expected) == (result.exit_code, result.stderr)


def test_file_that_is_no_text(files, tmp_path):
    """Bytes that are no UTF-8 are refused."""
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00")
    expected = "error: not UTF-8 text\n  c.txt\n  diff compares two articles in plain text\n"
    result = call("diff", "a.txt", "c.txt")
    assert (66, expected) == (result.exit_code, result.stderr)


def test_a_text_too_long_for_a_name():
    """A long text is a text, not a file that cannot be opened."""
    assert 0 == call("diff", "a " * 5000, "b " * 5000).exit_code


def test_short_texts_stand_above_each_other():
    """Equal words stand in one column, and each text can be read on its own line."""
    lines = call("diff", A, f"{B} Twice.").stdout.splitlines()
    assert [
        "a  The coach to the airport leaves every morning at nine.",
        "b  The bus   to the airport leaves every morning at nine. Twice.",
    ] == lines[2:]
    assert 2 == len(call("diff", A, f"{B} {B}", env={"COLUMNS": "80"}).stdout.splitlines())


def test_colors_above_each_other():
    """What only A has is red, what only B has green."""
    lines = call("diff", A, B, "--color", "always").stdout.splitlines()
    assert "\x1b[31m coach\x1b[0m" in lines[2]
    assert "\x1b[32m bus\x1b[0m   " in lines[3]


@pytest.fixture
def out(tmp_path):
    """A run whose occurrences have the text ids of its pair, in order of place."""
    ids = {0: "t-0", 80: "t-f", 90: "t-f"}
    near = {("a1", 0): "t-1", ("a2", 0): "t-2", ("a3", 0): "t-f"}
    rows = [
        one | {"text_id": near.get((one["article_id"], one["char_start"])) or ids[one["char_start"]],
               "sentence_index": int(one["char_start"] > 0)}
        for one in OCCURRENCES
    ]  # fmt: skip
    publish_rows(tmp_path / "out", {"occurrences": rows, "pairs": PAIRS})
    return tmp_path / "out"


def test_two_articles_of_a_run(out):
    """With --run the sentences that two articles share stand beside each other."""
    result = call("diff", "--run", out, "a1", "a2")
    assert [
        "~    1    1  0.720  The ferry to the islands was [-cancelled-]{+called off+} "
        "because of high waves.",
        "=    2    2         Subscribe to our evening letter.",
        "2 sentences of B found in A: 1 equal, 1 near",
    ] == result.stdout.splitlines()


def test_two_articles_as_json(out):
    """--json gives each sentence with its places."""
    found = json.loads(call("diff", "--run", out, "a1", "a3", "--json").stdout)["sentences"]
    assert [("equal", 1, 0)] == [(x["kind"], x["index_a"], x["index_b"]) for x in found]


def test_articles_without_anything_in_common(out):
    """Nothing shared is said, not left out."""
    shown = call("diff", "--run", out, "a3", "a4").stdout
    assert "0 sentences of B found in A: 0 equal, 0 near\n" == shown


def test_unknown_article_of_a_run(out):
    """A mistyped id is told with those that look like it."""
    result = call("diff", "--run", out, "a1", "a22")
    assert (2, "error: nothing is called 'a22'") == (
        result.exit_code,
        result.stderr.splitlines()[0],
    )
