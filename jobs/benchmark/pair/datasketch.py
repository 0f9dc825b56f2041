"""datasketch: sets of words, as in its documentation."""

from functools import partial

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ("datasketch==2.0.0",)


def queried(settings: dict[str, float], first: str, second: str, seed: int) -> bool:
    """Whether a query for the first brings the second."""
    from datasketch import MinHash, MinHashLSH

    sketches = [MinHash(seed=seed), MinHash(seed=seed)]
    for sketch, text in zip(sketches, (first, second), strict=True):
        for word in text.split():
            sketch.update(word.encode("utf8"))
    index = MinHashLSH(**settings)
    index.insert("second", sketches[1])
    return "second" in index.query(sketches[0])


WAYS = {
    "defaults": Way("MinHashLSH(): words, 128 permutations, 0.9", True, partial(queried, {})),
    "example": Way(
        "MinHashLSH(threshold=0.5), of its documentation's example", True,
        partial(queried, {"threshold": 0.5}),
    ),
}  # fmt: skip
