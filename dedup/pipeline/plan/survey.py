"""Inputs -> a sample of their articles, and how many there are in all, without reading them all.

Files of a kind are surveyed together.  Of JSON lines, slices that begin at any byte are read; of
Parquet, whose footers tell how many rows there are, slices of some row groups; of what can only be
read from its beginning, the beginnings of some files.  The places are drawn by `seed`, so equal
inputs give equal samples.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.config import Config
from dedup.pipeline.plan.beginnings import beginnings
from dedup.pipeline.plan.footers import parquet_slices
from dedup.pipeline.plan.places import line_slices
from dedup.pipeline.plan.slices import Found
from dedup.stages.read.discover import Source

__all__ = ["Survey", "survey"]

# Compressed bytes hold about so many bytes of text.
UNPACKED = 4

# Of each kind of files so many bytes are sampled at least.
FEWEST_BYTES, EVERYTHING = 1 << 16, 1 << 62

Take = Callable[[Sequence[Source], int, Config, np.random.Generator], Found]


class Survey(NamedTuple):
    """Slices of consecutive articles, and what they stand for.

    `n_articles` is of all inputs; `exact` says that it was counted, `whole` that everything was
    read.  `weights` has the number of articles that one article of each slice stands for.
    """

    slices: list[pa.Table]
    weights: list[float]
    n_articles: int
    exact: bool
    whole: bool
    n_bytes: int
    read_seconds: float

    @property
    def share(self) -> float:
        """The share of all articles that is in the sample."""
        sampled = sum(one.num_rows for one in self.slices)
        return 1.0 if self.whole or not sampled else min(1.0, sampled / self.n_articles)


def survey(sources: Sequence[Source], config: Config, most: int) -> Survey:
    """A sample of about `most` bytes, or everything if there is less.

    Raises UsageError when no file has the columns asked for.
    """
    kinds = list(by_kind(sources))
    n_bytes = sum(unpacked(of_kind) for of_kind in kinds)
    whole = n_bytes <= most
    shares = [most * unpacked(one) // n_bytes if not whole else EVERYTHING for one in kinds]
    several = [taken(one, config, share) for one, share in zip(kinds, shares, strict=True)]
    found = [one for one, _ in several]
    refuse_unusable(found)
    slices, weights = joined(found) if not whole else as_one(found)
    return Survey(
        slices,
        weights,
        round(sum(one.n_articles for one in found)),
        all(one.exact for one in found),
        whole,
        sum(source.n_bytes for source in sources if source.format != "skipped"),
        sum(seconds for _, seconds in several),
    )


def refuse_unusable(found: Sequence[Found]) -> None:
    """Raise UsageError when some files lack a column, and none has it."""
    lacking = next((one.lacking for one in found if one.lacking), None)
    if lacking and not any(one.slices for one in found):
        raise lacking


def by_kind(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """The files that hold something, those that are read in the same way together."""
    held = [one for one in sources if one.format != "skipped" and one.n_bytes and not one.problem]
    for _, group in groupby(sorted(held, key=kind_of), key=kind_of):
        yield list(group)


def kind_of(source: Source) -> str:
    """How a file is read, and how it is packed."""
    return source.kind


def unpacked(sources: Sequence[Source]) -> int:
    """About how many bytes these files hold when unpacked."""
    packed = sources[0].packing or sources[0].format == "parquet"
    return sum(source.n_bytes for source in sources) * (UNPACKED if packed else 1)


def taken(sources: Sequence[Source], config: Config, most: int) -> tuple[Found, float]:
    """The sample of files of one kind, and how many seconds all of them would take to read."""
    started = time.perf_counter()
    ways: dict[str, Take] = {"parquet": parquet_slices, "jsonl": line_slices}
    take = beginnings if most == EVERYTHING else ways.get(sources[0].kind, beginnings)
    found = take(sources, max(most, FEWEST_BYTES), config, np.random.default_rng(config.seed))
    spent = time.perf_counter() - started
    return found, spent / max(found.share_decoded, 1e-9)


def joined(found: Sequence[Found]) -> tuple[list[pa.Table], list[float]]:
    """The slices of all kinds, each with what one article of it stands for."""
    slices, weights = [], []
    for one in found:
        sampled = sum(table.num_rows for table in one.slices)
        slices += one.slices
        weights += [one.n_articles / max(1, sampled)] * len(one.slices)
    return slices, weights


def as_one(found: Sequence[Found]) -> tuple[list[pa.Table], list[float]]:
    """Everything there is, as one slice."""
    slices = [table for one in found for table in one.slices]
    return ([pa.concat_tables(slices).combine_chunks()], [1.0]) if slices else ([], [])
