"""near-dupes: numpy, exact scores of its own."""

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("near-dupes==0.1.0",)
ABOUT = "DuplicateFinder(kind='text', n_gram=5), its own choice of bands and its own exact scores"
READS = "texts"
VERIFIED = True


def find(task: Task) -> list[Pair]:
    """One call."""
    from near_dupes import DuplicateFinder  # type: ignore[import-not-found]

    finder = DuplicateFinder(kind="text", threshold=task.floor, n_gram=5)
    with task.phase("find"):
        return [(left, right) for left, right, _ in finder.find(task.texts).pairs]
