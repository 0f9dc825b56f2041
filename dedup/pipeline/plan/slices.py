"""What the sampling of one kind of files comes to."""

from typing import NamedTuple

import pyarrow as pa

from dedup.errors import UsageError

__all__ = ["SLICES", "Found"]

# So many places are sampled; more would be read slower, fewer would see less of the corpus.
SLICES = 64


class Found(NamedTuple):
    """Slices of RAW_ARTICLES from files of one kind.

    `n_articles` is how many these files hold, counted if `exact`; `share_decoded` the share of
    their bytes that was gone through, and `lacking` the error for a column that none has.
    """

    slices: list[pa.Table]
    n_articles: float
    exact: bool
    share_decoded: float
    lacking: UsageError | None = None
