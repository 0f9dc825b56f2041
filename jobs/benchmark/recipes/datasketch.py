"""datasketch: numpy, sketches in bulk, then one insert and one query a text."""

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("datasketch==2.0.0",)
ABOUT = "MinHash.bulk of 5-grams, MinHashLSH(params=(bands, rows)): insertion_session, then query"
READS = "texts"
VERIFIED = False

ROWS = 4


def find(task: Task) -> list[Pair]:
    """Cut, sketch, insert all, query each."""
    from datasketch import MinHash, MinHashLSH

    bands = task.bands(ROWS)
    with task.phase("sketch"):
        sets = ({t[i : i + 5].encode() for i in range(max(1, len(t) - 4))} for t in task.texts)
        sketches = MinHash.bulk(sets, num_perm=bands * ROWS)
    index = MinHashLSH(num_perm=bands * ROWS, params=(bands, ROWS))
    with task.phase("insert"), index.insertion_session() as session:
        for row, sketch in enumerate(sketches):
            session.insert(row, sketch, check_duplication=False)
    with task.phase("query"):
        return [
            (row, other)
            for row, sketch in enumerate(sketches)
            for other in index.query(sketch)
            if row < other
        ]
