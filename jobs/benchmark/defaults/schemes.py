"""Ways to cut a text into shingles, and the exact Jaccards of many pairs under each."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["SCHEMES", "Incidence", "incidence", "jaccards", "pairs_above"]

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Incidence = Any  # a scipy sparse matrix: a row a text, a column a shingle, 1 where it is in it

TEXTS_AT_ONCE = 500


def windows(whole: Callable[[str], Any], width: int, text: str) -> set[Any]:
    """The windows of `width` parts of a text; a shorter text is one."""
    parts = whole(text)
    return {tuple(parts[i : i + width]) for i in range(max(1, len(parts) - width + 1))}


SCHEMES: dict[str, Callable[[str], set[Any]]] = {
    **{f"char-{width}": partial(windows, list, width) for width in (3, 4, 5, 7)},
    **{f"word-{width}": partial(windows, str.split, width) for width in (1, 2, 3)},
}


def incidence(texts: list[str], scheme: str) -> Incidence:
    """Which shingles each text has."""
    numbers: dict[Any, int] = {}
    cut = SCHEMES[scheme]
    sets = [[numbers.setdefault(one, len(numbers)) for one in cut(text)] for text in texts]
    ends = np.cumsum([0, *map(len, sets)])
    columns = np.fromiter((one for own in sets for one in own), np.int32, int(ends[-1]))
    ones = np.ones(len(columns), np.int32)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(texts), max(1, len(numbers))))


def jaccards(found: Incidence, left: Longs, right: Longs) -> Doubles:
    """The exact Jaccard of the texts left[i] and right[i]."""
    sizes = np.diff(found.indptr).astype(np.float64)
    shared = np.asarray(found[left].multiply(found[right]).sum(axis=1)).ravel()
    scores: Doubles = shared / (sizes[left] + sizes[right] - shared)
    return scores


def pairs_above(found: Incidence, floor: float) -> Iterator[Doubles]:
    """The Jaccards, block by block, of all pairs of two texts that reach the floor."""
    sizes = np.diff(found.indptr).astype(np.float64)
    turned = found.T.tocsr()
    for first in range(0, found.shape[0], TEXTS_AT_ONCE):
        met = (found[first : first + TEXTS_AT_ONCE] @ turned).tocoo()
        left, right = met.row + first, met.col
        later = left < right
        left, right, shared = left[later], right[later], met.data[later].astype(np.float64)
        scores = shared / (sizes[left] + sizes[right] - shared)
        yield scores[scores >= floor]
