"""The SPANS table of cut paragraphs and sentences."""

from typing import Any

import numpy as np
import pyarrow as pa

from dedup.kernels.arrays import Longs
from dedup.kernels.scan import char_positions
from dedup.schemas import SPANS
from dedup.stages.segment.flat import Flat
from dedup.stages.segment.paragraphs import Paragraphs, Sentences

__all__ = ["sentence_rows", "spans_table", "with_paragraph_rows"]

Rows = dict[str, np.ndarray]


def sentence_rows(flat: Flat, paragraphs: Paragraphs, sentences: Sentences) -> Rows:
    """One row per sentence: the columns of SPANS."""
    article = paragraphs.article[sentences.paragraph]
    base = flat.offsets[article]
    char_start, char_end = np.empty_like(base), np.empty_like(base)
    char_positions(flat.data, base, sentences.start, sentences.end, char_start, char_end)
    return {
        "article": article,
        "is_paragraph": np.zeros(len(article), bool),
        "sentence_index": rank_within(article),
        "paragraph_index": rank_within(paragraphs.article)[sentences.paragraph],
        "char_start": char_start,
        "char_end": char_end,
        "byte_start": sentences.start - base,
        "byte_end": sentences.end - base,
    }


def with_paragraph_rows(rows: Rows, paragraph: Longs) -> Rows:
    """The rows with one more before the first sentence of each paragraph; paragraph[i] is row i's."""
    first = np.flatnonzero(np.diff(paragraph, prepend=-1))
    last = np.append(first[1:], len(paragraph)) - 1 if len(first) else first
    merged = {name: np.insert(column, first, column[first]) for name, column in rows.items()}
    added = first + np.arange(len(first))
    merged["is_paragraph"][added] = True
    merged["char_end"][added] = rows["char_end"][last]
    merged["byte_end"][added] = rows["byte_end"][last]
    return merged


def rank_within(groups: Longs) -> Longs:
    """0, 1, 2, ... within each run of equal values."""
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(np.append(first, len(groups)))
    ranks: Longs = np.arange(len(groups)) - np.repeat(first, sizes)
    return ranks


def spans_table(rows: Rows) -> pa.Table:
    """The rows as a SPANS table, but for the columns they lack."""
    fields = [field for field in SPANS.schema if field.name in rows]
    columns: list[Any] = [
        pa.array(rows[field.name]).cast(field.type, safe=False) for field in fields
    ]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))
