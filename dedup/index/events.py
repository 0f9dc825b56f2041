"""What became of each group of repeated texts since the night before."""

import polars as pl
import pyarrow as pa

from dedup.schemas import CLUSTER_EVENTS

__all__ = ["events_of"]

GROUP = ["unit", "now", "before"]


def events_of(texts: pl.DataFrame) -> pa.Table:
    """CLUSTER_EVENTS, from the groups that the texts were in and are in.

    A group that was born had no member before; merged is said once for each group that went into it,
    split once for each that came out of it; one that grew or shrank has new occurrences or lost some.

    Args:
        texts: one row a text: unit, now and before (names of groups, 0 for none), n_now, n_new and
            n_before (occurrences now, those of them that are new, and those there were).
    """
    from dedup.stages.relate import (
        as_report,  # with it comes much that `dedup check` has no use for
    )

    parts = texts.group_by(GROUP).agg(pl.sum("n_now", "n_new", "n_before"))
    sizes = [
        parts.filter(pl.col(side) > 0)
        .group_by("unit", side)
        .agg(
            pl.sum(f"n_{side}").alias(f"all_{side}"),
            (pl.col(other).filter(pl.col(other) > 0)).n_unique().alias(f"parts_{side}"),
        )
        for side, other in (("now", "before"), ("before", "now"))
    ]
    parts = parts.filter((pl.col("now") > 0) | (pl.col("before") > 0))
    for side, size in zip(("now", "before"), sizes, strict=True):
        parts = parts.join(size, on=["unit", side], how="left")
    changes = of_groups(parts)
    told = [changes.filter(rule).with_columns(event=pl.lit(name)) for name, rule in RULES.items()]
    return as_report([named(pl.concat(told))], CLUSTER_EVENTS)


def of_groups(parts: pl.DataFrame) -> pl.DataFrame:
    """One row for each group now and each it was made of; beside a former one, no row for none."""
    sums = parts.group_by("unit", "now").agg(
        new=pl.sum("n_new"), kept=(pl.col("n_now") - pl.col("n_new")).sum()
    )
    rows = parts.join(sums, on=["unit", "now"], how="left")
    counts = pl.col("all_now", "all_before", "parts_now", "parts_before").fill_null(0)
    rows = rows.with_columns(counts)
    made_of = (pl.col("before") > 0) | (pl.col("parts_now") == 0)
    went_into = (pl.col("now") > 0) | (pl.col("parts_before") == 0)
    return rows.filter(made_of & went_into)


ONE_FROM_ONE = (pl.col("parts_now") == 1) & (pl.col("parts_before") == 1)
RULES = {
    "born": (pl.col("before") == 0) & (pl.col("now") > 0),
    "ended": (pl.col("now") == 0) & (pl.col("before") > 0),
    "merged": pl.col("parts_now") > 1,
    "split": pl.col("parts_before") > 1,
    "grew": ONE_FROM_ONE & (pl.col("new") > 0),
    "shrank": ONE_FROM_ONE & (pl.col("kept") < pl.col("all_before")),
}


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the ids of groups instead of their names."""
    from dedup.stages.relate import cluster_ids

    ids = {
        column: pl.Series(cluster_ids(rows[side].to_numpy()), dtype=pl.String)
        for column, side in (("cluster_id", "now"), ("previous_cluster_id", "before"))
    }
    return rows.with_columns(
        n_occurrences=pl.col("all_now").cast(pl.Int64),
        n_previous_occurrences=pl.col("all_before").cast(pl.Int64),
        **ids,
    ).with_columns(
        cluster_id=pl.when(pl.col("now") > 0).then("cluster_id"),
        previous_cluster_id=pl.when(pl.col("before") > 0).then("previous_cluster_id"),
    )
