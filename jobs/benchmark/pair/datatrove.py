"""datatrove: the signatures of its MinHash step; two documents meet when a bucket is the same."""

import tempfile

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

# spaCy cuts its English words.
PACKAGES = ("datatrove[io,processing]==0.10.1", "orjson==3.13.0", "spacy==3.8.18")


def defaults(first: str, second: str, seed: int) -> bool:
    """Whether any bucket of the two is the same."""
    from datatrove.pipeline.dedup.minhash import (  # type: ignore[import-not-found]
        MinhashConfig,
        MinhashDedupSignature,
    )

    with tempfile.TemporaryDirectory() as folder:
        step = MinhashDedupSignature(folder, config=MinhashConfig(seed=seed))
        left, right = (step.get_signature(step.get_shingles(text)) for text in (first, second))
    return any(a == b for a, b in zip(left, right, strict=True))


WAYS = {"defaults": Way("MinhashConfig(): words, 5-grams, 14 buckets of 8", True, defaults)}
