"""text-dedup: its MinHash command on a Hugging Face data set of spaced characters."""

import pickle
from collections import defaultdict
from itertools import combinations
from typing import Any

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

# 0.4.1, the newest, asks for Python 3.12.
PACKAGES = ("text-dedup==0.4.0",)
ABOUT = "minhash main() on texts spelled as single letters (ngram 5, xxh3); pairs of its clusters"
READS = "texts"
VERIFIED = False

ROWS = 4
# Its n-grams are of words, and what is no word character ends a word.
BLANK = "_"


def find(task: Task) -> list[Pair]:
    """One call of its command; it writes clusters, so every two members are a pair."""
    from datasets import Dataset
    from text_dedup import minhash  # type: ignore[import-not-found]
    from text_dedup.utils import IOArgs, MetaArgs, MinHashArgs  # type: ignore[import-not-found]

    bands = task.bands(ROWS)
    source, out = str(task.folder / "source"), task.folder / "out"
    with task.phase("find"):
        spelled = [" ".join(text.replace(" ", BLANK)) for text in task.texts]
        Dataset.from_dict({"text": spelled}).save_to_disk(source)
        minhash.main.callback.__wrapped__(
            io_args=IOArgs(
                path=source, output=str(out), local=True, num_proc=task.jobs, debug=True
            ),
            meta_args=MetaArgs(column="text"),
            minhash_args=MinHashArgs(num_perm=bands * ROWS, b=bands, r=ROWS, hash_func="xxh3"),
        )
        return pairs_of(pickle.loads((out / "uf.pkl").read_bytes()))


def pairs_of(groups: Any) -> list[Pair]:  # noqa: ANN401 - its UnionFind, which is not installed here
    """Every two members of each group."""
    clusters = defaultdict(list)
    for row in groups.parent:
        clusters[groups.find(row)].append(row)
    return [pair for members in clusters.values() for pair in combinations(members, 2)]
