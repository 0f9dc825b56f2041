"""The verified pairs as a report: each side at the first place where its text appeared."""

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.edits import diffs
from dedup.kernels.arrays import Flags, Longs
from dedup.stages.relate.corpus import Matched
from dedup.stages.relate.names import pair_ids
from dedup.stages.relate.occurrences import Found, scope_of

__all__ = ["pairs_table"]

SIDE = ("text_id", "article_id", "source", "published_at", "char_start", "char_end")


def pairs_table(found: Found, matched: Matched, *, publish_text: bool) -> pl.DataFrame:
    """The pairs report of one unit, unsorted."""
    left, right = values(matched.verified, "left"), values(matched.verified, "right")
    heads = found.head[left], found.head[right]
    a, b = np.minimum(*heads), np.maximum(*heads)
    occurrences = values(matched.texts, "n_occurrences")
    texts = found.rows["text"].to_numpy()
    pairs = pl.concat([side(found, a, "_a"), side(found, b, "_b")], how="horizontal").with_columns(
        pl.lit(matched.unit).alias("unit"),
        pair_id=pl.Series(pair_ids(matched.texts, left, right, matched.unit)),
        cluster_id=found.rows["cluster_id"][a],
        n_occurrences_a=pl.Series(occurrences[texts[a]]),
        n_occurrences_b=pl.Series(occurrences[texts[b]]),
        lag_seconds=(pl.col("published_at_b") - pl.col("published_at_a")).dt.total_seconds(),
        scope=scope_of("article_id_a", "article_id_b", "source_a", "source_b"),
        **strings(found, a, b, publish_text=publish_text),
    )
    return pairs.hstack(scores(matched, swapped=heads[0] > heads[1]))


def side(found: Found, rows: Longs, suffix: str) -> pl.DataFrame:
    """One side's article and span."""
    return found.rows.select(SIDE)[rows].select(pl.all().name.suffix(suffix))


def scores(matched: Matched, swapped: Flags) -> pl.DataFrame:
    """The scores of verify, with the containments on the side they belong to."""
    table = pl.DataFrame(matched.verified).drop("left", "right")
    of_left, of_right = pl.col("containment_left"), pl.col("containment_right")
    swap = pl.Series(swapped)
    return table.select(
        pl.exclude("containment_left", "containment_right"),
        containment_a=pl.when(swap).then(of_right).otherwise(of_left),
        containment_b=pl.when(swap).then(of_left).otherwise(of_right),
    )


def strings(found: Found, a: Longs, b: Longs, *, publish_text: bool) -> dict[str, pl.Series]:
    """Both texts and the words that changed; nulls when texts are not published."""
    if not publish_text:
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(a))
        return {"text_a": nothing, "text_b": nothing, "diff": nothing}
    return {
        "text_a": pl.Series(found.strings.take(pa.array(a))),
        "text_b": pl.Series(found.strings.take(pa.array(b))),
        "diff": pl.Series(diffs(found.strings, a, b)),
    }
