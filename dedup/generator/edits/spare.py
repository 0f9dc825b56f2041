"""What edits draw on, and the small tools they share."""

from random import Random
from typing import NamedTuple

__all__ = ["Spare", "core", "lowered", "raised", "replaced_word", "some_of", "tidy", "unended"]

ENDS = ".!?…"
QUOTES = "\"“”'\u2019"
PAIRS = (("“", "”"), ("(", ")"))


class Spare(NamedTuple):
    """Material for one edit: a sentence, and phrases that fit into others."""

    sentence: str
    suffix: str
    prefix: str
    tail: str
    asides: tuple[str, str]


def core(word: str) -> tuple[str, str, str]:
    """A word without the marks around it, between those marks."""
    start, stop = 0, len(word)
    while start < stop and not word[start].isalnum():
        start += 1
    while stop > start and not word[stop - 1].isalnum():
        stop -= 1
    return word[:start], word[start:stop], word[stop:]


def replaced_word(word: str, new: str) -> str:
    """`new` in the place of `word`, with its marks and its first capital."""
    before, old, after = core(word)
    return before + (raised(new) if old[:1].isupper() else new) + after


def raised(text: str) -> str:
    """`text` with a capital first."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """`text` without its first capital."""
    return text[:1].lower() + text[1:]


def unended(text: str) -> str:
    """`text` without the marks that end it."""
    return text.rstrip(ENDS + QUOTES + " ,;:—-")


def tidy(text: str | None) -> str | None:
    """`text` trimmed, without quotation marks and brackets that lost their partner."""
    if text is None:
        return None
    if text.count('"') % 2:
        text = text.replace('"', "")
    for opening, closing in PAIRS:
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.strip()


def some_of(places: list[int], most: int, dice: Random) -> list[int]:
    """One to `most` of the places."""
    return dice.sample(places, min(len(places), dice.randint(1, most)))
