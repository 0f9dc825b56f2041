"""CANDIDATES, TEXTS -> VERIFIED: exact scores of every candidate; narrow.

It cannot be switched off.
A candidate whose outlines rule both floors out ends there; of every other the shingles are counted.
Jaccard and containment are of the two sets of shingles.  The edit figures are of the normalized
words under rapidfuzz's Indel distance (insertions and deletions only).
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.edits import edit_figures
from dedup.overlap import contained, overlaps, reachable
from dedup.schemas import VERIFIED

__all__ = ["verify"]


def verify(
    candidates: pa.Table, texts: pa.Table, similarity: float, containment: float = 0.0
) -> pa.Table:
    """The candidates whose exact Jaccard is at least `similarity`, with all their scores.

    Also those of which one text is contained in the other, see `dedup.overlap`, to the share
    `containment` at least; 0: none.
    """
    left, right = values(candidates, "left"), values(candidates, "right")
    kept = reachable(texts, left, right, similarity, containment)
    candidates, left, right = candidates.filter(pa.array(kept)), left[kept], right[kept]
    found = overlaps(texts, left, right)
    keep = (found.jaccard >= similarity) | contained(texts, left, right, found, containment)
    scores = [found.jaccard, found.shared / found.left, found.shared / found.right]
    edits = edit_figures(texts, left[keep], right[keep])
    columns = [column.filter(pa.array(keep)) for column in candidates.columns]
    columns += [score[keep].astype(np.float32) for score in scores] + list(edits)
    return pa.table(columns, schema=VERIFIED.schema)
