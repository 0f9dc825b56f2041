"""Edits of the words of a sentence."""

from random import Random

from dedup.generator.edits.spare import Spare, core, replaced_word, some_of
from dedup.generator.lexicon import synonyms

__all__ = ["exact", "synonym", "word_delete", "word_insert", "word_replace"]

LONG_WORD = 4
FEWEST_LEFT = 6


def exact(text: str, dice: Random, spare: Spare) -> str:
    """Nothing is changed."""
    return text


def synonym(text: str, dice: Random, spare: Spare) -> str | None:
    """One to three words give way to words of like meaning."""
    words, known = text.split(" "), synonyms()
    places = [i for i, word in enumerate(words) if core(word)[1].lower() in known]
    if not places:
        return None
    for i in some_of(places, 3, dice):
        words[i] = replaced_word(words[i], dice.choice(known[core(words[i])[1].lower()]))
    return " ".join(words)


def word_replace(text: str, dice: Random, spare: Spare) -> str | None:
    """One or two words give way to words of another sentence."""
    words = text.split(" ")
    others = [word.lower() for word in spare.sentence.split(" ") if word.isalpha()]
    others = [word for word in others if len(word) >= LONG_WORD]
    places = [i for i, word in enumerate(words) if len(core(word)[1]) >= LONG_WORD]
    if not places or not others:
        return None
    for i in some_of(places, 2, dice):
        words[i] = replaced_word(words[i], dice.choice(others))
    return " ".join(words)


def word_insert(text: str, dice: Random, spare: Spare) -> str | None:
    """One or two phrases come between words."""
    words = text.split(" ")
    if len(words) < 2:
        return None
    for aside in spare.asides[: dice.choice((1, 1, 2))]:
        words.insert(dice.randrange(1, len(words)), aside)
    return " ".join(words)


def word_delete(text: str, dice: Random, spare: Spare) -> str | None:
    """One to three words inside the sentence fall out."""
    words = text.split(" ")
    if len(words) <= FEWEST_LEFT:
        return None
    for _ in range(min(dice.choice((1, 1, 2, 3)), len(words) - FEWEST_LEFT)):
        words.pop(dice.randrange(1, len(words) - 1))
    return " ".join(words)
