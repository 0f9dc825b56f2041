"""Groups, pairs and articles -> the report tables: who repeated what, from where, and when.

Groups are dealt into buckets by the hash that names them, which is the order of the reports: one
bucket after another is related by itself, and its rows continue those of the bucket before.  What
is said of articles follows, one range of article ids after another.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from dedup import schemas
from dedup.config import Config
from dedup.facts import prepare
from dedup.schemas import Table
from dedup.stages.relate.articles import article_reports, articles_by_id
from dedup.stages.relate.clusters import by_size, clusters_table
from dedup.stages.relate.corpus import Corpus, Matched, ages_of, content_hashes, facts_of, ranks_of
from dedup.stages.relate.deal import Bucket, Deal, Means, bucket_of, deal, names_of_texts
from dedup.stages.relate.fixtures import outlets_of
from dedup.stages.relate.links import flow_of, links_of, source_flow_table
from dedup.stages.relate.names import cluster_ids
from dedup.stages.relate.occurrences import Found, find_occurrences, occurrences_table
from dedup.stages.relate.pairs import pair_order, pairs_table, with_guests
from dedup.stages.relate.report import Made, as_report, in_order
from dedup.stages.relate.sentences import sentences_reports
from dedup.storage.spill import Parts, Shelf

__all__ = [
    "Corpus",
    "Matched",
    "Means",
    "ages_of",
    "as_report",
    "cluster_ids",
    "content_hashes",
    "facts_of",
    "names_of_texts",
    "ranks_of",
    "relate",
]


# The pieces of the reports of one chapter take turns; then come those of the next.
CHAPTERS = (
    (schemas.OCCURRENCES, schemas.PAIRS),
    (schemas.CLUSTERS,),
    (schemas.SOURCE_FLOW,),
    (schemas.ARTICLE_PAIRS, schemas.ARTICLES),
    (schemas.SENTENCES,),
)


class Related(NamedTuple):
    """The reports of one bucket, and what it says of articles."""

    occurrences: Parts
    pairs: Parts
    clusters: Parts
    links: pl.DataFrame
    flow: pl.DataFrame


def relate(
    corpus: Corpus, matched: Sequence[Matched], config: Config, means: Means
) -> Iterator[tuple[Table, pa.Table | None]]:
    """Every report table that is made of matches, in pieces that continue one another.

    None says that a report is complete, while others follow.

    Args:
        corpus: the articles, and what is known of each.
        matched: what matching found, one entry a unit; articles are compared by the first.
        config: whether texts and all units are published.
        means: how the work is cut up.
    """
    at = 0
    for kind, table in in_chapters(corpus, matched, config, means):
        while kind not in CHAPTERS[at]:
            yield from ((each, None) for each in CHAPTERS[at])
            at += 1
        yield kind, table


def in_chapters(
    corpus: Corpus, matched: Sequence[Matched], config: Config, means: Means
) -> Iterator[tuple[Table, pa.Table]]:
    """The pieces of the reports, chapter by chapter."""
    outlets = outlets_of(corpus.facts)
    prepare(sum(one.verified.num_rows for one in matched))
    dealt = [deal(corpus, one, outlets, means) for one in matched]
    clusters, links, flows = [], [], []
    each = partial(related, dealt, matched, config, means, pl.Enum(outlets.names))
    for one in means.each(each, range(means.buckets)):
        yield from pieces(schemas.OCCURRENCES, one.occurrences)
        yield from pieces(schemas.PAIRS, one.pairs)
        clusters += one.clusters.kept
        links.append(one.links)
        flows.append(one.flow)
    rest = [*by_size(Parts(clusters), means.rows_at_once), partial(flow_report, flows)]
    by_id = articles_by_id(corpus.facts)
    rest += article_reports(corpus, as_one(links), by_id, means.rows_at_once)
    if config.sentences:
        new = by_id[by_id < corpus.n_new]
        rest += sentences_reports(corpus, matched, new, means.rows_at_once)
    for made in means.each(lambda task: kept(task(), means.shelf), rest):
        for kind, parts in made:
            yield from pieces(kind, parts)


def as_one(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The frames end to end; the list is empty afterwards, so that they can be freed."""
    joined = pl.concat(frames, rechunk=True)
    frames.clear()
    return joined


def flow_report(flows: list[pl.DataFrame]) -> Made:
    """The source_flow report."""
    table = source_flow_table(as_one(flows))
    return [(schemas.SOURCE_FLOW, as_report([table], schemas.SOURCE_FLOW))]


def kept(made: Made, shelf: Shelf) -> list[tuple[Table, Parts]]:
    """The tables, set aside until it is their turn."""
    return [(kind, shelf.parts([table])) for kind, table in made]


def pieces(kind: Table, parts: Parts) -> Iterator[tuple[Table, pa.Table]]:
    """The parts of a report, each forgotten once it is used."""
    for kept in parts.kept:
        yield kind, kept.load()
        kept.drop()


def related(
    dealt: Sequence[Deal],
    matched: Sequence[Matched],
    config: Config,
    means: Means,
    outlets: pl.Enum,
    at: int,
) -> Related:
    """The reports of one bucket, a piece at a time, and its links by the first unit."""
    buckets = [bucket_of(d, m, at) for d, m in zip(dealt, matched, strict=True)]
    found = [find_occurrences(bucket, config) for bucket in buckets]
    keep = means.shelf.parts
    both = list(zip(found, buckets, strict=True))
    frames = [clusters_table(f, b, publish_text=config.publish_text) for f, b in both]
    return Related(
        keep(occurrence_pieces(both, config, means.rows_at_once)),
        keep(pair_pieces(both, config, means.rows_at_once)),
        keep([as_report(frames, schemas.CLUSTERS)]),
        links_of(found[0], buckets[0].numbers, buckets[0].unit),
        flow_of(found[0], outlets),
    )


def occurrence_pieces(
    both: Sequence[tuple[Found, Bucket]], config: Config, at_once: int
) -> Iterator[pa.Table]:
    """The occurrences of a bucket, by group and time."""
    keys = [(found.rows["name"].to_numpy(),) for found, _ in both]
    for several in in_order(keys, at_once):
        frames = [
            occurrences_table(found, rows, bucket.unit, publish_text=config.publish_text)
            for rows, (found, bucket) in zip(several, both, strict=True)
        ]
        yield as_report(frames, schemas.OCCURRENCES, is_sorted=len(frames) == 1)


def pair_pieces(
    both: Sequence[tuple[Found, Bucket]], config: Config, at_once: int
) -> Iterator[pa.Table]:
    """The pairs of a bucket, by group, text and score."""
    both = [(with_guests(found, one), one) for found, one in both]
    for several in in_order([pair_order(*one) for one in both], at_once):
        frames = [
            pairs_table(found, bucket, rows, publish_text=config.publish_text)
            for rows, (found, bucket) in zip(several, both, strict=True)
        ]
        yield as_report(frames, schemas.PAIRS, is_sorted=len(frames) == 1)
