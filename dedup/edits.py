"""Word edit figures of pairs of normalized texts, by rapidfuzz's Indel distance."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.distance import Indel

__all__ = ["edit_figures"]

Ints = npt.NDArray[np.int32]


def edit_figures(
    texts: pa.Table, left: Ints, right: Ints
) -> tuple[npt.NDArray[np.float32], Ints, Ints]:
    """Edit similarity, edited words and longest unchanged run of words of each pair."""
    figures = list(edits_of_pairs(texts, left, right))
    table = np.array(figures, np.float64).reshape(-1, 3)
    return (
        table[:, 0].astype(np.float32),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
    )


def edits_of_pairs(texts: pa.Table, left: Ints, right: Ints) -> Iterator[tuple[float, int, int]]:
    """The three figures pair by pair; each text's words are coded once, one character a word."""
    met, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    column = texts.column("normalized").take(pa.array(met)).to_pylist()
    vocabulary: dict[bytes, int] = {}
    coded = [[vocabulary.setdefault(w, len(vocabulary)) for w in text.split()] for text in column]
    places = place.tolist()
    for a, b in zip(places[: len(left)], places[len(left) :], strict=True):
        yield edits(coded[a], coded[b])


def edits(old: list[int], new: list[int]) -> tuple[float, int, int]:
    """Similarity, words edited, and the longest run of words kept."""
    kept = longest = 0
    for block in Indel.editops(old, new).as_matching_blocks():
        kept += block.size
        longest = max(longest, block.size)
    total = len(old) + len(new)
    return (2 * kept / total if total else 1.0), total - 2 * kept, longest
