"""dedup: normalize, fold, sketch, candidates, verify; from the sentences as they were written."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger, Stage
from dedup.memory import allocating, memory_of
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.matching import fold_units, pairs_of
from dedup.schemas import SPANS, empty
from dedup.stages.normalize import normalize
from dedup.storage.spill import Shelf
from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ()
READS = "sentences"
ABOUT = "dedup.pipeline from raw sentences: normalize, fold, sketch, candidates, verify"
VERIFIED = True

SENTENCES_AT_ONCE = 1 << 14
WARM_UP = 200


class Timed(Ledger):
    """A ledger whose stages are phases of the task."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task

    @contextmanager
    def together(self, *names: str, rows_in: int | None = None) -> Iterator[tuple[Stage, ...]]:
        """Time them twice."""
        with self.task.phase(names[0]), super().together(*names, rows_in=rows_in) as stages:
            yield stages


def find(task: Task) -> list[Pair]:
    """The verified pairs; a few texts and their near copies go first, to load every kernel."""
    few = task.texts[:WARM_UP]
    matched(task, few + [f"{text} too" for text in few])
    task.phases.clear()
    return matched(task, task.texts)


def matched(task: Task, texts: list[str]) -> list[Pair]:
    """The pairs of rows of `texts`, which differ from one another when normalized."""
    wanted = {"similarity": task.floor, "containment": 0.0, "recall": task.recall, "min_words": 1}
    config = Config.build({**wanted, "jobs": task.jobs})
    starts = range(0, len(texts), SENTENCES_AT_ONCE)
    parts = [pa.table({"text": texts[at : at + SENTENCES_AT_ONCE]}) for at in starts]
    shelf, ledger = Shelf(), Timed(task)
    with allocating(config), local_engine(config.jobs) as engine:
        job = Job(config, engine, shelf, memory_of(config), ledger)
        cut = normalized(parts, job)
        pairs = pairs_of(fold_units(cut, "sentence", job)[0], "sentence", job)
    several = [[values(part, side).tolist() for side in ("left", "right")] for part in pairs]
    return [pair for left, right in several for pair in zip(left, right, strict=True)]


def normalized(parts: list[pa.Table], job: Job) -> Cut:
    """The texts as articles of one sentence each, normalized."""
    articles, spans = job.shelf.parts(parts), job.shelf.parts(map(whole, parts))
    with job.ledger.stage("normalize"):
        made = job.engine.map(lambda pair: normalize(*pair), zip(articles, spans, strict=True))
        rows = job.shelf.parts(made)
    return Cut(articles, articles, {"sentence": spans}, {"sentence": rows}, articles.num_rows)


def whole(part: pa.Table) -> pa.Table:
    """SPANS in which each text is one sentence."""
    n = part.num_rows
    sizes = np.array([len(text.encode()) for text in part["text"].to_pylist()], np.int32)
    zeros = np.zeros(n, np.int32)
    columns = dict.fromkeys(empty(SPANS).column_names, zeros)
    columns |= {"article": np.arange(n, dtype=np.int32), "byte_end": sizes}
    columns["is_paragraph"] = zeros.astype(np.bool_)
    return pa.table(columns, schema=SPANS.schema)
