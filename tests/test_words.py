"""Word differences: readable, complete, and as short as rapidfuzz's Indel distance says."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from dedup.words import changes, is_unspaced, render

OLD = "The US-led worldwide coalition is providing support, Iraqi state TV said."
NEW = "A US-led global coalition is providing support, state TV said."

spaced = st.lists(st.sampled_from(["one", "two", "three", "The", "the", "14", "17"])).map(" ".join)
unspaced = st.text("北京市長 a1ก")


def side(old, new, dropped):
    """One text, rebuilt from the alignment without the runs of the kind `dropped`."""
    kept = [run for run in changes(old, new) if run.kind != dropped]
    return "".join(run.text for run in kept)


def test_marks_what_changed():
    """Replaced words stand beside each other, deleted ones alone."""
    expected = (
        "[-The-]{+A+} US-led [-worldwide-]{+global+} coalition is providing support, "
        "[-Iraqi-] state TV said."
    )

    assert expected == render(changes(OLD, NEW))


def test_an_insertion_at_the_end():
    """What only the second text has stands in braces."""
    assert "It rained. {+Police said.+}" == render(changes("It rained.", "It rained. Police said."))


def test_unspaced_scripts_are_compared_letter_by_letter():
    """One Chinese character is one word."""
    assert "北京[-市-]{+省+}长说" == render(changes("北京市长说", "北京省长说"))


def test_line_breaks_do_not_count():
    """A hard-wrapped sentence equals the same sentence in one line."""
    assert "to the north of town" == render(
        changes("to the\nnorth  of town", "to the north of town")
    )


@given(st.one_of(spaced, unspaced), st.one_of(spaced, unspaced))
def test_both_texts_can_be_read_off(old, new):
    """Without the insertions the runs are the first text, without the deletions the second."""
    assert re.sub(r"\s", "", new) == re.sub(r"\s", "", side(old, new, "delete"))
    assert re.sub(r"\s", "", old) == re.sub(r"\s", "", side(old, new, "insert"))


@given(spaced, spaced)
def test_no_alignment_is_shorter(old, new):
    """The words marked are as many as the Indel distance of the word lists."""
    marked = [run for run in changes(old, new) if run.kind != "equal"]

    expected = Indel.distance(old.split(), new.split())
    assert expected == sum(len(run.text.split()) for run in marked)


def test_is_unspaced():
    """Han, Kana and Thai are; Hangul and Latin are not."""
    assert [True, True, True, False, False] == [is_unspaced(char) for char in "漢かท한a"]
