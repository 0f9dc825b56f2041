"""How edits are chosen, and what is done where one cannot be."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.generator.edits import EDITS, KINDS, LIGHT, SHORTEST, any_edit, edited, light_edit
from dedup.generator.edits.spare import core, replaced_word, tidy
from tests.generator.made import SPARE, hand, sentences

TEXTS = sentences(40)
TEXT = "The mayor rejected a large bridge plan after the ferry company filed a lawsuit."


@given(st.sampled_from(KINDS), st.sampled_from(TEXTS), st.integers(0, 10_000))
def test_a_copy_is_one_whole_sentence(kind, text, seed):
    """Whatever is done, the copy is trimmed, on one line, long enough, with its marks paired."""
    done, copy = edited(kind, text, hand(seed), SPARE)

    assert copy == copy.strip()
    assert "\n" not in copy
    assert len(copy) >= SHORTEST
    assert 0 == copy.count('"') % 2
    assert copy.count("“") == copy.count("”")
    assert copy.count("(") == copy.count(")")
    assert (done == "exact") == (copy == text)


@given(st.sampled_from(KINDS), st.sampled_from(TEXTS), st.integers(0, 10_000))
def test_same_dice_same_copy(kind, text, seed):
    """An edit depends on its arguments only."""
    assert edited(kind, text, hand(seed), SPARE) == edited(kind, text, hand(seed), SPARE)


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_is_called_by_its_name(kind):
    """What was asked for is done to an ordinary sentence, and is said."""
    text = "Nine captains, who filed a lawsuit, rejected the large plan of 45 ferries in Tolwick."

    assert kind in {edited(kind, text, hand(seed), SPARE)[0] for seed in range(5)}


def test_a_word_is_replaced_where_an_edit_cannot_be_done():
    """A sentence without a number gets another word instead of another number."""
    kind, copy = edited("number_change", TEXT, hand(), SPARE)

    assert "word_replace" == kind
    assert copy != TEXT


def test_what_cannot_be_changed_is_exact():
    """A sentence in which nothing can be done is copied as it is."""
    text = "12 34 56 78 90 12 34 56."

    assert ("exact", text) == edited("typo", text, hand(), SPARE)


def test_combo_names_its_parts():
    """Two or three edits are done, none of them a copy, a merge or a decoy."""
    kinds = {edited("combo", TEXT, hand(seed), SPARE)[0] for seed in range(60)}
    parts = [kind.removeprefix("combo:").split("+") for kind in kinds]

    assert {2, 3} == set(map(len, parts))
    assert set() == {part for one in parts for part in one} & {"merge", "decoy_splice"}


def test_every_kind_comes_up():
    """Of many copies each kind is a part about as large as its weight says."""
    dice = hand()
    drawn = Counter(any_edit(TEXTS[i % 40], dice, SPARE)[0].split(":")[0] for i in range(6000))

    assert set(KINDS) == set(drawn)
    weights = sum(weight for _, weight in EDITS.values()) + 8
    assert abs(drawn["word_insert"] / 6000 - EDITS["word_insert"][1] / weights) < 0.02


def test_reprints_are_mostly_exact():
    """Two thirds of the sentences of a reprint are kept, the others lightly edited."""
    dice = hand()
    drawn = Counter(light_edit(TEXTS[i % 40], dice, SPARE)[0] for i in range(3000))

    assert 0.6 < drawn["exact"] / 3000 < 0.72
    assert {"exact", *LIGHT} == set(drawn)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("“Rain,”", ("“", "Rain", ",”")), ("Dr.", ("", "Dr", ".")), ("—", ("—", "", "")), ("", ("", "", ""))],
)  # fmt: skip
def test_core(word, expected):
    """The marks around a word come apart from it."""
    assert expected == core(word)


def test_a_replaced_word_keeps_marks_and_capital():
    """The new word takes the place of the old one only."""
    assert "“Hail,”" == replaced_word("“Rain,”", "hail")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "rain.', "He said rain."), ('He said "rain".', 'He said "rain".'),
        ("He said “rain.", "He said rain."), ("Rain (at noon fell.", "Rain at noon fell."),
        (" Rain. ", "Rain."), (None, None),
    ],
)  # fmt: skip
def test_tidy(text, expected):
    """Marks that lost their partner go, and white space around the text."""
    assert expected == tidy(text)
