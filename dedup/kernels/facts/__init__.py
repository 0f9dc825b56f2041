"""Facts of texts in compiled loops: numbers, names and negations, from UTF-8 bytes."""

from dedup.kernels.facts.compare import (
    BESIDE,
    FIGURES,
    NOT_EXAMINED,
    OTHERWISE,
    UNKNOWN,
    Readings,
    compare_facts,
    read_texts,
)
from dedup.kernels.facts.lexicon import LANGUAGES, Lexicon, Text, word_keys
from dedup.kernels.facts.marks import COLUMNS
from dedup.kernels.facts.tokens import TALLIES

__all__ = [
    "BESIDE", "COLUMNS", "FIGURES", "LANGUAGES", "NOT_EXAMINED", "OTHERWISE", "TALLIES", "UNKNOWN",
    "Lexicon", "Readings", "Text", "compare_facts", "read_texts", "word_keys",
]  # fmt: skip
