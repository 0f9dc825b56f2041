"""Numbers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.plain import counted, duration, megabytes, percent, shortened


def test_nouns_follow_their_number():
    """One is singular; thousands are separated."""
    assert ["1 group", "0 groups", "1,284 groups", "2 men"] == [
        counted(1, "group"), counted(0, "group"), counted(1284, "group"), counted(2, "man", "men"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(97, 1284, "7.6 %"), (0, 0, "0.0 %"), (3, 3, "100.0 %")]
)
def test_percent(part, whole, shown):
    """A share has one decimal; of nothing it is none."""
    assert shown == percent(part, whole)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0.0 s"), (1.94, "1.9 s"), (119, "119.0 s"), (125.4, "2 min 05 s"), (7325, "2 h 02 min")],
)
def test_duration(seconds, shown):
    """The unit grows with the time."""
    assert shown == duration(seconds)


@pytest.mark.parametrize(
    ("n_bytes", "shown"), [(0, "0.0 MB"), (410_000, "0.4 MB"), (1_234_567_890, "1,235 MB")]
)
def test_megabytes(n_bytes, shown):
    """Small sizes have a decimal."""
    assert shown == megabytes(n_bytes)


def test_shortened_between_words():
    """A text is cut after a word, without its comma."""
    assert "The ferry..." == shortened("The ferry, which was late, left.", 14)


@given(st.text(), st.integers(4, 50))
def test_shortened_is_never_longer(text, width):
    """The width holds for any text."""
    assert len(shortened(text, width)) <= width


@given(st.text(max_size=20))
def test_short_texts_stay(text):
    """What fits is not cut."""
    assert text == shortened(text, 20)
