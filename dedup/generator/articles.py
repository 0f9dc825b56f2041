"""Blocks as tables of articles, and their files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.generator.block import Block
from dedup.generator.naming import article_id
from dedup.generator.outlets import outlets

__all__ = ["ARTICLES", "BLOCKS_PER_PART", "article_table", "writing_part"]

BLOCKS_PER_PART = 64
YEAR_BEGINS = np.datetime64("2025-01-01T00:00:00", "us")
SECONDS_IN_YEAR = 365 * 24 * 3600

ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("published_at", pa.timestamp("us", "UTC")),
        ("source", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
    ]
)


Write = Callable[[pa.Table], object]  # takes some articles


def article_table(block: Block, seed: int, n_articles: int) -> pa.Table:
    """The articles of a block, without those after the last; the corpus spans one year."""
    n = min(len(block.texts), n_articles - block.first)
    numbers = np.arange(block.first, block.first + n)
    seconds = (numbers + block.moments[:n]) * (SECONDS_IN_YEAR / n_articles)
    published = YEAR_BEGINS + seconds.astype(np.int64).astype("timedelta64[s]")
    ids = [article_id(seed, number) for number in numbers.tolist()]
    who = [outlets()[i] for i in block.outlets[:n].tolist()]
    days = np.datetime_as_string(published, "D").tolist()
    columns = [
        ids,
        block.titles[:n],
        block.texts[:n],
        published,
        [outlet.name for outlet in who],
        [f"https://{o.domain}/{d}/{i}" for o, d, i in zip(who, days, ids, strict=True)],
        ["en"] * n,
    ]
    return pa.table(
        [pa.array(c, t) for c, t in zip(columns, ARTICLES.types, strict=True)], ARTICLES
    )


@contextmanager
def writing_part(folder: Path, number: int, kind: str) -> Iterator[Write]:
    """What writes articles to `part-NUMBER.KIND`; the file is whole when the block ends."""
    path = folder / f"part-{number:05d}.{kind}"
    with (parquet_part if kind == "parquet" else jsonl_part)(path) as write:
        yield write


@contextmanager
def parquet_part(path: Path) -> Iterator[Write]:
    """A Parquet file of one row group."""
    tables = [ARTICLES.empty_table()]
    yield tables.append
    pq.write_table(pa.concat_tables(tables).combine_chunks(), path, compression="zstd")


@contextmanager
def jsonl_part(path: Path) -> Iterator[Write]:
    """A file of one JSON object a line."""
    with path.open("wb") as file:
        yield lambda articles: file.write(msgspec.json.Encoder().encode_lines(articles.to_pylist()))
