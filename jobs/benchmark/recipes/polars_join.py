"""polars: an exact self-join on shingles; on few sentences only."""

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "MOST", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("polars==2.1.0",)
ABOUT = "explode the shingles, join on them, count"
READS = "texts"
VERIFIED = True
MOST = 5000


def find(task: Task) -> list[Pair]:
    """Shingles, join, count."""
    import polars as pl

    texts = pl.DataFrame({"text": task.texts}).with_row_index("row")
    with task.phase("shingle"):
        starts = pl.int_ranges(0, (pl.col("text").str.len_chars().cast(pl.Int64) - 4).clip(1))
        windows = texts.with_columns(start=starts).explode("start")
        shingles = windows.select(
            "row", shingle=pl.col("text").str.slice(pl.col("start"), 5)
        ).unique()
        shingles = shingles.with_columns(size=pl.len().over("row"))
    with task.phase("join"):
        met = shingles.lazy().join(shingles.lazy(), on="shingle")
        met = met.filter(pl.col("row") < pl.col("row_right"))
        counted = met.group_by("row", "row_right", "size", "size_right").agg(shared=pl.len())
        union = pl.col("size") + pl.col("size_right") - pl.col("shared")
        found = counted.filter(pl.col("shared") / union >= task.floor)
        return found.select("row", "row_right").collect().rows()
