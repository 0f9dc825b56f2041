"""Files that can only be read from the beginning -> the beginnings of some."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from msgspec import structs

from dedup.config import Config
from dedup.errors import UsageError
from dedup.pipeline.plan.slices import SLICES, Found
from dedup.stages.read.discover import Source
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.file import guarded, regular_file
from dedup.stages.read.ledger import Ledger

__all__ = ["beginnings"]

BATCH_BYTES = 1 << 16


class Beginning(NamedTuple):
    """The first articles of a file, how many of its bytes they took, and what it lacks."""

    articles: pa.Table | None
    n_bytes: int
    lacking: UsageError | None


def beginnings(
    sources: Sequence[Source], most: int, config: Config, draw: np.random.Generator
) -> Found:
    """The beginnings of files in random order, until they hold about `most` bytes of text."""
    config = structs.replace(config, batch_bytes=BATCH_BYTES)
    each = -(-most // min(SLICES, len(sources)))
    found: list[Beginning] = []
    taken = 0
    for at in draw.permutation(len(sources)).tolist():
        if taken >= most:
            break
        found.append(beginning(sources[at], each, config))
        articles = found[-1].articles
        taken += BATCH_BYTES // SLICES if articles is None else articles.column("text").nbytes
    return extrapolated(sources, found)


def beginning(source: Source, most: int, config: Config) -> Beginning:
    """The first articles of a file, about `most` bytes of text."""
    ledger, parts, size, n_bytes = Ledger(source, config), [], 0, 0
    try:
        with regular_file(source) as handle:
            for articles, _ in guarded(handle, ledger):
                parts.append(articles)
                size += articles.column("text").nbytes
                if size >= most:
                    break
            n_bytes = handle.tell()
    except BadFileError as failure:
        ledger.refuse(failure)
    if size < most:
        n_bytes = source.n_bytes
        parts.append(ledger.flush()[0])
    articles = pa.concat_tables(parts).combine_chunks() if parts else None
    return Beginning(articles if articles else None, max(1, n_bytes), ledger.lacking)


def extrapolated(sources: Sequence[Source], found: Sequence[Beginning]) -> Found:
    """What these beginnings say of all the files; a text file is one article."""
    slices = [one.articles for one in found if one.articles is not None]
    share = min(1.0, sum(one.n_bytes for one in found) / sum(one.n_bytes for one in sources))
    n_articles = sum(one.num_rows for one in slices)
    is_text = sources[0].format == "text"
    stands_for = len(sources) / max(1, len(found)) if is_text else 1 / share
    lacking = next((one.lacking for one in found if one.lacking), None)
    return Found(slices, n_articles * stands_for, stands_for == 1 or is_text, share, lacking)
