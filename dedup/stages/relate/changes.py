"""What changed between an occurrence and its best match, and in what language to read it."""

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dedup.facts import Said, language_codes
from dedup.kernels.arrays import Longs

__all__ = ["changes_of", "codes_of", "flags_of", "same_as_head"]

AUTO = "auto"


def codes_of(tags: pl.Series, default: str) -> Longs:
    """The language of each row, for dedup.facts; rows without one are in the default's."""
    given = tags if default == AUTO else tags.fill_null(default)
    known = given.unique()
    codes = language_codes(known.to_list()).tolist()
    found = given.replace_strict(known, codes, return_dtype=pl.Int64) if len(given) else known
    return found.to_numpy().astype(np.int64)


def flags_of(said: Said, old: Longs, new: Longs) -> dict[str, pl.Series]:
    """The facts that differ between rows old[i] and new[i]."""
    changes = said.changes(old, new)
    return {name: pl.Series(values) for name, values in changes._asdict().items()}


def same_as_head(strings: pa.LargeStringArray, codes: Longs, head: Longs) -> Longs:
    """For each row its head, if that has the same words and language, else the row itself."""
    own = np.arange(len(head))
    others = np.flatnonzero(head != own)
    equal = pc.equal(strings.take(pa.array(head[others])), strings.take(pa.array(others)))
    same = others[equal.to_numpy(zero_copy_only=False)]
    same = same[codes[head[same]] == codes[same]]
    own[same] = head[same]
    return own


def changes_of(
    strings: pa.LargeStringArray, said: Said, best: Longs, same: Longs
) -> dict[str, pl.Series]:
    """The facts that differ between each row and row best[i]; none where that is -1, or equal.

    Texts may be equal when normalized and still say something else: "1.5" and "1 5".  What row same[i]
    says, row i says.
    """
    rows = np.flatnonzero(best >= 0)
    rows = rows[same[best[rows]] != same[rows]]
    differ = pc.not_equal(strings.take(pa.array(best[rows])), strings.take(pa.array(rows)))
    rows = rows[differ.to_numpy(zero_copy_only=False)]
    nothing = pl.Series([False]).new_from_index(0, len(best))
    found = flags_of(said, same[best[rows]], same[rows])
    return {name: nothing.clone().scatter(rows, flags) for name, flags in found.items()}
