"""What becomes of the spans of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.cleaned.cut import MASK, drop, mark, mask


def spans_of(text, *parts):
    """The first place of each part, as spans of one group."""
    return [(text.index(part), text.index(part) + len(part), "c-1") for part in parts]


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("One. Two. Three.", ["Two."], "One. Three."),
        ("One. Two. Three.", ["One."], "Two. Three."),
        ("One. Two. Three.", ["Three."], "One. Two."),
        ("One. Two. Three.", ["One.", "Two."], "Three."),
        ("One. Two.\nThree.", ["Two."], "One.\nThree."),
        ("One.\nTwo. Three.", ["Two."], "One.\nThree."),
        ("One.\n\nTwo.\n\nThree.", ["Two."], "One.\n\nThree."),
        ("One. Two.\n\nThree. Four.", ["Two.", "Three."], "One.\n\nFour."),
        ("One.\r\n\r\nTwo.\r\n", ["Two."], "One.\r\n"),
        ("One. Two.\n", ["Two."], "One.\n"),
        ("  One. Two.", ["Two."], "  One."),
        ("One.\n\n", ["One."], ""),
        ("一。二。三。", ["二。"], "一。三。"),
        ("Ёлка. 😀 и всё. Конец.", ["😀 и всё."], "Ёлка. Конец."),
    ],
)
def test_drop(text, gone, left):
    """A span goes with the white space that would be left over; breaks stay breaks."""
    assert left == drop(text, spans_of(text, *gone))


def test_mask_keeps_every_offset():
    """Letters become blocks, white space stays."""
    text = "One. Two 😀. Three."
    assert f"One. {MASK * 3} {MASK * 2} Three." == mask(text, spans_of(text, "Two 😀."))


def test_mark_names_the_group():
    """A marked span stays readable."""
    text = "One. Two. Three."
    assert "One. [[c-1: Two.]] Three." == mark(text, spans_of(text, "Two."))


WORDS = st.text("ab\u00e9\U0001f600", min_size=1, max_size=3)
GAPS = st.sampled_from(["", " ", "  ", "\n", "\n\n", " \r\n"])


@st.composite
def texts(draw):
    """A text of words and gaps, and some of its words as spans."""
    text, spans = draw(GAPS), []
    for word, gap, goes in draw(st.lists(st.tuples(WORDS, GAPS, st.booleans()), max_size=6)):
        if goes:
            spans.append((len(text), len(text) + len(word), "c-1"))
        text += word + gap
    return text, spans


def outside(text, spans):
    """What no span holds, without white space."""
    kept = [c for i, c in enumerate(text) if not any(a <= i < b for a, b, _ in spans)]
    return "".join("".join(kept).split())


@given(texts())
def test_drop_takes_the_spans_and_nothing_else(made):
    """Every other letter stays, in order, and no gap appears that the text did not have."""
    text, spans = made
    left = drop(text, spans)
    assert outside(text, spans) == "".join(left.split())
    assert [] == [gap for gap in gaps(left) if gap not in gaps(text)]
    assert left.count("\n") <= text.count("\n")


def gaps(text):
    """The runs of white space in a text."""
    found, run = [], ""
    for c in f"{text}x":
        if c.isspace():
            run += c
        elif run:
            found.append(run)
            run = ""
    return found


@given(texts())
def test_mask_and_mark_lose_nothing(made):
    """A masked text has the length it had; a marked one without its marks is the text."""
    text, spans = made
    masked = mask(text, spans)
    assert len(text) == len(masked)
    assert [c.isspace() for c in text] == [c.isspace() for c in masked]
    assert outside(text, spans) == outside(masked, spans)
    assert text == mark(text, spans).replace("[[c-1: ", "").replace("]]", "")


@given(texts())
def test_without_spans_a_text_is_untouched(made):
    """Each action leaves a text without spans as it is, but for one of white space alone."""
    text = made[0]
    assert [text, text] == [mask(text, []), mark(text, [])]
    assert (text if text.strip() else "") == drop(text, [])
