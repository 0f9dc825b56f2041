"""Which facts changed between the texts of a pair: numbers, names, negations."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.facts.lexicon import lexicon
from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.facts import (
    COLUMNS,
    LANGUAGES,
    NOT_EXAMINED,
    TALLIES,
    UNKNOWN,
    Scratch,
    Text,
    compare_facts,
    mask_facts,
)  # fmt: skip

__all__ = ["Facts", "Masked", "fact_changes", "language_codes", "masked_texts"]

NO_WORDS = len(LANGUAGES)  # a language without word lists


class Facts(NamedTuple):
    """Per pair, whether a fact changed; null where it could not be examined."""

    numbers_differ: pa.BooleanArray
    names_differ: pa.BooleanArray
    negation_differs: pa.BooleanArray


def fact_changes(
    strings: pa.StringArray, old: Longs, new: Longs, languages: Longs | None = None
) -> Facts:
    """The facts that differ between rows old[i] and new[i] of `strings`.

    Args:
        strings: texts as given.
        old: rows.
        new: rows.
        languages: of each row of `strings`, from language_codes; by default all unknown.
    """
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    codes = pair_languages(languages, old, new)
    scratch = Scratch(room(longest(offsets, old)), room(longest(offsets, new)))
    flags = np.empty((len(old), 3), np.uint8)
    compare_facts(data, offsets, old, new, codes, lexicon(), scratch, flags)
    return Facts(*(nullable(flags[:, i]) for i in range(3)))


def pair_languages(languages: Longs | None, old: Longs, new: Longs) -> Longs:
    """The language of each pair: the older text's, or where unknown the other's."""
    if languages is None:
        return np.full(len(old), UNKNOWN)
    return np.where(languages[old] == UNKNOWN, languages[new], languages[old])


def language_codes(tags: list[str | None]) -> Longs:
    """The codes of language tags like "en" or "pt-BR"; None is told from the texts."""
    return np.array([language_code(tag) for tag in tags], np.int64)


def language_code(tag: str | None) -> int:
    """The code of one tag."""
    if tag is None or not tag.strip():
        return UNKNOWN
    name = tag.strip().lower().replace("_", "-").split("-")[0]
    return LANGUAGES.index(name) if name in LANGUAGES else NO_WORDS


def longest(offsets: Longs, rows: Longs) -> int:
    """Bytes of the longest of the rows."""
    return int((offsets[rows + 1] - offsets[rows]).max(initial=0))


def room(size: int) -> Text:
    """Room for the tokens of a text of so many bytes."""
    cells = np.zeros((size + 1, COLUMNS), np.int64)
    return Text(cells, np.zeros(size + 1, np.uint64), np.zeros(TALLIES, np.int64))


def nullable(flags: Bytes) -> pa.BooleanArray:
    """Flags of the kernel as a column, null where NOT_EXAMINED."""
    return pa.array(flags == 1, mask=flags == NOT_EXAMINED)


class Masked(NamedTuple):
    """Per text a key that numbers, dates and names leave unchanged, and the words beside them."""

    key: pa.UInt64Array
    n_words: pa.Int64Array


def masked_texts(strings: pa.StringArray, rows: Longs, languages: Longs | None = None) -> Masked:
    """The masked keys of some rows: equal where only numbers, dates and names differ."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    codes = np.full(len(rows), UNKNOWN) if languages is None else languages[rows]
    keys, words = np.empty(len(rows), np.uint64), np.empty(len(rows), np.int64)
    text = room(longest(offsets, rows))
    mask_facts(data, offsets, rows, codes, lexicon(), text, keys, words)
    return Masked(pa.array(keys), pa.array(words))
