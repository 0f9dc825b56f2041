"""gaoya: its index of strings, by its defaults and as in its README."""

from functools import partial
from typing import Any

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ("gaoya==0.2.2",)
EXAMPLE = {
    "hash_size": 32, "jaccard_threshold": 0.5, "num_bands": 42, "band_size": 3, "num_hashes": 42 * 3,
    "analyzer": "word", "lowercase": True, "ngram_range": (1, 1),
}  # fmt: skip


def queried(settings: dict[str, Any], first: str, second: str, seed: int) -> bool:
    """Whether a query for the first brings the second."""
    from gaoya.minhash import MinHashStringIndex  # type: ignore[import-not-found]

    index = MinHashStringIndex(**settings)
    index.insert_document(2, second)
    return 2 in index.query(first)


WAYS = {
    "defaults": Way(
        "MinHashStringIndex(): words, 20 bands of 5, 0.75", False, partial(queried, {})
    ),
    "example": Way(
        "of its README: words, 42 bands of 3, 0.5", False, partial(queried, EXAMPLE)
    ),
}  # fmt: skip
