"""rensa: Rust, sketches of token sets in bulk, then its LSH in bulk."""

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("rensa==0.5.0",)
ABOUT = "RMinHash.from_token_sets of 5-grams cut in Python, RMinHashLSH.insert_pairs + query_all"
READS = "texts"
VERIFIED = False

ROWS = 4


def find(task: Task) -> list[Pair]:
    """Cut, sketch, insert all, query all; its LSH has no say on similarity."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]

    bands = task.bands(ROWS)
    with task.phase("sketch"):
        sets = ([t[i : i + 5] for i in range(max(1, len(t) - 4))] for t in task.texts)
        sketches = RMinHash.from_token_sets(sets, num_perm=bands * ROWS, seed=42)
    index = RMinHashLSH(threshold=task.floor, num_perm=bands * ROWS, num_bands=bands)
    with task.phase("insert"):
        index.insert_pairs(enumerate(sketches))
    with task.phase("query"):
        found = index.query_all(sketches)
        return [(row, other) for row, others in enumerate(found) for other in others if row < other]
