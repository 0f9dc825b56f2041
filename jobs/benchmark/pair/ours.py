"""dedup: one call with texts in memory."""

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ()


def defaults(first: str, second: str, seed: int) -> bool:
    """Whether the two are a verified pair."""
    import dedup

    return dedup.find_duplicates([first, second], seed=seed).pairs.height == 1


WAYS = {"defaults": Way("find_duplicates(texts): characters, 5-grams, 0.6", True, defaults)}
