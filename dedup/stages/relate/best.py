"""For every occurrence, the nearest earlier one: its best match.

An earlier occurrence of the same text is an exact match; the latest of them is nearest.  Else it is
the verified neighbor seen earlier with the highest Jaccard, in its latest occurrence so far: a near
match, or below the floor one that contains the earlier text or is contained in it.  Where a chain
was closed only later there is none: then the group's first occurrence, scored exactly.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.edits import edit_figures
from dedup.kernels.arrays import Ints, Longs, Scores
from dedup.overlap import near, overlaps

__all__ = ["MATCHES", "Best", "best_matches"]

NONE = -1

# How an occurrence matches, by number.
MATCHES = np.array(["first", "exact", "near", "contains", "contained"], object)
FIRST, EXACT, NEAR, CONTAINS, CONTAINED = range(5)


class Best(NamedTuple):
    """Per occurrence: the row of its best match (-1: it is the first), the scores, which of MATCHES."""

    row: Longs
    jaccard: Scores
    containment: Scores
    edit_similarity: Scores
    match: Ints


class Neighbors(NamedTuple):
    """Verified pairs as seen from the text that appeared later; sorted, best first.

    `containment` is the share of it found in the earlier one, `held` that of the earlier found in it.
    """

    text: Ints
    earlier: Ints
    jaccard: Scores
    containment: Scores
    held: Scores
    edit_similarity: Scores


def best_matches(
    text: Ints, group: Ints, verified: pa.Table, texts: pa.Table, config: Config
) -> Best:
    """The best match of each occurrence; rows are sorted by group, then time.

    `verified` are pairs inside a group; `config` says what is near and what is contained.
    """
    n = len(text)
    scores = np.ones((3, n), np.float32)
    best = Best(np.full(n, NONE), scores[0], scores[1], scores[2], np.full(n, FIRST, np.int32))
    by_text = np.argsort(text, kind="stable")
    repeat = np.flatnonzero(text[by_text][1:] == text[by_text][:-1])
    best.row[by_text[repeat + 1]] = by_text[repeat]
    best.match[by_text[repeat + 1]] = EXACT
    first_row = np.full(texts.num_rows, NONE, np.int64)
    first_row[text[by_text][::-1]] = by_text[::-1]
    neighbors = neighbors_of(verified, first_row)
    link_neighbors(best, text, by_text, first_row, neighbors)
    best.match[first_row[neighbors.text]] = match_of(
        neighbors.jaccard, neighbors.containment, neighbors.held, config
    )
    link_rest(best, text, group, texts, config)
    return best


def match_of(jaccard: Scores, containment: Scores, held: Scores, config: Config) -> Ints:
    """Near, contains or contained; a pair that is neither is in a chain of near ones."""
    enough = np.float32(config.containment)
    part = ~near(jaccard, config.similarity) & (np.maximum(containment, held) >= enough)
    way = np.where(containment >= held, CONTAINED, CONTAINS)
    return np.where(part & (enough > 0), way, NEAR).astype(np.int32)


def neighbors_of(verified: pa.Table, first_row: Longs) -> Neighbors:
    """For each text the best verified neighbor that appeared before it, if any."""
    left, right = values(verified, "left"), values(verified, "right")
    right_is_later = first_row[left] < first_row[right]
    later, earlier = np.where(right_is_later, (right, left), (left, right))
    of_right, of_left = values(verified, "containment_right"), values(verified, "containment_left")
    jaccard = values(verified, "jaccard")
    order = np.lexsort((-first_row[earlier], -jaccard, later))
    keep = order[np.unique(later[order], return_index=True)[1]]
    containment, held = np.where(right_is_later, (of_right, of_left), (of_left, of_right))
    edit = values(verified, "edit_similarity")
    several = (later, earlier, jaccard, containment, held, edit)
    return Neighbors(*(column[keep] for column in several))


def link_neighbors(
    best: Best, text: Ints, by_text: Longs, first_row: Longs, neighbors: Neighbors
) -> None:
    """Match the first occurrence of each text with the latest one of its best neighbor."""
    rows = first_row[neighbors.text]
    size = len(text) + 1
    places = text[by_text].astype(np.int64) * size + by_text
    before = np.searchsorted(places, neighbors.earlier.astype(np.int64) * size + rows) - 1
    best.row[rows] = by_text[before]
    best.jaccard[rows], best.containment[rows] = neighbors.jaccard, neighbors.containment
    best.edit_similarity[rows] = neighbors.edit_similarity


def link_rest(best: Best, text: Ints, group: Ints, texts: pa.Table, config: Config) -> None:
    """Match what is left, but the first of each group, with that first; scored exactly."""
    starts = np.flatnonzero(np.diff(group, prepend=NONE))
    head = starts[np.searchsorted(starts, np.arange(len(text)), side="right") - 1]
    rows = np.flatnonzero((best.row == NONE) & (head != np.arange(len(text))))
    found = overlaps(texts, text[head[rows]], text[rows])
    best.row[rows], best.jaccard[rows] = head[rows], found.jaccard
    best.containment[rows] = found.shared / found.right
    held = (found.shared / found.left).astype(np.float32)
    best.match[rows] = match_of(best.jaccard[rows], best.containment[rows], held, config)
    best.edit_similarity[rows] = edit_figures(texts, text[head[rows]], text[rows])[0]
