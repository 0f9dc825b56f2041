"""text-dedup: its MinHash command on a data set of two documents."""

import tempfile
from pathlib import Path

from jobs.benchmark.pair.asking import Way

__all__ = ["PACKAGES", "WAYS"]

PACKAGES = ("text-dedup==0.4.0",)


def defaults(first: str, second: str, seed: int) -> bool:
    """Whether one of the two is left."""
    from datasets import Dataset, load_from_disk
    from text_dedup import minhash  # type: ignore[import-not-found]
    from text_dedup.utils import IOArgs, MetaArgs, MinHashArgs  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder:
        source, out = str(Path(folder, "source")), str(Path(folder, "out"))
        Dataset.from_dict({"text": [first, second]}).save_to_disk(source)
        minhash.main.callback.__wrapped__(
            io_args=IOArgs(path=source, output=out, local=True, num_proc=1),
            meta_args=MetaArgs(column="text"),
            minhash_args=MinHashArgs(seed=seed),
        )
        return len(load_from_disk(out)) == 1


# Its permutations come from a generator that is seeded with 42 whatever --seed says.
WAYS = {"defaults": Way("minhash: words, 5-grams, 250 permutations, 0.7", False, defaults)}
