"""Edits of words."""

from dedup.generator.edits.wording import exact, synonym, word_delete, word_insert, word_replace
from tests.generator.made import SPARE, hand

TEXT = "The mayor rejected a large bridge plan after the ferry company filed a lawsuit."
SHORT = "Rain fell on the quay."


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The words at equal places that differ."""
    return [p for p in zip(before.split(" "), after.split(" "), strict=True) if p[0] != p[1]]


def test_exact_changes_nothing():
    """The copy is the text."""
    assert TEXT == exact(TEXT, hand(), SPARE)


def test_synonym_swaps_words_of_like_meaning():
    """One to three words differ, each by a word of its group; marks and capitals stay."""
    known = {"rejected": {"refused", "spurned"}, "large": {"big", "sizable"}, "company": {"firm", "corporation"}}  # fmt: skip
    for seed in range(30):
        found = changed(TEXT, synonym(TEXT, hand(seed), SPARE))
        assert 1 <= len(found) <= 3
        assert [] == [(a, b) for a, b in found if a in known and b not in known[a]]
    assert "Officials met." in {synonym("Authorities met.", hand(s), SPARE) for s in range(9)}


def test_synonym_needs_a_word_it_knows():
    """A text of other words only is left to another edit."""
    assert synonym("Zorbel quibbed.", hand(), SPARE) is None


def test_word_replace_takes_words_of_another_sentence():
    """One or two long words give way to words of the spare sentence."""
    others = SPARE.sentence.lower().split(" ")
    for seed in range(30):
        found = changed(TEXT, word_replace(TEXT, hand(seed), SPARE))
        assert 1 <= len(found) <= 2
        assert [] == [b for _, b in found if b.lower().rstrip(".") not in others]


def test_word_replace_needs_long_words_on_both_sides():
    """Without one in the text or in the spare sentence there is nothing to replace."""
    assert word_replace("It is on.", hand(), SPARE) is None
    assert word_replace(TEXT, hand(), SPARE._replace(sentence="He 4 it.")) is None


def test_word_insert_puts_phrases_between_words():
    """The words stay in order, first and last stay where they are, and phrases stand between."""
    for seed in range(30):
        longer = word_insert(TEXT, hand(seed), SPARE)
        assert (longer.split()[0], longer.split()[-1]) == ("The", "lawsuit.")
        assert TEXT == longer.replace(" reportedly", "").replace(" on Monday", "")
        assert longer != TEXT
    assert word_insert("Rain.", hand(), SPARE) is None


def test_word_delete_drops_inner_words():
    """One to three words are gone, never the first or the last."""
    for seed in range(30):
        shorter = word_delete(TEXT, hand(seed), SPARE).split(" ")
        assert 1 <= len(TEXT.split(" ")) - len(shorter) <= 3
        assert ("The", "lawsuit.") == (shorter[0], shorter[-1])
    assert word_delete(SHORT, hand(), SPARE) is None
