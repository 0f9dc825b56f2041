"""Edits of characters, marks, case and figures."""

import pytest
from rapidfuzz.distance import Levenshtein

from dedup.generator.edits import noise
from tests.generator.made import SPARE, hand
from tests.naive.similarity import normalize

TEXT = "The mayor's plan for 45 ferries, filed by nine well-known captains, failed on Monday."


def test_ocr_noise_changes_few_characters():
    """At most some percent of the characters differ, never the first or the last."""
    for seed in range(40):
        noisy = noise.ocr_noise(TEXT, hand(seed), SPARE)
        assert Levenshtein.distance(TEXT, noisy) <= 2 * noise.MOST_ERRORS * len(TEXT)
        assert ("T", ".") == (noisy[0], noisy[-1])
        assert TEXT.count(".") == noisy.count(".")
    assert any(noise.ocr_noise(TEXT, hand(seed), SPARE) != TEXT for seed in range(3))


def test_misread_swaps_what_looks_alike():
    """One confusion of the table is made, after the first character."""
    found = {noise.misread("corn mill", hand(seed)) for seed in range(2000)}

    assert {"com mill", "c0rn mill", "corn mi1l", "corn m1ll", "corn rnill", "corn mill"} <= found
    assert {"c"} == {text[0] for text in found}


def test_misspaced_joins_or_breaks_words():
    """A space is dropped after a letter, or put between small letters, or nothing is done."""
    found = {noise.misspaced("boats sink", hand(seed)) for seed in range(200)}

    assert {"boatssink", "bo ats sink", "boa ts sink", "boats sink"} == found


@pytest.mark.parametrize("seed", range(20))
def test_typo_is_one_to_three_slips(seed):
    """Each slip costs at most two characters, within words."""
    mistyped = noise.typo(TEXT, hand(seed), SPARE)

    assert 1 <= Levenshtein.distance(TEXT, mistyped) <= 6 or mistyped == TEXT
    assert (TEXT[0], TEXT[-1]) == (mistyped[0], mistyped[-1])


def test_slips_of_the_fingers():
    """A letter is swapped with the next, dropped, doubled, or missed by one key."""
    found = {noise.mistyped("harbor", 2, hand(seed)) for seed in range(60)}

    assert {"habror", "habor", "harrbor", "haebor", "hatbor"} == found


@pytest.mark.parametrize(
    ("letter", "expected"), [("q", {"w"}), ("p", {"o"}), ("g", {"f", "h"}), ("é", {"é"})]
)
def test_keys_beside(letter, expected):
    """The keys at the ends of a row have one neighbor; what is on no key stays."""
    assert expected == {noise.beside(letter, hand(seed)) for seed in range(20)}


def test_typo_needs_letters():
    """Figures are not mistyped."""
    assert noise.typo("12 34 56 78.", hand(), SPARE) is None


def test_punct_case_quote_keeps_the_words():
    """The normalized text stays the same, but for an apostrophe or a hyphen that joins or parts."""
    found = {noise.punct_case_quote(TEXT, hand(seed), SPARE) for seed in range(200)}

    assert {normalize(TEXT)} == {normalize(text) for text in found}
    for mark in ("\u2019", "\u2011", "\u00a0", "  ", "“", "!", "…", "FERRIES"):
        assert any(mark in text for text in found), mark


def test_marks_are_left_where_there_are_none():
    """Another end needs a full stop, another space a space, and quotations are not quoted again."""
    assert "Why?" == noise.end_changed("Why?", hand())
    assert "Why?" == noise.space_changed("Why?", hand())
    assert '"Why?"' == noise.quoted('"Why?"', hand())


def test_number_change_changes_one_number():
    """A figure or a number word becomes another of its kind; the rest stays."""
    found = {noise.number_change(TEXT, hand(seed), SPARE) for seed in range(200)}

    assert TEXT not in found
    figures = {text.split(" ")[4] for text in found}
    words = {text.split(" ")[8] for text in found}
    assert {"45", "46", "47", "48", "50", "52", "55", "56", "85"} == figures
    assert {"nine", "ten", "two"} <= words <= set(noise.NUMBER_WORDS)


def test_number_change_keeps_a_capital():
    """A number word at the start stays a capital."""
    changed = noise.number_change("Nine captains left.", hand(), SPARE)

    assert changed.split(" ")[0][0].isupper()
    assert "Nine captains left." != changed


def test_number_change_needs_a_number():
    """A text without numbers is left to another edit."""
    assert noise.number_change("The captains left.", hand(), SPARE) is None
