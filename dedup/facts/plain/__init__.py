"""The rules of dedup.facts in plain Python: what the kernels are held to, and quick for a few pairs.

Compiling the kernels takes seconds once per machine; for some hundred pairs this is sooner done.
"""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from dedup.facts.plain.names import count_negations, mark_names, misses_name
from dedup.facts.plain.numbers import number_facts
from dedup.facts.plain.phrases import merged
from dedup.facts.plain.token import Read
from dedup.facts.plain.tokens import evidence, read_tokens
from dedup.kernels.facts import UNKNOWN, marks
from dedup.kernels.facts.lexicon import (
    ARABIC_ID,
    CHINESE,
    JAPANESE,
    RUSSIAN,
    UNSUPPORTED,
)  # fmt: skip

__all__ = ["plain_changes", "plain_mask"]


class Said(NamedTuple):
    """What a text says."""

    read: Read
    numbers: Counter[tuple[object, ...]]


def plain_changes(old: str, new: str, language: int) -> tuple[bool, bool | None, bool | None]:
    """Whether numbers, names and negations differ; None where it could not be examined."""
    language = told(old, new) if language == UNKNOWN else language
    before, after = said(old, language), said(new, language)
    mine, theirs = before.read.tokens, after.read.tokens
    names = misses_name(mine, theirs) or misses_name(theirs, mine)
    negations = count_negations(mine) != count_negations(theirs)
    cased, worded = examined(before.read, after.read, language)
    return (
        before.numbers != after.numbers,
        names if names or cased else None,
        negations if worded else None,
    )


@lru_cache(maxsize=1 << 10)
def said(text: str, language: int) -> Said:
    """Read a text: its tokens with their roles, and its numbers; most texts are asked for again."""
    read = read_tokens(text, language)
    read.tokens = merged(read.tokens)
    numbers = Counter(number_facts(read.tokens, language))
    mark_names(read)
    return Said(read, numbers)


def examined(old: Read, new: Read, language: int) -> tuple[bool, bool]:
    """Whether most letters have capitals, and are of a language whose negations are known."""
    scripts = Counter(old.scripts) + Counter(new.scripts)
    cased = old.uppers + old.lowers + new.uppers + new.lowers
    unknown = scripts[0] + (scripts[marks.LATIN] if language == UNSUPPORTED else 0)
    letters = scripts.total()
    return 2 * cased >= letters, 2 * (letters - unknown) >= letters


def told(old: str, new: str) -> int:
    """The language of two texts, by script and then by common words."""
    mine, theirs = read_tokens(old, 0), read_tokens(new, 0)
    scripts = Counter(mine.scripts) + Counter(theirs.scripts)
    latin = scripts[marks.LATIN]
    if scripts[marks.HAN] + scripts[marks.KANA] > latin:
        return JAPANESE if scripts[marks.KANA] else CHINESE
    if scripts[marks.CYRILLIC] > latin:
        return RUSSIAN
    if scripts[marks.ARABIC] > latin:
        return ARABIC_ID
    lanes = [a + b for a, b in zip(evidence(mine), evidence(theirs), strict=True)]
    return lanes.index(max(lanes))


def plain_mask(text: str, language: int) -> tuple[tuple[object, ...], int]:
    """The words of a text, each run of numbers or names as one mark, and how many words are left."""
    language = told(text, text) if language == UNKNOWN else language
    masked: list[object] = []
    last = words = 0
    for token in said(text, language).read.tokens:
        if not token.role and token.kind != marks.WORD:
            continue
        if token.role == 0 or token.role != last:
            masked.append(token.role or token.word)
        words += token.role == 0
        last = token.role
    return tuple(masked), words
