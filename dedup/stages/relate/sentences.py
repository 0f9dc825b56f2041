"""Every unit that was cut, repeated or not, one range of article ids after another."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Longs
from dedup.schemas import SENTENCES
from dedup.stages.relate.corpus import Corpus, Matched
from dedup.stages.relate.names import text_ids
from dedup.stages.relate.report import Made, Task, as_report
from dedup.storage.spill import Parts

__all__ = ["sentences_reports"]


def sentences_reports(
    corpus: Corpus, matched: Sequence[Matched], by_id: Longs, at_once: int
) -> Iterator[Task]:
    """What makes the sentences report, in pieces of about `at_once` rows; `by_id`: the articles in order of id."""
    bounds = [bounds_of(one.units, len(by_id)) for one in matched]
    sizes = np.sum([np.diff(each)[by_id] for each in bounds], axis=0)
    piece = np.cumsum(sizes) // at_once
    for articles in np.split(by_id, np.flatnonzero(np.diff(piece)) + 1):
        yield partial(sentences_of, corpus, matched, bounds, np.sort(articles))


def sentences_of(
    corpus: Corpus, matched: Sequence[Matched], bounds: Sequence[Longs], articles: Longs
) -> Made:
    """A piece of the sentences report, of articles whose numbers ascend."""
    ids = corpus.facts.take(articles, "article_id")
    both = zip(matched, bounds, strict=True)
    frames = [units_of(one, articles, ids, each) for one, each in both]
    return [(SENTENCES, as_report(frames, SENTENCES))]


def bounds_of(units: Parts, n_articles: int) -> Longs:
    """The units of article a are rows bounds[a] to bounds[a + 1]."""
    counts = np.zeros(n_articles, np.int64)
    for part in units.columns("article"):
        article = values(part, "article")
        if len(article):
            first = int(article[0])
            here = np.bincount(article - first)
            counts[first : first + len(here)] += here
    return np.concatenate([[0], np.cumsum(counts)])


def units_of(matched: Matched, articles: Longs, ids: pa.Table, bounds: Longs) -> pl.DataFrame:
    """The units of some articles, whose numbers ascend, in order of article and position."""
    starts, ends = bounds[articles], bounds[articles + 1]
    sizes = ends - starts
    owner = np.repeat(np.arange(len(articles)), sizes)
    rows = np.arange(len(owner)) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    units = matched.units.take(rows)
    return pl.DataFrame(units).with_columns(
        pl.Series("text_id", text_ids(units)),
        pl.lit(matched.unit).alias("unit"),
        article_id=pl.Series(ids.column("article_id")).gather(owner),
    )
