"""gaoya: Rust, its char analyzer and its parallel bulk calls."""

from collections.abc import Iterator

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("gaoya==0.2.2",)
ABOUT = "MinHashStringIndex, analyzer char (5, 5), smallvec, par_bulk_insert_docs + par_bulk_query"
READS = "texts"
VERIFIED = False

ROWS = 3
# It drops what its own estimate puts below a threshold; at the floor itself that loses half of the
# pairs there, so the threshold stands three standard errors of the estimate lower.
ERRORS = 3


def find(task: Task) -> Iterator[Pair]:
    """Insert all, query all."""
    from gaoya.minhash import MinHashStringIndex  # type: ignore[import-not-found]

    bands = task.bands(ROWS)
    error = (task.floor * (1 - task.floor) / (bands * ROWS)) ** 0.5
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=task.floor - ERRORS * error,
        num_bands=bands,
        band_size=ROWS,
        analyzer="char",
        ngram_range=(5, 5),
        id_container="smallvec",
    )
    with task.phase("insert"):
        index.par_bulk_insert_docs(list(range(len(task.texts))), task.texts)
    with task.phase("query"):
        found = index.par_bulk_query(task.texts)
    return ((row, other) for row, others in enumerate(found) for other in others if row < other)
