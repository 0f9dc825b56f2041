"""The verified pairs as a report: each side at the first place where its text appeared."""

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.edits import diffs
from dedup.kernels.arrays import Flags, Keys, Longs, Scores
from dedup.stages.relate.apart import AGE, older
from dedup.stages.relate.changes import flags_of
from dedup.stages.relate.deal import Bucket
from dedup.stages.relate.names import pair_ids, text_ids
from dedup.stages.relate.occurrences import Found, scope_of

__all__ = ["pair_order", "pairs_table", "with_guests"]

SIDE = ("text_id", "article_id", "source", "published_at", "char_start", "char_end")

KNOWN = [*SIDE, "cluster_id", "text", "name", "hash_high", "hash_low", "rank"]

# A text_id shows 80 of the 128 bits of the hash.
IN_NO_ID = np.uint64(48)


def with_guests(found: Found, bucket: Bucket) -> Found:
    """The occurrences of a bucket, and one of each text that is in other buckets' groups."""
    guests = bucket.guests
    if guests.height == 0:
        return found
    ids = pl.Series(text_ids(guests.select("hash_high", "hash_low").to_arrow()))
    rows = guests.with_columns(text_id=ids, cluster_id=pl.lit(""))
    head = found.head.copy()
    head[guests["text"].to_numpy()] = found.rows.height + np.arange(guests.height)
    return found._replace(rows=pl.concat([found.rows.select(KNOWN), rows.select(KNOWN)]), head=head)


def pair_order(found: Found, bucket: Bucket) -> tuple[Keys | Scores, ...]:
    """What the pairs of a bucket are sorted by: group, text_id of a, Jaccard, text_id of b."""
    a, b, _ = ends(found, bucket)
    names = found.rows["name"].to_numpy()[a]
    down = -values(bucket.verified, "jaccard")
    return names, *id_order(found, a), down, *id_order(found, b)


def id_order(found: Found, rows: Longs) -> tuple[Keys, Keys]:
    """The text_ids of some occurrences as two numbers that sort alike."""
    high, low = (found.rows[half].to_numpy()[rows] for half in ("hash_high", "hash_low"))
    return high, low >> IN_NO_ID


def ends(found: Found, bucket: Bucket) -> tuple[Longs, Longs, Flags]:
    """The first occurrence of the older and the younger text of each pair; whether left is b."""
    left, right = (found.head[values(bucket.verified, side)] for side in ("left", "right"))
    ages = [found.rows[name].to_numpy() for name in AGE]
    swapped = older([age[right] for age in ages], [age[left] for age in ages])
    return np.where(swapped, right, left), np.where(swapped, left, right), swapped


def pairs_table(found: Found, bucket: Bucket, some: Longs, *, publish_text: bool) -> pl.DataFrame:
    """The pairs report of some pairs of a bucket, in the order given."""
    a, b, swapped = ends(found, bucket)
    a, b, swapped = a[some], b[some], swapped[some]
    verified = bucket.verified.take(pa.array(some))
    left, right = values(verified, "left"), values(verified, "right")
    occurrences = values(bucket.texts, "n_occurrences")
    texts = found.rows["text"].to_numpy()
    pairs = pl.concat([side(found, a, "_a"), side(found, b, "_b")], how="horizontal").with_columns(
        pl.lit(bucket.unit).alias("unit"),
        pair_id=pl.Series(pair_ids(bucket.texts, left, right, bucket.unit)),
        cluster_id=found.rows["cluster_id"][a],
        n_occurrences_a=pl.Series(occurrences[texts[a]]),
        n_occurrences_b=pl.Series(occurrences[texts[b]]),
        lag_seconds=(pl.col("published_at_b") - pl.col("published_at_a")).dt.total_seconds(),
        scope=scope_of("article_id_a", "article_id_b", "source_a", "source_b"),
        **flags_of(found.said, a, b),
        **strings(found, a, b, publish_text=publish_text),
    )
    return pairs.hstack(scores(verified, swapped))


def side(found: Found, rows: Longs, suffix: str) -> pl.DataFrame:
    """One side's article and span."""
    return found.rows.select(SIDE)[rows].select(pl.all().name.suffix(suffix))


def scores(verified: pa.Table, swapped: Flags) -> pl.DataFrame:
    """The scores of verify, with the containments on the side they belong to."""
    table = pl.DataFrame(verified).drop("left", "right")
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
