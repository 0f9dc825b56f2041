"""Sentences by the rules of the scanner."""

import numpy as np

from dedup.kernels.arrays import Longs
from dedup.kernels.scan import SENTENCE_ROWS, Rules, find_sentences
from dedup.stages.segment.flat import Flat
from dedup.stages.segment.paragraphs import Paragraphs, Sentences
from dedup.stages.segment.rules import rules_of, table_of
from dedup.stages.segment.tags import Languages

__all__ = ["scan_sentences"]

BYTES_PER_SENTENCE = 48  # a first guess; a table that proves too small is made again


def scan_sentences(flat: Flat, paragraphs: Paragraphs, languages: Languages) -> Sentences:
    """The sentences of every paragraph, all those that share a word table at once."""
    tables = [table_of(name) for name in languages.names]
    if len(set(tables)) == 1:
        return scan(flat, paragraphs, rules_of(tables[0]))
    group = np.array([tables.index(table) for table in tables])[languages.which]
    found = [
        scan_group(flat, paragraphs, np.flatnonzero(group[paragraphs.article] == i), tables[i])
        for i in np.unique(group)
    ]
    joined = Sentences(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
    order = np.argsort(joined.start)
    return Sentences(*(column[order] for column in joined))


def scan_group(flat: Flat, paragraphs: Paragraphs, rows: Longs, table: str) -> Sentences:
    """The sentences of some paragraphs."""
    some = Paragraphs(*(column[rows] for column in paragraphs))
    found = scan(flat, some, rules_of(table))
    return found._replace(paragraph=rows[found.paragraph])


def scan(flat: Flat, paragraphs: Paragraphs, rules: Rules) -> Sentences:
    """The sentences of paragraphs in one language."""
    size = int((paragraphs.end - paragraphs.start).sum())
    room = size // BYTES_PER_SENTENCE + len(paragraphs.start)
    state = np.zeros(4, np.int64)
    while True:
        found = np.empty((SENTENCE_ROWS, room), np.int64)
        count = find_sentences(flat.data, paragraphs.start, paragraphs.end, rules, state, found)
        if count <= room:
            return Sentences(*found[:, :count])
        room = count
