"""A run through an index: tonight's articles against each other and against all that was seen before.

    read -> what is new -> segment, normalize -> probe the index -> recall what is touched -> as any run

Tonight's articles and the old ones they touch are a small corpus, and go through the same stages.
The index gets its new version and the output its new run as one: the version, which names the run
staged beside the output, is the commit; a process that dies between the two leaves the second step
to the next one that opens the index.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
from msgspec import structs

from dedup.arrow import values
from dedup.config import Config
from dedup.errors import UsageError
from dedup.index import (
    HASH,
    Archive,
    Known,
    Manifest,
    Pending,
    containment_of,
    events_of,
    held,
    make,
    new_name,
    newest,
    next_version,
    night_of,
    open_archive,
    params_of,
    phrases_in,
    refuse_other_params,
    staged,
    versions,
    with_removed,
    write_articles,
    write_groups,
    write_units,
)
from dedup.kernels.arrays import Ints, Keys
from dedup.ledger import Ledger
from dedup.pipeline.crowds import groups_of
from dedup.pipeline.intake import Cut, take_in
from dedup.pipeline.past import Past, with_past
from dedup.pipeline.relating import match_all
from dedup.pipeline.reporting import Start, finish, started
from dedup.pipeline.storing import storing
from dedup.schemas import CLUSTER_EVENTS, GROUPS, empty
from dedup.stages.publish import Published, Reports
from dedup.stages.read import Batch, Source
from dedup.stages.relate import Matched, names_of_texts
from dedup.stages.sketch import choose_bands
from dedup.storage import commit, sync
from dedup.storage.spill import Parts

__all__ = ["EXPECT", "IndexAt", "add_night"]

# So many sentences an index is made for unless told: it decides how many bands it has.
EXPECT = 10_000_000

NO_CONTAINMENT = (
    "containment is off: this index was made before there was any; rebuild it to have it"
)


class IndexAt(NamedTuple):
    """The folder of an index; how many sentences it is made for, if it is not there yet.

    Where somebody else writes to it, `wait` seconds are waited; `day` is tonight's.  `days` are those
    of articles that are taken over from another index, since 1970.
    """

    folder: Path
    expect: int = EXPECT
    wait: float = 0.0
    day: str = ""
    days: Ints | None = None


class Tonight(NamedTuple):
    """The version before, the folder of tonight's tables, and how many parts of a corpus are tonight's."""

    at: IndexAt
    before: Manifest
    folder: Path
    n_parts: int


def add_night(
    inputs: Sequence[str | Source] | Iterator[Batch],
    out: Path,
    config: Config,
    at: IndexAt,
    ledger: Ledger,
) -> Published | None:
    """Read `inputs`, publish what they repeat of each other and of the index, and add them to it.

    In place of inputs the batches that were read from them are taken too.  The caller is `alone` on
    `out`.  Returns None when the index has all of it already: then nothing is published.

    Raises:
        LockedError: another run has the index.
        IncompatibleError: the index was made with other settings.
        DedupError: another one of the tree in `dedup.errors`; what was published before, and the
            index, stay as they were.
    """
    refuse_inside(at.folder, out)
    with held(at.folder, at.wait):
        manifest = opened(at, config)
        config = looking_for(config, manifest, ledger)
        remove_orphans(out, manifest)
        with (
            started(inputs, out, config, ledger, with_index=True) as start,
            staged(at.folder, new_name(day_of(at))) as folder,
        ):
            archive = open_archive(at.folder, manifest)
            known = Known(archive)
            cut = take_in(known.without(start.articles), start.job)
            ledger.rows_known = known.n_known
            if known.n_articles == 0 and manifest.touched is None:
                return None
            tonight = Tonight(at, manifest, folder, len(cut.articles))
            return publish_night(start, cut, archive, known, tonight)


def looking_for(config: Config, manifest: Manifest, ledger: Ledger) -> Config:
    """The settings of the run; an index of the first format looks for no containment, and says so."""
    kept = containment_of(manifest)
    if kept != config.containment:
        ledger.note("probe", NO_CONTAINMENT)
    return structs.replace(config, containment=kept)


def refuse_inside(index: Path, out: Path) -> None:
    """Raise UsageError for an index inside the output, where readers of the reports would meet it."""
    if index.resolve().is_relative_to(out.resolve()):
        what = "the index lies inside the output folder"
        raise UsageError(what, where=str(index), todo="put it beside the output, not inside")


def day_of(at: IndexAt) -> str:
    """The night's day, in UTC."""
    return at.day or datetime.now(UTC).date().isoformat()


def days_of(at: IndexAt, n_articles: int) -> Ints:
    """The day that brought each of tonight's articles, since 1970."""
    if at.days is not None:
        return at.days
    return np.full(n_articles, np.datetime64(day_of(at), "D").astype(np.int32), np.int32)


def opened(at: IndexAt, config: Config) -> Manifest:
    """The newest version of the index, which is made if there is none."""
    if versions(at.folder):
        manifest = newest(at.folder)
        refuse_other_params(manifest, config, at.folder)
        return manifest
    bands = choose_bands(config.similarity, config.recall, at.expect)
    wanted = {"bands": bands.bands, "rows": bands.rows}
    return make(at.folder, params_of(config), wanted, at.expect)


