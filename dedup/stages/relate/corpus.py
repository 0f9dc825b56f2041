"""What relate knows of the articles: their facts, their order in time, and their text."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dedup.arrow import bytes_of, strings_of, values
from dedup.kernels.arrays import Ints
from dedup.kernels.hashing import hash_rows
from dedup.kernels.rows import copy_rows
from dedup.stages.relate.names import hex_names

__all__ = ["Corpus", "Matched", "corpus_of", "slices"]


class Corpus(NamedTuple):
    """All articles: their parts with text, and one row of facts each.

    `article` is the row; `rank` the place in time: published earlier, undated last, smaller id.
    """

    parts: Sequence[pa.Table]
    facts: pl.DataFrame


class Matched(NamedTuple):
    """What matching found for one kind of unit."""

    unit: str
    units: pa.Table
    texts: pa.Table
    verified: pa.Table
    members: pa.Table


def corpus_of(parts: Sequence[pa.Table], spans: Sequence[pa.Table], unit: str) -> Corpus:
    """The corpus of RAW_ARTICLES parts and the SPANS cut from each; coverage counts `unit`s."""
    bare = [part.drop_columns(["text"]) for part in parts]
    cut = [facts_of(part, cuts, unit) for part, cuts in zip(parts, spans, strict=True)]
    facts = pl.DataFrame(pa.concat_tables(bare)).hstack(pl.concat(cut)).with_row_index("article")
    in_time = facts.select(
        article=pl.arg_sort_by("published_at", "article_id", nulls_last=True).cast(pl.Int32)
    ).with_row_index("rank")
    facts = facts.with_columns(pl.col("article").cast(pl.Int32))
    return Corpus(parts, facts.join(in_time, on="article", maintain_order="left"))


def facts_of(part: pa.Table, spans: pa.Table, unit: str) -> pl.DataFrame:
    """What is counted of each article of a part."""
    n, article = part.num_rows, values(spans, "article")
    is_paragraph = values(spans, "is_paragraph")
    counted = is_paragraph == (unit == "paragraph")
    lengths = values(spans, "char_end") - values(spans, "char_start")
    paragraphs = np.zeros(n, np.int32)
    np.maximum.at(paragraphs, article, values(spans, "paragraph_index") + 1)
    return pl.DataFrame(
        {
            "n_chars": pl.Series(pc.utf8_length(part.column("text"))),
            "n_sentences": np.bincount(article[~is_paragraph], minlength=n),
            "n_paragraphs": paragraphs,
            "chars_cut": np.bincount(article[counted], lengths[counted], n).astype(np.int64),
            "content_hash": pl.Series(content_hashes(part)),
        }
    )


def content_hashes(part: pa.Table) -> pa.StringArray:
    """The 128-bit hash of each text as given, in hex."""
    data, offsets = bytes_of(part, "text")
    high, low = np.empty(part.num_rows, np.uint64), np.empty(part.num_rows, np.uint64)
    hash_rows(data, offsets, high, low)
    return hex_names("h", high, low, 32)


def slices(parts: Sequence[pa.Table], article: Ints, starts: Ints, ends: Ints) -> pa.StringArray:
    """The text of each span, bytes starts[i]:ends[i] of its article, in the order given."""
    order = np.argsort(article, kind="stable")
    chunks, before = [pa.array([], pa.string())], 0
    for part in parts:
        at = np.searchsorted(article[order], [before, before + part.num_rows])
        rows = order[at[0] : at[1]]
        chunks.append(cut(part, article[rows] - before, starts[rows], ends[rows]))
        before += part.num_rows
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_arrays(chunks).take(pa.array(back))


def cut(part: pa.Table, article: Ints, starts: Ints, ends: Ints) -> pa.StringArray:
    """The spans of the articles of one part."""
    data, offsets = bytes_of(part, "text")
    base = offsets[article]
    sizes = np.concatenate([[0], np.cumsum((ends - starts).astype(np.int64))])
    out = np.empty(int(sizes[-1]), np.uint8)
    copy_rows(data, base + starts, base + ends, out, 0)
    return strings_of(out, sizes)
