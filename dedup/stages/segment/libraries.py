"""Sentences by other libraries, each an optional package.

A library cuts inside our paragraphs only, and only where its sentences end counts: what lies
between two ends is one sentence, so every character is covered whatever the library leaves out.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Protocol

import numpy as np

from dedup.errors import MissingExtraError
from dedup.kernels.scan import kinds
from dedup.stages.segment.characters import LINE_BREAKS, characters
from dedup.stages.segment.flat import Flat
from dedup.stages.segment.paragraphs import Paragraphs, Sentences
from dedup.stages.segment.tags import Languages

__all__ = ["Cutter", "cut_by", "punkt", "sentencex"]

BREAKS_TO_BLANKS = dict.fromkeys(map(ord, LINE_BREAKS), " ")
PUNKT_MODELS = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "it": "italian",
    "ml": "malayalam", "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ru": "russian", "sl": "slovene", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip


class Cutter(Protocol):
    """Cuts one paragraph, given its text without line breaks and a language like "en" or "auto"."""

    def __call__(self, text: str, language: str) -> Iterable[tuple[int, int]]:
        """Where each sentence starts and ends, in code points."""


def punkt(text: str, language: str) -> Iterable[tuple[int, int]]:
    """Sentences by the Punkt model of the language, English for those without one."""
    model = PUNKT_MODELS.get(language, "english")
    spans: Iterable[tuple[int, int]] = optional("punkt").tokenizer_for(model).span_tokenize(text)
    return spans


def sentencex(text: str, language: str) -> Iterable[tuple[int, int]]:
    """Sentences by sentencex, which falls back to a related language by itself."""
    name = "en" if language == "auto" else language
    for found in optional("sentencex").get_sentence_boundaries(name, text):
        yield found["start_index"], found["end_index"]


def optional(module: str) -> ModuleType:
    """An optional package, whose extra has the same name; raises MissingExtraError."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(module, extra=module) from error


def cut_by(cutter: Cutter, flat: Flat, paragraphs: Paragraphs, languages: Languages) -> Sentences:
    """The sentences of every paragraph."""
    found = [
        (row, start + first, start + last)
        for row, (article, start, end) in enumerate(zip(*paragraphs, strict=True))
        for first, last in byte_spans(flat.data[start:end], cutter, languages.of(article))
    ]
    return Sentences(*np.array(found, np.int64).reshape(-1, 3).T.copy())


def byte_spans(data: np.ndarray, cutter: Cutter, language: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one paragraph lie in its bytes."""
    text = data.tobytes().decode()
    ends = (end for _start, end in cutter(text.translate(BREAKS_TO_BLANKS), language))
    spans = repaired(text, ends)
    if len(text) == len(data):
        return spans
    return ((len(text[:start].encode()), len(text[:end].encode())) for start, end in spans)


def repaired(text: str, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Trimmed spans that cover every visible character, cut at `ends`."""
    start = 0
    for end in [*sorted({end for end in ends if 0 < end < len(text)}), len(text)]:
        part = text[start:end]
        kept = part.strip(white_space())
        if kept:
            first = start + len(part) - len(part.lstrip(white_space()))
            yield first, first + len(kept)
        start = end


@lru_cache(maxsize=1)
def white_space() -> str:
    """All characters trimmed from the ends of spans."""
    return "".join(map(chr, np.flatnonzero(characters().signs & kinds.KIND == kinds.SPACE)))
