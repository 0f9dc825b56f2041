"""What relate is given: the articles, what is known of each, and what matching found."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.arrays import Ints, Keys, Longs
from dedup.kernels.hashing import hash_rows
from dedup.overlap import lengths_of
from dedup.schemas import FACTS
from dedup.stages.relate.names import hex_names
from dedup.storage.spill import Parts

__all__ = ["Corpus", "Matched", "ages_of", "content_hashes", "facts_of", "ranks_of"]


class Corpus(NamedTuple):
    """RAW_ARTICLES and FACTS, in the same parts; hash and source of the texts listed as boilerplate.

    From article `n_new` on they are recalled from an index: only what their texts share is related.
    """

    articles: Parts
    facts: Parts
    listed: pa.Table
    n_new: int


class Matched(NamedTuple):
    """What matching found for one kind of unit: UNITS, TEXTS, VERIFIED and MEMBERS.

    `rank` is the place of each article in time; `before`, with an index, names the group each text
    was in before this run, 0: in none.
    """

    unit: str
    units: Parts
    texts: Parts
    verified: Parts
    members: pa.Table
    rank: Ints
    before: Keys | None = None


def ranks_of(facts: Parts) -> Ints:
    """The place of each article in time: undated ones last, then by id."""
    names = ["article_id", "published_at"]
    frames = [pl.DataFrame(part) for part in facts.columns(*names)]
    keys = pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(names, pl.Int8))
    by_time = keys.select(pl.arg_sort_by("published_at", "article_id", nulls_last=True))
    rank = np.empty(keys.height, np.int32)
    rank[by_time.to_series().to_numpy()] = np.arange(keys.height, dtype=np.int32)
    return rank


def ages_of(units: Parts, n_texts: int, rank: Ints) -> Longs:
    """Of each text, the place in time of its first occurrence: that of the article, then in it."""
    since = rank.astype(np.int64) << 32
    ages = np.full(n_texts, np.iinfo(np.int64).max)
    for part in units.columns("text", "article", "char_start"):
        places = since[values(part, "article")] | values(part, "char_start")
        np.minimum.at(ages, values(part, "text"), places)
    return ages


def facts_of(articles: pa.Table, spans: pa.Table, unit: str) -> pa.Table:
    """The FACTS of a part from the SPANS cut from it; coverage counts `unit`s."""
    n, article = articles.num_rows, values(spans, "article")
    is_paragraph = values(spans, "is_paragraph")
    counted = is_paragraph == (unit == "paragraph")
    lengths = values(spans, "char_end") - values(spans, "char_start")
    paragraphs = np.zeros(n, np.int32)
    paragraphs[article] = values(spans, "paragraph_index") + 1  # of several, the last one stays
    columns = {name: articles.column(name) for name in articles.column_names}
    columns |= {
        "n_chars": lengths_of(articles, "text"),
        "n_sentences": np.bincount(article[~is_paragraph], minlength=n).astype(np.int32),
        "n_paragraphs": paragraphs,
        "chars_cut": np.bincount(article[counted], lengths[counted], n).astype(np.int64),
        "content_hash": content_hashes(articles),
    }
    return pa.table([columns[name] for name in FACTS.schema.names], schema=FACTS.schema)


def content_hashes(part: pa.Table) -> pa.StringArray:
    """The 128-bit hash of each text as given, in hex."""
    data, offsets = bytes_of(part, "text")
    high, low = np.empty(part.num_rows, np.uint64), np.empty(part.num_rows, np.uint64)
    hash_rows(data, offsets, high, low)
    return hex_names("h", high, low, 32)
