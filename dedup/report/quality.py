"""The recall of a run, as measured: in a line, as a table, and against what was asked for."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from dedup.errors import GateError
from dedup.report.plain import counted
from dedup.report.views import View
from dedup.schemas import QUALITY
from dedup.storage import read_table

__all__ = ["Recall", "measured", "overall", "quality_view", "recall_line", "refuse_below"]

BAND = pl.format("{}-{}", pl.col("jaccard_low").round(3), pl.col("jaccard_high").round(3))


class Recall(NamedTuple):
    """Of one unit: the share of all its true pairs that were found, with its 95 % interval."""

    unit: str
    estimate: float
    ci_low: float
    ci_high: float
    n_true: int


def measured(run: Path) -> tuple[Recall, ...]:
    """The recall of a published run, unit by unit."""
    return overall(read_table(run, QUALITY))


def overall(quality: pa.Table) -> tuple[Recall, ...]:
    """The recall of each unit; the first row of a unit is that of all its pairs."""
    rows = frame(quality).filter(metric="recall").unique("unit", keep="first", maintain_order=True)
    return tuple(Recall(*row) for row in rows.select(Recall._fields).iter_rows())


def frame(quality: pa.Table) -> pl.DataFrame:
    """QUALITY with plain strings."""
    return pl.DataFrame(quality).cast({pl.Categorical: pl.String})


def recall_line(one: Recall) -> str:
    """The estimate, its interval, and what it was measured on."""
    n_pairs = counted(one.n_true, one.unit + " pair")
    return f"{downward(one.estimate)} {interval(one.ci_low, one.ci_high)} on {n_pairs}"


def downward(share: float) -> str:
    """Four decimals, rounded down: 1.0000 means all."""
    return f"{math.floor(share * 10_000) / 10_000:.4f}"


def interval(low: float, high: float) -> str:
    """Both ends, rounded outward."""
    return f"[{downward(low)}, {math.ceil(high * 10_000) / 10_000:.4f}]"


def quality_view(quality: pa.Table) -> View:
    """The rows of QUALITY for people."""
    rows = frame(quality)
    ends = [interval(low, high) for low, high in rows.select("ci_low", "ci_high").iter_rows()]
    shares = [downward(share) for share in rows["estimate"]]
    recall, between = pl.Series("recall", shares), pl.Series("95 % interval", ends)
    band = BAND.alias("jaccard")
    shown = ("unit", band, "n_true", "n_found", "n_unlisted", pl.lit(recall), pl.lit(between))
    heading = [f"{one.unit} recall {recall_line(one)}" for one in overall(quality)]
    if rows.height:
        first = rows.row(0, named=True)
        texts = counted(first["n_sampled"], "text")
        heading.append(f"  {first['method']}: {texts}, seed {first['seed']}")
    return View("audit", tuple(heading), {}, rows, shown)


def refuse_below(recalls: Sequence[Recall], least: float, where: str) -> None:
    """Raise GateError when the estimate of a unit is below `least`; without true pairs there is none."""
    for one in recalls:
        if one.estimate < least:
            raise GateError(
                f"recall {recall_line(one)} is below --min-recall {least:g}",
                where=f"{where} (published)",
                todo="run again with a higher --recall, or read quality.parquet for where it misses",
            )
