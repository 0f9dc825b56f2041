"""datatrove: the first two steps of its MinHash pipeline, signatures and buckets, on files."""

import json
import struct
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("datatrove[io,processing]==0.10.1", "orjson==3.13.0")
ABOUT = (
    "MinhashDedupSignature of single characters (n_grams=5), MinhashDedupBuckets, on local files"
)
READS = "texts"
VERIFIED = False

ROWS = 4
RECORD = "<4I"


def find(task: Task) -> list[Pair]:
    """Sign in one file a process, then meet bucket by bucket."""
    from datatrove.pipeline.dedup import minhash  # type: ignore[import-not-found]
    from datatrove.pipeline.readers import JsonlReader  # type: ignore[import-not-found]

    firsts, bands = write_parts(task), task.bands(ROWS)
    config = settings(bands)
    source, signed, met = (str(task.folder / name) for name in ("parts", "signed", "met"))
    sign = minhash.MinhashDedupSignature(signed, config=config, language=characters())
    with task.phase("sign"):
        start([JsonlReader(source, glob_pattern="*.jsonl"), sign], task, task.jobs)
    with task.phase("buckets"):
        buckets = minhash.MinhashDedupBuckets(signed, met, config=config)
        start([buckets], task, bands)
        return [pair for path in Path(met).glob("*.dups") for pair in pairs_of(path, firsts)]


def settings(bands: int) -> object:
    """Its MinHash settings, with everything that changes the text switched off."""
    from datatrove.pipeline.dedup.minhash import (  # type: ignore[import-not-found]
        MinhashConfig,
    )
    from datatrove.utils.text import TextNormConfig  # type: ignore[import-not-found]

    names = ["lowercase", "norm_whitespace", "remove_punctuation", "norm_unicode_diacritics"]
    as_given = TextNormConfig(**dict.fromkeys([*names, "norm_numbers"], False))
    return MinhashConfig(n_grams=5, num_buckets=bands, hashes_per_bucket=ROWS, norm_config=as_given)


def characters() -> object:
    """A word tokenizer whose words are characters."""
    from datatrove.utils.word_tokenizers import WordTokenizer  # type: ignore[import-not-found]

    def never(self: object, text: str) -> list[object]:
        raise NotImplementedError

    own = {"word_tokenize": lambda self, text: list(text)}
    return type(
        "Characters", (WordTokenizer,), {"sent_tokenize": never, "span_tokenize": never, **own}
    )()


def start(pipeline: list[object], task: Task, tasks: int) -> None:
    """Run a pipeline in forked processes."""
    from datatrove.executor import LocalPipelineExecutor  # type: ignore[import-not-found]

    logs = str(task.folder / "logs" / type(pipeline[-1]).__name__)
    LocalPipelineExecutor(
        pipeline, tasks=tasks, workers=task.jobs, logging_dir=logs, start_method="fork"
    ).run()


def write_parts(task: Task) -> list[int]:
    """The texts in as many files as there are processes; the first row of each file."""
    folder = task.folder / "parts"
    folder.mkdir(exist_ok=True)
    each = -(-len(task.texts) // task.jobs)
    for part in range(task.jobs):
        rows = enumerate(task.texts[part * each : (part + 1) * each])
        lines = [json.dumps({"id": str(row), "text": text}) + "\n" for row, text in rows]
        (folder / f"{part}.jsonl").write_text("".join(lines))
    return [part * each for part in range(task.jobs)]


def pairs_of(path: Path, firsts: list[int]) -> Iterator[Pair]:
    """All pairs of each bucket; the file names its members one after another, as a chain."""
    chain: list[int] = []
    for file, row, other_file, other_row in struct.iter_unpack(RECORD, path.read_bytes()):
        left, right = firsts[file] + row, firsts[other_file] + other_row
        if not chain or chain[-1] != left:
            yield from combinations(chain, 2)
            chain = [left]
        chain.append(right)
    yield from combinations(chain, 2)
