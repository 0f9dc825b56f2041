"""A corpus whose repeats are known: planted pairs with what was done to them, and strangers."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.stages.normalize import normalized_text
from jobs.benchmark.corpus import sentences_of

__all__ = ["Labeled", "labeled"]

COPIES_OF_COPIES, COMBINED = "|", "combo"
TRIVIAL = "exact"


class Labeled(NamedTuple):
    """Distinct normalized texts; planted pairs of rows with their edits; the rows of strangers."""

    texts: list[str]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    edits: npt.NDArray[np.str_]
    strangers: npt.NDArray[np.int64]


def labeled(corpus: Path, n_strangers: int) -> Labeled:
    """What a folder holds that `dedup sample --articles` wrote.

    Pairs are of a source and one copy, but for those that were copied word for word.  Strangers are
    sentences of no family, so no two of them repeat each other.
    """
    members = pl.read_parquet(corpus / "truth_members.parquet")
    pairs = planted(pl.read_parquet(corpus / "truth_pairs.parquet"), members)
    known = {compared(text) for text in members["text"]}
    cut = sentences_of([str(corpus / "articles")], 2 * n_strangers + len(known))
    others = [text for text in cut["text"].to_pylist() if text not in known][:n_strangers]
    sides = [[compared(text) for text in pairs[f"text_{side}"]] for side in "ab"]
    rows = {text: row for row, text in enumerate(dict.fromkeys([*others, *sides[0], *sides[1]]))}
    left, right = (np.array([rows[text] for text in side], np.int64) for side in sides)
    edits = np.array(pairs["edit"].to_list(), np.str_)
    return Labeled(list(rows), left, right, edits, np.arange(len(others)))


def planted(pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Columns edit, text_a, text_b: a source and its copy, combined edits under one name."""
    edit = pl.col("edit")
    single = pairs.filter(~edit.str.contains(COPIES_OF_COPIES, literal=True), edit != TRIVIAL)
    texts = members.select("article_id", "start", "text").unique(["article_id", "start"])
    for side in "ab":
        own = texts.rename({"text": f"text_{side}"})
        keys = [f"article_{side}", f"start_{side}"]
        single = single.join(own, left_on=keys, right_on=["article_id", "start"])
    whole = pl.when(edit.str.starts_with(COMBINED)).then(pl.lit(COMBINED)).otherwise(edit)
    return single.select(whole.alias("edit"), "text_a", "text_b")


def compared(text: str) -> str:
    """The normalized text."""
    return normalized_text(text)[0].decode()
