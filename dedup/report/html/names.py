"""The names in a column as numbers."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Names"]

MOST_SHORT = 0xFFFF


class Names:
    """The distinct values of a column in order, and the number of each."""

    def __init__(self, values: pl.Series) -> None:
        """`values` may hold nulls, which have no number."""
        self.values: list[str] = values.drop_nulls().unique().sort().to_list()

    def code(self, values: pl.Series) -> npt.NDArray[Any]:
        """The number of each value; the greatest of its type for null."""
        kind: type[Any] = np.uint16 if len(self.values) < MOST_SHORT else np.uint32
        known = pl.DataFrame({"name": pl.Series(self.values, dtype=pl.String)}).with_row_index("at")
        given = pl.DataFrame({"name": values.cast(pl.String)})
        found = given.join(known, on="name", how="left", maintain_order="left")["at"]
        return found.fill_null(int(np.iinfo(kind).max)).to_numpy().astype(kind)