def pending_name(out: Path, manifest: Manifest) -> str:
    """How a run is called that is complete, and waits for the version after this one."""
    return f".{out.resolve().name}.pending-{manifest.index_id}-{manifest.version + 1}"


def remove_orphans(out: Path, manifest: Manifest) -> None:
    """Remove a run that was staged for the next version, which a killed process never made."""
    shutil.rmtree(out.resolve().parent / pending_name(out, manifest), ignore_errors=True)


def publish_night(
    start: Start, cut: Cut, archive: Archive, known: Known, tonight: Tonight
) -> Published:
    """Match, write tonight's tables, and publish reports and index."""
    lost = known.removed()
    archive.remove(lost)
    job = storing(start.job, archive, tonight.folder, tonight.n_parts)
    past = with_past(cut, archive, lost, job) if archive.stored else without_past(cut)
    matched = [with_before(one, past.groups[one.unit]) for one in match_all(past.cut, job)]
    rows = written(past, matched, tonight, start.reports)
    place = start.place._replace(commit=committing(archive, rows, tonight))
    return finish(start._replace(job=job, place=place), past.cut, matched)


def take_back(waiting: Path, folder: Path, tonight: Tonight) -> None:
    """Have the run removed with its staging folder, unless the version that names it is there."""
    if tonight.before.version + 1 not in versions(tonight.at.folder):
        waiting.rename(folder)


def without_past(cut: Cut) -> Past:
    """The first night touches nothing."""
    return Past(cut, {unit: pl.DataFrame(empty(GROUPS)) for unit in cut.spans})


def with_before(matched: Matched, groups: pl.DataFrame) -> Matched:
    """What matching found, with the name of the group each text was in."""
    frames = [pl.DataFrame(part) for part in matched.texts.columns(*HASH)]
    names = pl.concat(frames).join(groups, on=HASH, how="left", maintain_order="left")["name"]
    return matched._replace(before=names.fill_null(0).to_numpy())


def written(
    past: Past, matched: Sequence[Matched], tonight: Tonight, reports: Reports
) -> dict[str, int]:
    """Write what tonight adds to the index, and its CLUSTER_EVENTS; returns as `write_night`."""
    names = [names_of_texts(one) for one in matched]
    reports.write(CLUSTER_EVENTS, events(past, matched, names))
    return write_night(past, matched, names, tonight)


def write_night(
    past: Past, matched: Sequence[Matched], names: Sequence[Keys], tonight: Tonight
) -> dict[str, int]:
    """Write what tonight adds to the index; returns how many rows each table has."""
    n, folder = tonight.n_parts, tonight.folder
    articles, facts = (Parts(several.kept[:n]) for several in (past.cut.articles, past.cut.facts))
    days = days_of(tonight.at, past.cut.n_new)
    rows = {"articles": write_articles(folder, articles, facts, days)}
    for one, name in zip(matched, names, strict=True):
        mine = (Parts(several.kept[:n]) for several in (one.units, one.texts))
        rows |= write_units(folder, one.unit, *mine) | phrases_in(folder, one.unit)
        component = groups_of(one.verified, one.texts.num_rows, 0.0)
        groups = past.groups[one.unit]
        rows[f"{one.unit} groups"] = write_groups(folder, one, component, name, groups)
    return rows


def events(past: Past, matched: Sequence[Matched], names: Sequence[Keys]) -> pa.Table:
    """CLUSTER_EVENTS of tonight."""
    frames = []
    for one, now in zip(matched, names, strict=True):
        texts = pl.concat([pl.DataFrame(p) for p in one.texts.columns(*HASH, "n_occurrences")])
        new = new_occurrences(one.units, texts.height, past.cut.n_new)
        texts = texts.with_columns(now=pl.Series(now), n_new=pl.Series(new))
        groups = past.groups[one.unit].select(*HASH, before="name", n_before="n_occurrences")
        both = texts.join(groups, on=HASH, how="full", coalesce=True).fill_null(0)
        frames.append(both.with_columns(unit=pl.lit(one.unit), n_now=pl.col("n_occurrences")))
    return events_of(pl.concat(frames))


def new_occurrences(units: Parts, n_texts: int, n_new: int) -> np.ndarray:
    """How often each text stands in tonight's articles."""
    counts = np.zeros(n_texts, np.int64)
    for part in units.columns("text", "article"):
        texts = values(part, "text")[values(part, "article") < n_new]
        counts += np.bincount(texts, minlength=n_texts)
    return counts


def committing(
    archive: Archive, rows: Mapping[str, int], tonight: Tonight
) -> Callable[[Path, Path, str], Path]:
    """What publishes the run and the version of the index as one."""

    def both(folder: Path, out: Path, run_id: str) -> Path:
        sync(folder)
        waiting = folder.rename(folder.with_name(pending_name(out, tonight.before)))
        sync(waiting.parent)
        run = Pending(run_id=run_id, out=str(out.resolve()), staged=str(waiting))
        night = night_of(tonight.folder, day_of(tonight.at), rows)
        nights = (*with_removed(archive), night)
        changed = {"nights": nights, "touched": None, "run": run}
        try:
            next_version(tonight.at.folder, tonight.before, "run", **changed)
        except BaseException:
            take_back(waiting, folder, tonight)
            raise
        return commit(waiting, out, run_id)

    return both
