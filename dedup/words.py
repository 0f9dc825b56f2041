"""The words that changed between two texts.

A word is a run of characters between white space; a letter of a script written without spaces is a
word of its own.  Words are aligned by rapidfuzz's Indel distance: only deletions and insertions, so
the cost is the number of words outside a longest common subsequence.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

__all__ = ["ONE_UNSPACED", "Change", "changes", "is_unspaced", "render", "words_in"]

Kind = Literal["equal", "delete", "insert"]

# Thai, Lao, Burmese, Khmer, Han and Kana are written without spaces between words.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
ONE_UNSPACED = re.compile(f"[{UNSPACED}]")
WORD = re.compile(f"[{UNSPACED}]|[^ {UNSPACED}]+")
SPACED_WORD = re.compile(f"\\s*(?:[{UNSPACED}]|[^\\s{UNSPACED}]+)")
MARKS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}


class Change(NamedTuple):
    """A run of words: kept as they are, deleted from the first text, or inserted by the second.

    `gap` is what stands between this run and the one before it, if both are shown.
    """

    kind: Kind
    text: str
    gap: str


def is_unspaced(char: str) -> bool:
    """Whether `char` is of a script written without spaces."""
    return ONE_UNSPACED.match(char) is not None


def words_in(normalized: str) -> list[str]:
    """The words of a normalized text."""
    return WORD.findall(normalized)


def changes(old: str, new: str) -> list[Change]:
    """The alignment of two texts as runs of words; a deletion stands before what replaces it."""
    old_words, new_words, glue = aligned_words(old, new)
    runs: list[Change] = []
    at_old = at_new = 0
    for to_old, to_new, size in Indel.editops(old_words, new_words).as_matching_blocks():
        if at_old < to_old:
            runs.append(change("delete", old_words[at_old:to_old], glue))
        if at_new < to_new:
            run = change("insert", new_words[at_new:to_new], glue)
            runs.append(run._replace(gap="") if at_old < to_old else run)
        if size:
            runs.append(change("equal", new_words[to_new : to_new + size], glue))
        at_old, at_new = to_old + size, to_new + size
    return runs


def aligned_words(old: str, new: str) -> tuple[list[str], list[str], str]:
    """The words of both texts, and what joins them: a space, or nothing where words carry it."""
    if (old.isascii() and new.isascii()) or not ONE_UNSPACED.search(old + new):
        return old.split(), new.split(), " "
    return SPACED_WORD.findall(old), SPACED_WORD.findall(new), ""


def change(kind: Kind, words: list[str], glue: str) -> Change:
    """One run of words."""
    text = glue.join(words)
    if glue:
        return Change(kind, text, glue)
    body = text.lstrip()
    return Change(kind, body, text[: len(text) - len(body)])


def render(runs: Iterable[Change]) -> str:
    """The alignment in one line: `[-old-]{+new+}` where words changed.

    Example: [-The-]{+A+} US-led [-worldwide-]{+global+} coalition
    """
    return "".join(
        [gap + MARKS[kind][0] + text + MARKS[kind][1] for kind, text, gap in runs]
    ).strip()
