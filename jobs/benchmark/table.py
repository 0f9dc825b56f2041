"""What the trials come to: medians, ratios, a table."""

import math
from typing import Any

import polars as pl

__all__ = ["markdown", "summary"]

# Work that the other tools are spared: they are given texts already normalized and distinct.
PREPARING = ["normalize", "fold"]
OURS = "ours"

KEY = ["floor", "recipe", "tool", "jobs", "sentences"]
HEAD = [
    "tool", "threads", "sentences", "CPU µs a sentence", "of which checking", "times dedup",
    "wall µs", "normalize + fold", "peak MB", "recall", "precision before checking",
]  # fmt: skip


def summary(raw: pl.DataFrame) -> list[dict[str, Any]]:
    """One row for each floor and entrant: medians of its trials, per sentence in microseconds."""
    trials = per_trial(raw).group_by(KEY, maintain_order=True)
    medians = trials.agg(
        pl.col(pl.Float64).median(), pl.col("trial").n_unique(), pl.col("reason").first()
    )
    ours = (pl.col("recipe") == OURS) & (pl.col("jobs") == 1)
    base = pl.col("cpu_us").filter(ours).first().over("floor", "sentences")
    return (
        medians.with_columns(times=pl.col("cpu_us") / base).rename({"trial": "trials"}).to_dicts()
    )


def per_trial(raw: pl.DataFrame) -> pl.DataFrame:
    """One row a trial: its costs a sentence, its memory and its scores."""
    preparing, checking = pl.col("phase").is_in(PREPARING), pl.col("phase") == "verify"
    one = 1e6 / pl.col("sentences").first()
    return raw.group_by([*KEY, "trial"], maintain_order=True).agg(
        cpu_us=pl.col("cpu").filter(~preparing).sum() * one,
        wall_us=pl.col("wall").filter(~preparing).sum() * one,
        checking_us=pl.col("cpu").filter(checking).sum() * one,
        preparing_us=pl.col("cpu").filter(preparing).sum() * one,
        peak_megabytes=pl.col("peak_megabytes").first(),
        recall=share("hits", "pairs"),
        precision=share("hits", "found"),
        proposed_precision=share("proposed_hits", "proposed"),
        reason=pl.col("reason").first(),
    )


def share(part: str, whole: str) -> pl.Expr:
    """One count over another; NaN of nothing."""
    return pl.col(part).first() / pl.col(whole).first()


def markdown(rows: list[dict[str, Any]]) -> str:
    """The rows of one floor, cheapest first, and then the tools that gave no answer."""
    done = sorted((row for row in rows if not row["reason"]), key=lambda row: row["cpu_us"])
    lines = [HEAD, ["---"] + ["---:"] * (len(HEAD) - 1), *map(cells, done)]
    failed = [f"- {label(row)}: {row['reason']}" for row in rows if row["reason"]]
    return "\n".join(
        ["| " + " | ".join(line) + " |" for line in lines] + [""] * bool(failed) + failed
    )


def cells(row: dict[str, Any]) -> list[str]:
    """One row of the table."""
    return [
        label(row),
        str(row["jobs"]),
        f"{row['sentences']:,}",
        number(row["cpu_us"], ".2f"),
        number(row["checking_us"] or None, ".2f"),
        number(row["times"], ".1f"),
        number(row["wall_us"], ".2f"),
        number(row["preparing_us"] or None, ".2f"),
        number(row["peak_megabytes"], ".0f"),
        number(row["recall"], ".4f"),
        number(row["proposed_precision"], ".3f"),
    ]


def label(row: dict[str, Any]) -> str:
    """The tool and its version, without pip's extras."""
    name, _, version = str(row["tool"]).partition("==")
    return f"{name.partition('[')[0]} {version}".strip()


def number(figure: float | None, form: str) -> str:
    """A figure, or nothing where there is none to give."""
    return format(figure, form) if figure is not None and math.isfinite(figure) else ""
