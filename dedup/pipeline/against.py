"""Whether the nights of an index add up to one: its groups against those of a rebuild."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from msgspec import structs

from dedup.config import Config
from dedup.errors import UsageError
from dedup.index import (
    HASH,
    Archive,
    containment_of,
    days_of_live,
    groups_of,
    newest,
    open_archive,
    opened_to_read,
    refuse_other_params,
)
from dedup.ledger import Progress, ignore
from dedup.pipeline.night import IndexAt
from dedup.pipeline.rebuild import make_tables
from dedup.stages.relate import cluster_ids
from dedup.storage import staging_folder

__all__ = ["Compared", "Difference", "against_rebuild"]


class Difference(NamedTuple):
    """A cluster that the nights and a rebuild do not have alike: texts and occurrences of each."""

    unit: str
    cluster_id: str
    texts: int
    occurrences: int
    texts_rebuilt: int
    occurrences_rebuilt: int


class Compared(NamedTuple):
    """How many clusters and texts in them a rebuild gives, and where the nights differ."""

    version: int
    n_clusters: int
    n_texts: int
    differences: list[Difference]


def against_rebuild(
    index: Path, config: Config, watch: Callable[[Progress], None] = ignore
) -> Compared:
    """Rebuild the index in a temporary folder beside it, and compare every cluster.

    A cluster is named after its oldest member and its texts are told by hash, so equal groups with
    equal counts are equal clusters, pairs and occurrences.  Takes the memory and the time of a run
    over all articles, and the disk for a second index.

    Raises UsageError when articles were removed since the last run, which relates what is left.
    """
    archive = opened_to_read(index)
    refuse_unrelated(archive)
    config = structs.replace(config, containment=containment_of(archive.manifest))
    refuse_other_params(archive.manifest, config, index)
    with staging_folder(index, "rebuild") as folder:
        into = IndexAt(folder / "index", archive.manifest.expect, days=days_of_live(archive))
        make_tables(archive, into, config, watch)
        rebuilt = open_archive(into.folder, newest(into.folder))
        each = [compared(archive, rebuilt, unit) for unit in config.units]
    n_clusters, n_texts = (sum(sizes) for sizes in zip(*(one[:2] for one in each), strict=True))
    differences = [difference for *_, several in each for difference in several]
    return Compared(archive.manifest.version, n_clusters, n_texts, differences)


def refuse_unrelated(archive: Archive) -> None:
    """Raise UsageError when the groups of what was removed were not related since."""
    if archive.manifest.touched is not None:
        what = "articles were removed, and no run has related what is left"
        todo = f"dedup run INPUT... -o OUT --index {archive.folder}, then verify again"
        raise UsageError(what, where=str(archive.folder), todo=todo)


def compared(one: Archive, rebuilt: Archive, unit: str) -> tuple[int, int, list[Difference]]:
    """How many clusters and texts a rebuild gives, and where the nights differ."""
    both = groups_now(one, unit), groups_now(rebuilt, unit)
    differ = [
        theirs.join(others, on=theirs.columns, how="anti").select("name")
        for theirs, others in (both, both[::-1])
    ]
    names = pl.concat(differ).unique().sort("name")
    sizes = names
    for at, groups in enumerate(both):
        counts = groups.group_by("name").agg(pl.len().alias(f"t{at}"), o=pl.sum("n_occurrences"))
        sizes = sizes.join(counts.rename({"o": f"o{at}"}), on="name", how="left")
    return both[1]["name"].n_unique(), both[1].height, list(told(sizes.sort("name"), unit))


def told(sizes: pl.DataFrame, unit: str) -> Iterator[Difference]:
    """One row a cluster that differs."""
    ids = cluster_ids(np.array(sizes["name"].to_numpy())).to_pylist()
    rows = sizes.select("t0", "o0", "t1", "o1").fill_null(0).iter_rows()
    for name, row in zip(ids, rows, strict=True):
        yield Difference(unit, name, *row)


def groups_now(archive: Archive, unit: str) -> pl.DataFrame:
    """GROUPS of every text that is in a cluster, as the newest night has it."""
    newest_rows = groups_of(archive, unit).unique(HASH, keep="last", maintain_order=True)
    return newest_rows.filter(pl.col("name") > 0)
