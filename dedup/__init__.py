"""Finds repeated and near-repeated sentences across and within news articles.

    import dedup
    found = dedup.find_duplicates(["...", "..."])
    found.pairs, found.clusters, found.occurrences

`run` does the same for files and publishes Parquet reports.  Names are loaded when first used, so
that `import dedup` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.api import find_duplicates, run
    from dedup.config import Config

__all__ = ["Config", "find_duplicates", "run"]

HOMES = {"Config": "dedup.config", "find_duplicates": "dedup.api", "run": "dedup.api"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    """Load a public name from its home."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    msg = f"module 'dedup' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
