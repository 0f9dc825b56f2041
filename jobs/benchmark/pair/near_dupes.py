"""near-dupes: one call; so few texts are compared without any sketch."""

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ("near-dupes==0.1.0",)


def defaults(first: str, second: str, seed: int) -> bool:
    """Whether the two are a group."""
    import near_dupes  # type: ignore[import-not-found]

    found: list[object] = near_dupes.find_duplicates([first, second]).pairs
    return len(found) == 1


WAYS = {"defaults": Way("find_duplicates(texts): characters, 3-grams, 0.85", False, defaults)}
