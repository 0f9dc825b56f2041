"""The groups as a report."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Longs
from dedup.kinds import formula_groups, kind_of
from dedup.schemas import CLUSTERS
from dedup.stages.relate.deal import Bucket
from dedup.stages.relate.names import cluster_ids
from dedup.stages.relate.occurrences import Found
from dedup.stages.relate.report import Made, Task, exact_mean
from dedup.storage.spill import Parts

__all__ = ["by_size", "clusters_table"]


def clusters_table(found: Found, bucket: Bucket, *, publish_text: bool) -> pl.DataFrame:
    """The clusters report of one unit, unsorted."""
    shape = shapes(bucket)
    rows = found.rows.group_by("group", maintain_order=True).agg(
        pl.first("cluster_id"),
        n_occurrences=pl.len().cast(pl.Int64),
        n_articles=pl.n_unique("article").cast(pl.Int32),
        n_sources=pl.col("source").drop_nulls().n_unique().cast(pl.Int32),
        n_texts=pl.n_unique("text").cast(pl.Int32),
        first_article_id=pl.first("article_id"),
        first_source=pl.first("source"),
        first_published_at=pl.first("published_at"),
        last_published_at=pl.max("published_at"),
        n_boilerplate=pl.sum("is_boilerplate"),
        n_quote=pl.sum("is_quote"),
        n_new_occurrences=pl.sum("is_new").cast(pl.Int64),
        before=pl.col("before").filter(pl.col("before") > 0).unique().sort(),
    )
    rows = rows.join(formulas(found), on="group", how="left", maintain_order="left")
    shape = shape.with_columns(group=found.rows["group"].gather(found.head[shape["medoid"]]))
    rows = rows.join(shape, on="group", maintain_order="left")
    texts = pl.Series(found.strings.take(pa.array(found.head[rows["medoid"].to_numpy()])))
    return rows.with_columns(
        pl.lit(bucket.unit).alias("unit"),
        text=texts if publish_text else pl.lit(None, pl.String),
        kind=kind_of(),
        n_within_article=(pl.col("n_occurrences") - pl.col("n_articles")).cast(pl.Int32),
        span_seconds=(
            pl.col("last_published_at") - pl.col("first_published_at")
        ).dt.total_seconds(),
        previous_cluster_ids=ids_before(rows["before"]),
        n_pairs=pl.col("n_pairs").fill_null(0).cast(pl.Int64),
    )


def ids_before(names: pl.Series) -> pl.Series:
    """The ids that clusters had before, comma-separated; null where they had none."""
    each = names.explode(empty_as_null=False)
    ids = pl.Series(cluster_ids(each.to_numpy()), dtype=pl.String)
    owner = np.repeat(np.arange(len(names)), names.list.len().to_numpy())
    found = (
        pl.DataFrame({"owner": owner, "id": ids}).group_by("owner").agg(pl.col("id").str.join(","))
    )
    return (
        pl.Series([None], dtype=pl.String)
        .new_from_index(0, len(names))
        .scatter(found["owner"], found["id"])
    )


def shapes(bucket: Bucket) -> pl.DataFrame:
    """What cluster and verify know of each group."""
    members = pl.DataFrame(bucket.members).rename({"cluster": "group"})
    groups = members.select("text", "group")
    left = pl.DataFrame({"text": values(bucket.verified, "left")[bucket.inside]})
    pairs = left.join(groups, on="text").group_by("group").agg(n_pairs=pl.len())
    figures = members.group_by("group", maintain_order=True).agg(
        pl.first("medoid", "weakest_edge", "diameter"),
        jaccard_min=pl.min("jaccard"),
        jaccard_mean=exact_mean("jaccard"),
    )
    return figures.join(pairs, on="group", how="left", maintain_order="left")


def formulas(found: Found) -> pl.DataFrame:
    """group, is_formula of the groups of several texts, by the first occurrence of each text."""
    own = found.head[found.head >= 0]
    heads = pl.DataFrame({"head": own, "group": found.rows["group"].gather(own)})
    several = heads.filter(pl.col("group").is_duplicated())
    masked = found.said.masked(several["head"].to_numpy())
    return formula_groups(several["group"], masked.key, masked.n_words)


def by_size(clusters: Parts, at_once: int) -> Iterator[Task]:
    """What makes the clusters, sorted by cluster_id, with the largest first, so many at a time."""
    sizes = [values(part, "n_occurrences") for part in clusters.columns("n_occurrences")]
    order = np.argsort(-np.concatenate([np.empty(0, np.int64), *sizes]), kind="stable")
    for start in range(0, len(order), at_once):
        yield partial(some_of, clusters, order[start : start + at_once])


def some_of(clusters: Parts, rows: Longs) -> Made:
    """A piece of the clusters report."""
    return [(CLUSTERS, clusters.take_any(rows))]
