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
from dedup.kernels.overlap import Outlines
from dedup.overlap import contained, outlines_in, overlaps, reachable
from dedup.schemas import VERIFIED

__all__ = ["possible", "score", "verify"]


def verify(
    candidates: pa.Table, texts: pa.Table, similarity: float, containment: float = 0.0
) -> pa.Table:
    """The candidates whose exact Jaccard is at least `similarity`, with all their scores.

    Also those of which one text is contained in the other, see `dedup.overlap`, to the share
    `containment` at least; 0: none.
    """
    few = possible(candidates, outlines_in(texts), similarity, containment)
    return score(few, texts, similarity, containment)


def possible(
    candidates: pa.Table, outlines: Outlines, similarity: float, containment: float
) -> pa.Table:
    """The candidates whose outlines do not rule both floors out."""
    left, right = values(candidates, "left"), values(candidates, "right")
    kept = reachable(outlines, left, right, similarity, containment)
    return candidates.filter(pa.array(kept))


def score(candidates: pa.Table, texts: pa.Table, similarity: float, containment: float) -> pa.Table:
    """What `verify` makes, without a look at outlines first."""
    left, right = values(candidates, "left"), values(candidates, "right")
    found = overlaps(texts, left, right)
    keep = (found.jaccard >= similarity) | contained(texts, left, right, found, containment)
    scores = [found.jaccard, found.shared / found.left, found.shared / found.right]
    edits = edit_figures(texts, left[keep], right[keep])
    columns = [column.filter(pa.array(keep)) for column in candidates.columns]
    columns += [figure[keep].astype(np.float32) for figure in scores] + list(edits)
    return pa.table(columns, schema=VERIFIED.schema)
