"""Which of the pairs that the generator planted a published run has found."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

__all__ = ["Recall", "recall_of"]

KEY = ["article_id", "char_start"]


class Recall(NamedTuple):
    """How many pairs were planted at or above the floor, and how many of them were found."""

    planted: int
    found: int


def recall_of(run: Path, corpus: Path, floor: float) -> Recall:
    """A pair is found when both sentences hold one text, or two of a published pair."""
    truth = pl.read_parquet(corpus / "truth_pairs.parquet").filter(pl.col("jaccard_c5") >= floor)
    texts = pl.read_parquet(run / "occurrences.parquet", columns=[*KEY, "text_id"])
    ends = truth
    for side in "ab":
        left = [f"article_{side}", f"start_{side}"]
        ends = ends.with_columns(pl.col(left[0]).cast(pl.String), pl.col(left[1]).cast(pl.Int32))
        named = texts.rename({"text_id": f"text_{side}"})
        ends = ends.join(named, left_on=left, right_on=KEY, how="left")
    same = ends.filter(pl.col("text_a") == pl.col("text_b")).height
    others = ends.filter(pl.col("text_a") != pl.col("text_b"))
    return Recall(truth.height, same + published(others, run))


def published(ends: pl.DataFrame, run: Path) -> int:
    """How many of these pairs of texts are in the report of pairs, either way round."""
    names = ["text_id_a", "text_id_b"]
    pairs = pl.read_parquet(run / "pairs.parquet", columns=names)
    both = pl.concat([pairs, pairs.select(text_id_a="text_id_b", text_id_b="text_id_a")]).unique()
    return ends.join(both, left_on=["text_a", "text_b"], right_on=names, how="semi").height
