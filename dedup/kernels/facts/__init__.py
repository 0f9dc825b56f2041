"""Facts of texts in compiled loops: numbers, names and negations, from UTF-8 bytes."""

from dedup.kernels.facts.compare import NOT_EXAMINED, UNKNOWN, Scratch, compare_facts, mask_facts
from dedup.kernels.facts.lexicon import LANGUAGES, Lexicon, Text, word_keys
from dedup.kernels.facts.marks import COLUMNS
from dedup.kernels.facts.tokens import TALLIES

__all__ = [
    "COLUMNS",
    "LANGUAGES", "NOT_EXAMINED", "TALLIES", "UNKNOWN", "Lexicon", "Scratch", "Text",
    "compare_facts", "mask_facts", "word_keys",
]  # fmt: skip
