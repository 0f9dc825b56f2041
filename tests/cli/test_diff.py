"""`dedup diff` compares two texts or two files."""

import json

import pytest

from tests.cli.helpers import call

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
