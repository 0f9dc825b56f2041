"""The sentences that two articles of a run share, beside each other."""

from pathlib import Path

import polars as pl

from dedup.report.compare import Line
from dedup.report.views import rows_of, unknown
from dedup.schemas import ARTICLES, OCCURRENCES, PAIRS
from dedup.words import changes, render

__all__ = ["shared_sentences"]


def shared_sentences(run: Path, a: str, b: str) -> list[Line]:
    """The sentences of b that stand in a, exactly or verified to be near, in the order of b.

    A run publishes repeated sentences only, so those that one article alone has are not here.
    Raises UsageError with the nearest ids for an article that the run does not have.
    """
    for name in (a, b):
        if not rows_of(run, ARTICLES, article_id=name).height:
            raise unknown(run, name)
    of_a, of_b = sentences(run, a), sentences(run, b)
    scores = rows_of(run, PAIRS).select("text_id_a", "text_id_b", "jaccard")
    other_way = scores.select(text_id_a="text_id_b", text_id_b="text_id_a", jaccard="jaccard")
    same = of_b.select(text_id_a="text_id", text_id_b="text_id").unique()
    links = pl.concat([scores, other_way, same.with_columns(jaccard=pl.lit(1.0, pl.Float32))])
    found = of_b.join(links, left_on="text_id", right_on="text_id_b")
    found = found.join(of_a, left_on="text_id_a", right_on="text_id", suffix="_a")
    best = found.sort(["place", "jaccard", "place_a"], descending=[False, True, False])
    rows = best.unique("place", keep="first", maintain_order=True)
    return [line(row) for row in rows.iter_rows(named=True)]


def sentences(run: Path, article_id: str) -> pl.DataFrame:
    """The repeated sentences of an article in reading order; where no text is published, the place."""
    place = pl.format("[{}:{}]", "char_start", "char_end")
    rows = rows_of(run, OCCURRENCES, article_id=article_id).sort("char_start", "unit")
    return rows.select("text_id", place="sentence_index", text=pl.coalesce("text", place))


def line(row: dict[str, object]) -> Line:
    """One sentence of b beside its best match in a."""
    where = (int(str(row["place_a"])), int(str(row["place"])))
    old, new = str(row["text_a"]), str(row["text"])
    if row["text_id"] == row["text_id_a"]:
        return Line("equal", *where, 1.0, new)
    return Line("near", *where, float(str(row["jaccard"])), render(changes(old, new)))
