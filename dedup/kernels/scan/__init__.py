"""Cutting text into lines, paragraphs and sentences, over UTF-8 bytes."""

from dedup.kernels.scan.lines import AUTO, BLANK, LINE, LINE_ROWS, find_lines, join_lines
from dedup.kernels.scan.positions import char_positions
from dedup.kernels.scan.sentences import SENTENCE_ROWS, find_sentences
from dedup.kernels.scan.words import Rules

__all__ = [
    "AUTO", "BLANK", "LINE", "LINE_ROWS", "SENTENCE_ROWS", "Rules", "char_positions",
    "find_lines", "find_sentences", "join_lines",
]  # fmt: skip
