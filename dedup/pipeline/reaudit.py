"""A published run audited again: its inputs are read, cut and folded as then, and its pairs counted."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.errors import IncompatibleError, InputError
from dedup.ledger import Ledger, Progress, ignore
from dedup.memory import memory_of
from dedup.pipeline.auditing import judged
from dedup.pipeline.intake import take_in
from dedup.pipeline.job import Job
from dedup.pipeline.matching import fold_units
from dedup.schemas import CLUSTER_EVENTS, PAIRS, QUALITY, empty
from dedup.stages.audit import Draw, joined
from dedup.stages.read import read
from dedup.stages.relate.names import text_ids
from dedup.storage import file_sha256, read_manifest, read_table
from dedup.storage.spill import Parts, Shelf

__all__ = ["reaudit"]

# These are of the machine that made the run.
OF_MACHINE = {"jobs", "memory", "batch_bytes"}


def reaudit(
    run: Path, n_texts: int, seed: int | None = None, watch: Callable[[Progress], None] = ignore
) -> pa.Table:
    """The QUALITY of the published run in the folder `run`, whose folder stays as it is.

    Args:
        run: the run's own folder.
        n_texts: how many texts are joined with all; more than there are: all.
        seed: of the draw; None: that of the run.
        watch: is told how far it is.

    Raises:
        InputError: an input is gone, or has changed since.
        IncompatibleError: the inputs do not give the texts of the run, or not all: through an
            index it has pairs with texts of nights before.
    """
    manifest = read_manifest(run)
    config = config_of(manifest, run)
    for one in manifest["inputs"]:
        refuse_changed(one)
    memory = memory_of(config)
    with tempfile.TemporaryDirectory() as folder, local_engine(config.jobs) as engine:
        shelf = Shelf(Path(folder) / "spill", memory.shelf)
        job = Job(config, engine, shelf, memory, ledger_of(manifest, watch))
        paths = [one["path"] for one in manifest["inputs"]]
        cut = take_in((batch.articles for batch in read(paths, config)), job)
        draw = Draw(n_texts, config.min_words, config.seed if seed is None else seed)
        several = {unit: fold_units(cut, unit, job)[0] for unit in sorted(config.units)}
        found = [quality_of(run, unit, texts, (draw, job)) for unit, texts in several.items()]
    return pa.concat_tables([empty(QUALITY), *found]).unify_dictionaries()


def ledger_of(manifest: dict[str, Any], watch: Callable[[Progress], None]) -> Ledger:
    """A ledger that knows the banding of the run."""
    ledger = Ledger(watch)
    ledger.bands = manifest["bands"]
    return ledger


def config_of(manifest: dict[str, Any], run: Path) -> Config:
    """The settings of the run, but for those of the machine."""
    fields = set(Config.__struct_fields__) - OF_MACHINE
    known = {name: value for name, value in manifest["config"].items() if name in fields}
    return Config.build(known, where=f"run.json of {run.name}")


def refuse_changed(one: dict[str, Any]) -> None:
    """Raise InputError unless an input of run.json is there with the same bytes."""
    path = Path(one["path"])
    todo = "audit from the folder where the run was made, with its inputs as they were"
    if not path.is_file():
        raise InputError("an input of the run is gone", where=str(path), todo=todo)
    if file_sha256(path) != one["sha256"]:
        raise InputError("an input has changed since the run", where=str(path), todo=todo)


def quality_of(run: Path, unit: str, texts: Parts, how: tuple[Draw, Job]) -> pa.Table:
    """The QUALITY of one kind of unit."""
    draw, job = how
    with job.ledger.stage("audit", texts.num_rows):
        verified = job.shelf.parts([verified_again(run, unit, texts)])
        sample = joined(texts, job.config.similarity, draw, job.engine.map)
        return judged(unit, sample, texts, verified, job)


def verified_again(run: Path, unit: str, texts: Parts) -> pa.Table:
    """The columns left, right and jaccard of VERIFIED, from the published pairs; sorted."""
    pairs = read_table(run, PAIRS, ["unit", "text_id_a", "text_id_b", "jaccard"])
    pairs = pairs.filter(pc.equal(pairs.column("unit").cast(pa.string()), unit))
    sides = [pairs.column(name).combine_chunks() for name in ("text_id_a", "text_id_b")]
    known = pc.unique(pa.concat_arrays(sides))
    row = rows_named(known, texts)
    if (row < 0).any():
        raise other_texts(run, known[int(np.argmin(row))].as_py())
    ends = np.sort([row[pc.index_in(side, known).to_numpy()] for side in sides], axis=0)
    order = np.lexsort(ends[::-1])
    jaccard = pairs.column("jaccard").take(pa.array(order))
    return pa.table({"left": ends[0][order], "right": ends[1][order], "jaccard": jaccard})


def other_texts(run: Path, lost: str) -> IncompatibleError:
    """What is said of a run with a pair whose text is not in its inputs."""
    what = "the inputs no longer give the texts of the run"
    todo = "audit with the version that made the run, or run again with this one"
    if (run / f"{CLUSTER_EVENTS.name}.parquet").exists():
        what = "a run through an index has pairs with texts of nights before"
        todo = "read quality.parquet: its recall was measured on all of them"
    return IncompatibleError(what, where=f"{run}: {lost} is not among them", todo=todo)


def rows_named(known: pa.Array, texts: Parts) -> Any:  # noqa: ANN401 - an array of int32
    """The row of each text_id; -1 where there is none."""
    row = np.full(len(known), -1, np.int32)
    for start, part in zip(texts.starts, texts.columns("hash_high", "hash_low"), strict=True):
        at = pc.index_in(text_ids(part), known).fill_null(-1).to_numpy()
        there = np.flatnonzero(at >= 0)
        row[at[there]] = there + start
    return row
