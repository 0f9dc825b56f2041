"""Edits of the frame of a sentence."""

import pytest

from dedup.generator.edits.framing import (
    attribution_prefix,
    attribution_suffix,
    decoy_splice,
    merge,
    reorder,
    truncate_end,
    truncate_start,
)
from tests.generator.made import SPARE, hand

TEXT = "The mayor rejected a large bridge plan after the ferry company filed a lawsuit."
COMMAS = "In Tolwick, the mayor rejected a plan, the ferry company said."


def test_attribution_suffix_comes_at_the_end():
    """The mark at the end gives way to who said it."""
    expected = TEXT.rstrip(".") + ", a ferry captain told reporters in Tolwick."

    assert expected == attribution_suffix(TEXT, hand(), SPARE)


@pytest.mark.parametrize(
    ("prefix", "text", "expected"),
    [
        ("the Tolwick Courier reports that", "The ferry sank.", "The Tolwick Courier reports that the ferry sank."),
        ("the Tolwick Courier reports that", "Bakers met.", "The Tolwick Courier reports that Bakers met."),
        ("Tolwick —", "The ferry sank.", "Tolwick — The ferry sank."),
    ],
)  # fmt: skip
def test_attribution_prefix_comes_in_front(prefix, text, expected):
    """A function word loses its capital where the sentence runs on."""
    assert expected == attribution_prefix(text, hand(), SPARE._replace(prefix=prefix))


def test_truncate_end_keeps_the_first_part():
    """What is left is a beginning of the text, at least six words, with a mark at its end."""
    for seed in range(30):
        shorter = truncate_end(TEXT, hand(seed), SPARE)
        assert shorter.endswith((".", "…"))
        assert TEXT.startswith(shorter.rstrip(".…") + " ")
        assert 6 <= len(shorter.split()) < len(TEXT.split())


def test_truncate_end_leaves_no_dangling_word():
    """A cut after a title or a function word moves to the word before; too short is not done."""
    text = "Nine bakers in Tolwick waited there for Dr. A. B. Moss."

    assert {"Nine bakers in Tolwick waited there"} == {
        (truncate_end(text, hand(seed), SPARE)).rstrip(".…") for seed in range(30)
    }
    assert truncate_end("Rain fell on the quay.", hand(), SPARE) is None


def test_truncate_start_keeps_the_last_part():
    """What is left is the end of the text, at least six words, with a capital first."""
    for seed in range(30):
        shorter = truncate_start(TEXT, hand(seed), SPARE)
        assert TEXT.endswith(shorter[1:])
        assert shorter[0].isupper()
        assert 6 <= len(shorter.split()) < len(TEXT.split())
    assert truncate_start("Rain fell on the quay.", hand(), SPARE) is None
    assert truncate_start("Rain 1 2 3 4 5 6 fell on a quay.", hand(3), SPARE) is None


def test_reorder_moves_parts_between_commas():
    """The parts are the same, the first is another, and the mark stays at the end."""
    expected = {
        "The mayor rejected a plan, the ferry company said, in Tolwick.",
        "The ferry company said, in Tolwick, the mayor rejected a plan.",
    }

    assert expected == {reorder(COMMAS, hand(seed), SPARE) for seed in range(30)}


def test_reorder_turns_a_text_without_commas():
    """The later words come first, and all words are still there."""
    for seed in range(30):
        turned = reorder(TEXT, hand(seed), SPARE)
        words = turned.lower().replace(",", "").rstrip(".").split()
        assert sorted(TEXT.lower().rstrip(".").split()) == sorted(words)
        assert turned != TEXT


@pytest.mark.parametrize(
    "text", ['"Rain fell, hail too," he said.', "“Rain fell,” he said.", "Rain fell, he said…", "Rain fell on Dr. Moss in Tolwick on Monday.", "Rain fell."],
)  # fmt: skip
def test_reorder_is_not_done_where_it_would_break_the_sentence(text):
    """Quotations, abbreviations, other ends and short texts are left alone."""
    assert reorder(text, hand(), SPARE) is None


def test_merge_joins_part_of_another_sentence():
    """The spare tail follows a comma."""
    expected = TEXT.rstrip(".") + ", while grocers refused to repaint the kiosk."

    assert expected == merge(TEXT, hand(), SPARE)


def test_decoy_splice_keeps_at_most_half():
    """The first 30 to 50 % of the words are followed by the second half of the spare sentence."""
    tail = "the wooden harbor crane before Sunday."
    for seed in range(30):
        spliced = decoy_splice(TEXT, hand(seed), SPARE)
        kept = spliced.removesuffix(f" {tail}")
        assert TEXT.startswith(kept)
        assert 0.25 * len(TEXT.split()) < len(kept.split()) <= 0.5 * len(TEXT.split())
