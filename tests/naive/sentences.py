"""A sentence splitter for well-behaved news text: slow, simple, independent of the scanner.

It knows a handful of abbreviations and that is enough for `seeds/`; it is no model of language.
"""

import re
from collections.abc import Iterator

__all__ = ["split"]

ABBREVIATIONS = frozenset(["Col", "Dr", "Gen", "Inc", "Lt", "Maj", "No", "Sgt", "St"])
PARAGRAPH = re.compile(r"(?:[^\r\n]|\r?\n(?!\s*?\n))+")
END = re.compile(r"[.!?][\"'”’»]*\s+|[。！？]")
OPENERS = "\"'“‘„«¿"


def split(text: str) -> list[tuple[int, int]]:
    """The half-open code-point span of each sentence, in order."""
    return [
        span
        for block in PARAGRAPH.finditer(text)
        for span in sentences(text, block.start(), block.end())
    ]


def sentences(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The trimmed spans of the sentences in the paragraph text[start:stop]."""
    for end in END.finditer(text, start, stop):
        if is_boundary(text, start, end):
            yield from trimmed(text, start, end.end())
            start = end.end()
    yield from trimmed(text, start, stop)


def is_boundary(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether a sentence ends here: no abbreviation before, and a likely start behind."""
    if text[end.start()] in "。！？":
        return True
    word = re.split(r"[\s“”\"]", text[start : end.start()])[-1]
    follower = text[end.end() : end.end() + 1]
    return word not in ABBREVIATIONS and "." not in word and is_opener(follower)


def is_opener(character: str) -> bool:
    """Whether a sentence may begin with this character."""
    return character.isupper() or character in OPENERS


def trimmed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its ends; nothing when nothing is left."""
    piece = text[start:stop]
    begin = start + len(piece) - len(piece.lstrip())
    if piece.strip():
        yield begin, begin + len(piece.strip())
