"""dedup: normalize, fold, sketch, candidates, verify; from the sentences as they were written."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from dedup import pipeline
from dedup.arrow import values
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger, Stage
from dedup.schemas import SPANS, empty
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
    def stage(self, name: str, rows_in: int | None = None) -> Iterator[Stage]:
        """Time it twice."""
        with self.task.phase(name), super().stage(name, rows_in) as stage:
            yield stage


def find(task: Task) -> list[Pair]:
    """The verified pairs; a few texts and their near copies go first, to load every kernel."""
    few = task.texts[:WARM_UP]
    matched(task, few + [f"{text} too" for text in few])
    task.phases.clear()
    return matched(task, task.texts)


def matched(task: Task, texts: list[str]) -> list[Pair]:
    """The pairs of rows of `texts`, which differ from one another when normalized."""
    config = Config(similarity=task.floor, recall=task.recall, min_words=1, jobs=task.jobs)
    starts = range(0, len(texts), SENTENCES_AT_ONCE)
    parts = [pa.table({"text": texts[at : at + SENTENCES_AT_ONCE]}) for at in starts]
    spans = [whole(part) for part in parts]
    ledger = Timed(task)
    with local_engine(config.jobs) as engine:
        folded = pipeline.fold_unit(parts, spans, "sentence", engine, ledger)
        pairs = pipeline.compare(folded.texts, "sentence", config, engine, ledger)
    return list(zip(values(pairs, "left").tolist(), values(pairs, "right").tolist(), strict=True))


def whole(part: pa.Table) -> pa.Table:
    """SPANS in which each text is one sentence."""
    n = part.num_rows
    sizes = np.array([len(text.encode()) for text in part["text"].to_pylist()], np.int32)
    zeros = np.zeros(n, np.int32)
    columns = dict.fromkeys(empty(SPANS).column_names, zeros)
    columns |= {"article": np.arange(n, dtype=np.int32), "byte_end": sizes}
    columns["is_paragraph"] = zeros.astype(np.bool_)
    return pa.table(columns, schema=SPANS.schema)
