"""Tables fit the terminal."""

import pytest

from dedup.report.layout import Style, laid_out

ROWS = [["7", "a1", "The ferry was late because of fog over the bay."], ["12", "a22", "Fog."]]
NAMES = ["n", "where", "text"]


def test_text_beside_the_columns_where_there_is_room():
    """In a wide terminal a row is one line, and numbers stand to the right."""
    assert [
        "2 rows",
        "n   where  text",
        " 7  a1     The ferry was late because of fog over the bay.",
        "12  a22    Fog.",
    ] == laid_out(["2 rows"], NAMES, ROWS, Style(False, 70)).rstrip().split("\n")


def test_text_below_its_row_where_room_is_short():
    """In a narrow terminal the text has lines of its own, indented."""
    assert [
        "n   where",
        "    text",
        " 7  a1",
        "    The ferry was late because of",
        "    fog over the bay.",
        "12  a22",
        "    Fog.",
    ] == laid_out([], NAMES, ROWS, Style(False, 36)).rstrip().split("\n")


def test_long_text_beside_is_wrapped_in_its_column():
    """The lines of a wrapped text begin in the same column."""
    rows = [["1", "word " * 20]]
    lines = laid_out([], ["n", "text"], rows, Style(False, 60)).rstrip().split("\n")
    assert ["n  text", "1  word", "   word"] == [line[:7] for line in lines]


def test_wide_letters_are_aligned():
    """A letter that takes two cells pushes nothing out of its column."""
    rows = [["\u4f60\u597d", "x"], ["abcd", "y"]]
    lines = laid_out([], ["a", "text"], rows, Style(False, 80)).rstrip().split("\n")
    assert ["a     text", "\u4f60\u597d  x", "abcd  y"] == lines


@pytest.mark.parametrize("width", [20, 100])
def test_no_rows(width):
    """Without rows the names remain."""
    assert ["n", "text"] == laid_out([], ["n", "text"], [], Style(False, width)).split()


def test_colors():
    """Marked words are colored, also where they are wrapped."""
    rows = [["1", "[-one two three four-] {+five+}"]]
    text = laid_out([], ["n", "text"], rows, Style(True, 16))
    assert 3 <= text.count("\x1b[31m") + text.count("\x1b[32m")
