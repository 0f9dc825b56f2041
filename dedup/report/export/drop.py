"""Which articles to drop, keeping the earliest of each set of duplicates.

An article goes when an earlier one stands for it: a row of `article_pairs` whose relation is
`duplicate` (both share 90 % of their text), or for which another expression holds.
"""

from pathlib import Path
from typing import Any

import polars as pl

from dedup.errors import UsageError
from dedup.report.views import rows_of
from dedup.report.where import chosen
from dedup.schemas import ARTICLE_PAIRS

__all__ = ["to_ids", "to_nemo"]

DUPLICATES = "relation = 'duplicate'"


def to_ids(run: Path, path: Path, wanted: Any) -> int:  # noqa: ANN401 - Wanted, declared above us
    """The ids to drop, one a line, sorted; a filter for any tool that can read lines."""
    ids = dropped(pairs_wanted(run, wanted))["id"].to_list()
    broken = next((name for name in ids if len(name.splitlines()) > 1), None)
    if broken is not None:
        todo = "--to nemo writes the same ids as Parquet"
        raise UsageError("an id holds a line break", where=repr(broken), todo=todo)
    path.write_text("".join(f"{name}\n" for name in ids), encoding="utf-8")
    return len(ids)


def to_nemo(run: Path, path: Path, wanted: Any) -> int:  # noqa: ANN401 - see to_ids
    """The ids to drop as Parquet, with the group of duplicates that each belongs to.

    NeMo Curator's TextDuplicatesRemovalWorkflow removes the documents whose ids stand in the column
    `id` of the Parquet files under `ids_to_remove_path`; tell it the id column of your own files
    with `id_field` (docs.nvidia.com/nemo/curator, text/deduplication/removal_workflow).  Sorted by
    id, since it reads ranges of them; `_duplicate_group_id` is what its fuzzy deduplication calls
    the number of a group.
    """
    path.mkdir()
    rows = dropped(pairs_wanted(run, wanted))
    rows.write_parquet(path / "part.0.parquet")
    return rows.height


def pairs_wanted(run: Path, wanted: Any) -> pl.DataFrame:  # noqa: ANN401 - see to_ids
    """The pairs of an earlier and a later article that make the later one superfluous."""
    return chosen(rows_of(run, ARTICLE_PAIRS), wanted.where or DUPLICATES)


def dropped(pairs: pl.DataFrame) -> pl.DataFrame:
    """Each later article once, sorted by id, and the number of its group."""
    ids = pairs["article_id_b"].unique().sort().to_list()
    root = groups(pairs.select("article_id_a", "article_id_b").rows())
    numbers = {one: i for i, one in enumerate(dict.fromkeys(root[name] for name in ids))}
    group = [numbers[root[name]] for name in ids]
    schema = {"id": pl.String(), "_duplicate_group_id": pl.Int64()}
    return pl.DataFrame({"id": ids, "_duplicate_group_id": group}, schema=schema)


def groups(edges: list[tuple[str, str]]) -> dict[str, str]:
    """Each article with one that stands for all it is connected to: union-find, path halving."""
    parent = {name: name for edge in edges for name in edge}

    def top(name: str) -> str:
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    for a, b in edges:
        parent[top(b)] = top(a)
    return {name: top(name) for name in parent}
