"""CANDIDATES, TEXTS, OUTLINES -> VERIFIED: exact scores of every candidate; narrow.

It cannot be switched off.
A candidate whose outlines rule the floor out ends there; of every other the shingles are counted.
Jaccard and containment are of the two sets of shingles.  The edit figures are of the normalized
words under rapidfuzz's Indel distance (insertions and deletions only).
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import matrix_of, read_only, values
from dedup.edits import edit_figures
from dedup.kernels.overlap import may_reach
from dedup.overlap import overlaps
from dedup.schemas import VERIFIED

__all__ = ["verify"]


def verify(
    candidates: pa.Table, texts: pa.Table, outlines: pa.Table, similarity: float
) -> pa.Table:
    """The candidates whose exact Jaccard is at least `similarity`, with all their scores."""
    candidates = candidates.filter(reachable(candidates, outlines, similarity))
    left, right = values(candidates, "left"), values(candidates, "right")
    found = overlaps(texts, left, right)
    keep = found.jaccard >= similarity
    scores = [found.jaccard, found.shared / found.left, found.shared / found.right]
    edits = edit_figures(texts, left[keep], right[keep])
    columns = [column.filter(pa.array(keep)) for column in candidates.columns]
    columns += [score[keep].astype(np.float32) for score in scores] + list(edits)
    return pa.table(columns, schema=VERIFIED.schema)


def reachable(candidates: pa.Table, outlines: pa.Table, similarity: float) -> pa.Array:
    """Which candidates may have that Jaccard; never false for one that has."""
    left, right = values(candidates, "left"), values(candidates, "right")
    kept = np.empty(len(left), np.bool_)
    windows = outlines.column("windows").to_numpy()
    may_reach(left, right, matrix_of(outlines, "bitmap"), read_only(windows), similarity, kept)
    return pa.array(kept)
