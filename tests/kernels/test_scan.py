"""The scanner's kernels, one by one, against their slow twins."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.scan import (
    LINE_ROWS,
    SENTENCE_ROWS,
    char_positions,
    find_lines,
    find_sentences,
    kinds,
)
from dedup.kernels.scan.sentences import EXCLAMATIONS, FULL_STOPS, QUESTIONS, SEMICOLONS
from dedup.stages.segment.characters import characters
from dedup.stages.segment.rules import rules_of
from tests.naive.segmenting import LINE_BREAK, WHITE_SPACE, positions, strip

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
BROKEN = st.lists(
    st.one_of(TEXTS, st.sampled_from(["\n", "\r\n", "\r", "\u2028", " \t"])), max_size=9
)


def flat(text):
    """A text as the read-only bytes the kernels take."""
    return np.frombuffer(text.encode(), np.uint8)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), TEXTS)
def test_char_positions(parts, prefix):
    """Code-point positions are those of decoding every span, counted from the article's start."""
    text, spans, at = "", [], 0
    for gap, part in parts:
        text += gap + part
        spans.append((at + len(gap.encode()), at + len((gap + part).encode())))
        at = spans[-1][1]
    base = len(prefix.encode())
    starts, ends = (np.array([s[i] + base for s in spans], np.int64) for i in (0, 1))
    char_starts, char_ends = np.empty_like(starts), np.empty_like(ends)

    char_positions(
        flat(prefix + text), np.full_like(starts, base), starts, ends, char_starts, char_ends
    )

    found = list(zip(char_starts.tolist(), char_ends.tolist(), strict=True))
    assert positions(text, spans) == found


def test_char_positions_of_two_articles():
    """The count starts again with each article."""
    data = flat("éé éé")
    bases, starts = np.array([0, 5], np.int64), np.array([2, 7], np.int64)
    ends, out = np.array([4, 9], np.int64), np.empty((2, 2), np.int64)

    char_positions(data, bases, starts, ends, out[0], out[1])

    assert [[1, 1], [2, 2]] == out.tolist()


def lines_of(text, room):
    """What find_lines says, and its table."""
    signs, data = characters(), flat(text)
    table = np.zeros((LINE_ROWS, room), np.int64)
    offsets = np.array([0, len(data)], np.int64)
    return find_lines(data, offsets, signs.line_hot, signs.signs, table), table


@given(BROKEN.map("".join))
def test_find_lines(text):
    """Lines are those of the regular expression, trimmed, blank ones left out."""
    count, table = lines_of(text, 100)

    raw = text.encode()
    found = [raw[table[2, i] : table[3, i]].decode() for i in range(count)]
    assert [strip(line) for line in LINE_BREAK.split(text) if strip(line)] == found


def test_find_lines_without_room():
    """The count is right when the table is too small, and nothing is written behind it."""
    count, table = lines_of("a\nb\nc\nd", 2)

    assert (4, [[0, 2], [1, 3]]) == (count, table[2:4].tolist())


def test_find_sentences_without_room():
    """The count is right when the table is too small."""
    data, table = flat("One. Two. Three."), np.zeros((SENTENCE_ROWS, 1), np.int64)
    starts, ends = np.array([0], np.int64), np.array([len(data)], np.int64)

    count = find_sentences(data, starts, ends, rules_of("en"), np.zeros(4, np.int64), table)

    assert (3, [[0], [0], [4]]) == (count, table.tolist())


def test_white_space_is_unicode_white_space():
    """The characters trimmed are White_Space, the zero-width space and the byte order mark."""
    spaces = np.flatnonzero(characters().signs & kinds.KIND == kinds.SPACE)

    assert sorted(map(ord, WHITE_SPACE)) == spaces.tolist()


@pytest.mark.parametrize("char", ["Å", "Ž", "Ж", "Ё", "Ω", "İ", "ß", "a", "他"])
def test_lower_case_of_signs(char):
    """Half of a sign is the character in lower case, itself where that is more than one."""
    lower = char.lower() if len(char.lower()) == 1 else char

    assert lower == chr(characters().signs[ord(char)] >> kinds.KIND_BITS)


def test_terminators_are_hot():
    """The scanner stops at the first byte, and the first two, of every terminator."""
    signs = characters()
    for code in np.flatnonzero(kinds.ENDERS >> (signs.signs & kinds.KIND).astype(np.int64) & 1):
        raw = chr(code).encode()
        assert 1 == signs.hot[raw[0]], unicodedata.name(chr(code))
        if len(raw) > 1:
            assert 1 == signs.hot[256 + ((raw[0] & 0x3F) << 6 | raw[1] & 0x3F)]


def test_stops_are_the_ascii_of_the_table():
    """Eight bytes at a time the scanner looks for the same characters as byte by byte."""
    patterns = (FULL_STOPS, EXCLAMATIONS, QUESTIONS, SEMICOLONS)
    found = {one for pattern in patterns for one in pattern.tobytes()}

    assert set(np.flatnonzero(characters().hot[:128]).tolist()) == found


@pytest.mark.parametrize("before", ["x", "é", "x" * 8, "xé" * 4, "漢", "€x,"])
@pytest.mark.parametrize("stop", [".", "!", "?"])
def test_a_terminator_is_found_wherever_it_stands(before, stop):
    """In whichever of eight bytes it is, and whatever stands before it."""
    for size in range(3, 23):
        first = before + "a" * size + stop
        data, table = flat(first + " Then."), np.zeros((SENTENCE_ROWS, 2), np.int64)
        starts, ends = np.array([0], np.int64), np.array([len(data)], np.int64)
        state = np.zeros(4, np.int64)

        assert 2 == find_sentences(data, starts, ends, rules_of("en"), state, table)
        assert len(first.encode()) == table[2, 0]


@pytest.mark.parametrize("letter", ["ش", "ש", "е", "a", "ก", "ん"])
def test_letters_are_not_hot(letter):
    """Letters of common scripts do not stop the scanner for a closer look."""
    raw, hot = letter.encode(), characters().hot

    pair = len(raw) > 1 and hot[256 + ((raw[0] & 0x3F) << 6 | raw[1] & 0x3F)]
    assert not hot[raw[0]] or not pair
