"""Paragraphs of flat texts."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Longs
from dedup.kernels.scan import AUTO, BLANK, LINE, LINE_ROWS, find_lines, join_lines
from dedup.stages.segment.characters import characters
from dedup.stages.segment.flat import Flat

__all__ = ["Paragraphs", "Sentences", "cut_paragraphs"]


MODES = {"auto": AUTO, "blank": BLANK, "line": LINE}
BYTES_PER_LINE = 64  # a first guess; a table that proves too small is made again


class Paragraphs(NamedTuple):
    """Trimmed paragraphs in order: the article each is in, and its bytes in the flat text."""

    article: Longs
    start: Longs
    end: Longs


class Sentences(NamedTuple):
    """Trimmed sentences in order: the paragraph each is in, and its bytes in the flat text."""

    paragraph: Longs
    start: Longs
    end: Longs


def cut_paragraphs(flat: Flat, mode: str) -> Paragraphs:
    """The paragraphs of every text that holds more than white space."""
    lines = all_lines(flat)
    article, _begin, start, end, _opens = lines
    opens = np.empty(len(article), np.uint8)
    join_lines(flat.data, lines, MODES[mode], opens)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(opens)) - 1 if len(first) else first
    return Paragraphs(article[first], start[first], end[last])


def all_lines(flat: Flat) -> Longs:
    """Every line that holds more than white space, one column each."""
    signs, room = characters(), len(flat.data) // BYTES_PER_LINE + len(flat.offsets)
    while True:
        lines = np.empty((LINE_ROWS, room), np.int64)
        count = find_lines(flat.data, flat.offsets, signs.line_hot, signs.signs, lines)
        if count <= room:
            return np.ascontiguousarray(lines[:, :count])
        room = count
