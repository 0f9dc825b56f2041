"""rensa: its deduplicator, as in its README."""

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ("rensa==0.5.0",)


def example(first: str, second: str, seed: int) -> bool:
    """Whether the second is not kept."""
    from rensa import RMinHashDeduplicator  # type: ignore[import-not-found]

    index = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True, seed=seed)
    texts = enumerate((first, second))
    kept: list[bool] = index.add_pairs((str(i), text.split()) for i, text in texts)
    return kept == [True, False]


WAYS = {
    "example": Way(
        "RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True): words; it has no defaults",
        True, example,
    ),
}  # fmt: skip
