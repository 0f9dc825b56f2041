"""How many groups a run at each higher floor would find, of everything in the tables."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.kernels.components import components
from dedup.report.html.load import frame
from dedup.schemas import CLUSTERS, OCCURRENCES, PAIRS

__all__ = ["groups_by_floor"]

STEPS = 100


def groups_by_floor(run: Path, floor: float) -> list[list[int]]:
    """[hundredths, groups] for each hundredth from `floor` to 1.

    A group is a connected component, over the pairs at the floor or above, that occurs twice; what is
    in a group by containment alone counts at the run's own floor only.
    """
    texts = frame(run, OCCURRENCES, ["text_id"]).group_by("text_id").len().with_row_index("at")
    pairs = frame(run, PAIRS, ["text_id_a", "text_id_b", "jaccard"])
    left, right = (numbers(pairs[f"text_id_{side}"], texts) for side in "ab")
    known = (left >= 0) & (right >= 0)
    graph = left[known], right[known], pairs["jaccard"].to_numpy()[known]
    times = texts["len"].to_numpy()
    first = int(np.ceil(floor * STEPS - 1e-6))
    found = [[step, groups_at(step / STEPS, graph, times)] for step in range(first, STEPS + 1)]
    if first <= floor * STEPS + 1e-6:
        found[0][1] = frame(run, CLUSTERS, ["cluster_id"]).height
    return found


def numbers(ids: pl.Series, texts: pl.DataFrame) -> npt.NDArray[np.int32]:
    """The number of each text; -1 for one that no occurrence has."""
    found = ids.to_frame("text_id").join(texts, on="text_id", how="left", maintain_order="left")
    return found["at"].cast(pl.Int32).fill_null(-1).to_numpy()


def groups_at(floor: float, graph: tuple[Any, Any, Any], times: npt.NDArray[np.uint32]) -> int:
    """The groups over the edges (left, right, score) at the floor or above."""
    left, right, score = graph
    kept = score >= np.float32(floor)
    parent = np.arange(len(times), dtype=np.int32)
    components(left[kept], right[kept], parent)
    return int((np.bincount(parent, weights=times) > 1).sum())
