"""Which of tonight's articles the index has already, and which it has in another version."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.errors import UsageError
from dedup.index.archive import Archive
from dedup.kernels.arrays import Flags, Longs
from dedup.storage.spill import Parts

__all__ = ["Known"]

# What makes two articles of one id the same.
SAME = ["content_hash", "published_at", "source", "title", "language", "url"]


class Known:
    """Takes out of what is read the articles that are in the index as they are.

    `n_known` counts them; `replaced` holds the places, numbered over all nights, of the versions that
    other ones replace.
    """

    def __init__(self, archive: Archive) -> None:
        """Look up the ids of the index; nothing is read yet."""
        self.archive = archive
        self.n_known = self.n_articles = 0
        self.replaced: list[Longs] = []
        self.ids = ids_of(archive)

    def without(self, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The articles that are new, or a new version."""
        for part in parts:
            same = self.same(part)
            kept = part.filter(pa.array(~same)) if same.any() else part
            self.n_known += part.num_rows - kept.num_rows
            self.n_articles += kept.num_rows
            yield kept

    def same(self, part: pa.Table) -> Flags:
        """Which articles of a part are in the index as they are; notes the versions replaced."""
        same = np.zeros(part.num_rows, np.bool_)
        mine = pl.DataFrame({"article_id": part.column("article_id")}).with_row_index("mine")
        both = mine.join(self.ids, on="article_id").sort("place")
        if both.height:
            rows = both["mine"].to_numpy().astype(np.int64)
            places = both["place"].to_numpy().astype(np.int64)
            equal = alike(described(part, rows), stored(self.archive, places))
            refuse_borrowed_ids(part.take(pa.array(rows[~equal])))
            same[rows[equal]] = True
            self.replaced.append(places[~equal])
        return same

    def removed(self) -> Longs:
        """The places of all articles that are replaced, sorted."""
        return np.sort(np.concatenate([np.empty(0, np.int64), *self.replaced]))


def refuse_borrowed_ids(others: pa.Table) -> None:
    """Raise UsageError for an article without an id of its own, whose place another one had before.

    Its id is file and row; under the same file name tonight's articles would replace last night's.
    """
    for row in others.select(["article_id", "input_path", "input_row"]).to_pylist():
        if row["article_id"] == f"{Path(row['input_path']).name}:{row['input_row']}":
            raise UsageError(
                f"the index has another article {row['article_id']!r}, which is no id of its own",
                where=f"{row['input_path']}:{row['input_row']}",
                todo="name the column of the ids with --id, or give each night's file a name of its own",
            )


def ids_of(archive: Archive) -> pl.DataFrame:
    """article_id, place of every article of the index that was not removed."""
    frames = [pl.DataFrame(schema={"article_id": pl.String})]
    live = [np.empty(0, np.bool_)]
    for one in archive.stored:
        frames += [pl.DataFrame(part) for part in one.articles.columns("article_id")]
        live.append(one.live)
    ids = pl.concat(frames).with_row_index("place").filter(pl.Series(np.concatenate(live)))
    return ids.with_columns(pl.col("place").cast(pl.Int64))


def described(part: pa.Table, rows: Longs) -> pl.DataFrame:
    """What is compared of some articles of a part."""
    from dedup.stages.relate import content_hashes  # see events_of

    some = part.take(pa.array(rows))
    return pl.DataFrame(some.append_column("content_hash", content_hashes(some))).select(SAME)


def stored(archive: Archive, places: Longs) -> pl.DataFrame:
    """The same of articles of the index, whose places ascend."""
    articles = Parts([kept for one in archive.stored for kept in one.articles.kept])
    return pl.DataFrame(articles.take(places, *SAME)).select(SAME)


def alike(some: pl.DataFrame, others: pl.DataFrame) -> Flags:
    """Which rows of two frames are equal."""
    equal = [some[name].eq_missing(others[name]) for name in SAME]
    columns = pl.DataFrame([one.alias(str(i)) for i, one in enumerate(equal)])
    return columns.select(pl.all_horizontal(pl.all())).to_series().to_numpy()
