"""What changed between an occurrence and its best match, and in what language to read it."""

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dedup.facts import fact_changes, language_codes
from dedup.kernels.arrays import Longs

__all__ = ["changes_of", "codes_of", "flags_of"]

AUTO = "auto"


def codes_of(tags: pl.Series, default: str) -> Longs:
    """The language of each row, for dedup.facts; rows without one are in the default's."""
    given = tags if default == AUTO else tags.fill_null(default)
    known = given.unique()
    codes = language_codes(known.to_list()).tolist()
    found = given.replace_strict(known, codes, return_dtype=pl.Int64) if len(given) else known
    return found.to_numpy().astype(np.int64)


def flags_of(
    strings: pa.LargeStringArray, old: Longs, new: Longs, codes: Longs
) -> dict[str, pl.Series]:
    """The facts that differ between rows old[i] and new[i]."""
    changes = fact_changes(strings, old, new, codes)
    return {name: pl.Series(values) for name, values in changes._asdict().items()}


def changes_of(strings: pa.LargeStringArray, best: Longs, codes: Longs) -> dict[str, pl.Series]:
    """The facts that differ between each row and row best[i]; none where that is -1, or equal.

    Texts may be equal when normalized and still say something else: "1.5" and "1 5".
    """
    rows = np.flatnonzero(best >= 0)
    differ = pc.not_equal(strings.take(pa.array(best[rows])), strings.take(pa.array(rows)))
    rows = rows[differ.to_numpy(zero_copy_only=False)]
    same = pl.Series([False]).new_from_index(0, len(best))
    found = flags_of(strings, best[rows], rows, codes)
    return {name: same.clone().scatter(rows, flags) for name, flags in found.items()}
