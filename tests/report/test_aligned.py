"""Two texts one above the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.aligned import aligned


def lines(a, b):
    """Both lines as a terminal without colors shows them."""
    return ["".join(c.text + c.blanks for c in line).rstrip() for line in aligned(a, b)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The coach to town", "The bus   to town"),
        ("The     coach to town", "The old coach to town"),
        ("The old coach to town", "The     coach to"),
        ("One two", "One two"),
        ("a", "b"),
        ("", ""),
        ("漢字の犬です", "漢字の猫です"),
    ],
)
def test_equal_words_stand_in_one_column(a, b):
    """What only one of them has leaves blanks in the other."""
    assert [a, b] == lines(" ".join(a.split()), " ".join(b.split()))


def test_wide_letters_take_two_columns():
    """A letter that a terminal shows twice as wide is reckoned so."""
    assert ["x 漢 y", "x b  y"] == lines("x 漢 y", "x b y")


def test_changed_runs_are_known():
    """Only what is not in the other text counts as changed."""
    a, b = aligned("The old bus", "The new bus")
    assert [("The", False), (" old", True), (" bus", False)] == [c[:2] for c in a]
    assert [("The", False), (" new", True), (" bus", False)] == [c[:2] for c in b]


def test_hostile_text_is_escaped():
    """A text cannot drive the terminal."""
    assert ["a\\x1b[2J", "b"] == lines("a\x1b[2J", "b")


WORDS = st.lists(st.sampled_from(["a", "bb", "ccc", "d"]), max_size=6).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read(a, b):
    """Each line has the words of its text, and unchanged ones stand in equal columns."""
    assert [a.split(), b.split()] == [line.split() for line in lines(a, b)]
    upper, lower = ([*columns(line)] for line in aligned(a, b))
    assert upper == lower


def columns(line):
    """Where each unchanged run of a line stands, and what it is."""
    at = 0
    for cell in line:
        start = at + len(cell.text) - len(cell.text.lstrip())
        at += len(cell.text + cell.blanks)
        if cell.text.strip() and not cell.is_changed:
            yield start, cell.text.strip()
