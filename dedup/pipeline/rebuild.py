"""An index made anew of another one's articles: with other settings, or for a larger archive."""

from collections.abc import Callable, Iterator
from pathlib import Path

from dedup.config import Config
from dedup.errors import UsageError
from dedup.index import (
    Archive,
    Manifest,
    days_of_live,
    held,
    live_articles,
    new_name,
    next_version,
    night_of,
    open_archive,
    opened_to_read,
    staged,
    versions,
)
from dedup.ledger import Ledger, Progress, ignore
from dedup.pipeline.alone import alone
from dedup.pipeline.intake import take_in
from dedup.pipeline.night import (
    IndexAt,
    Tonight,
    add_night,
    day_of,
    opened,
    without_past,
    write_night,
)
from dedup.pipeline.relating import match_all
from dedup.pipeline.reporting import Start, started
from dedup.pipeline.storing import storing
from dedup.schemas import RAW_ARTICLES, REJECTS, empty
from dedup.stages.publish import Published
from dedup.stages.read import Batch, InputFile
from dedup.stages.relate import names_of_texts

__all__ = ["make_tables", "rebuild"]


def rebuild(
    index: Path,
    into: IndexAt,
    config: Config,
    out: Path | None = None,
    watch: Callable[[Progress], None] = ignore,
) -> Published | None:
    """Make the index `into` of the articles that are in `index`, which stays as it is.

    Args:
        index: read, not changed; articles that were removed are left out.
        into: the folder of the new index and what it is made for; must not hold one already.
        config: the settings of the new index.
        out: where a run with all that repeats is published; None: nowhere.
        watch: told how far it is.

    Raises:
        UsageError: the new folder lies inside the old one, or holds an index already.
        DedupError: another one of the tree in `dedup.errors`.
    """
    archive = opened_to_read(index)
    refuse_taken(index, into.folder)
    into = into._replace(days=days_of_live(archive))
    if out is not None:
        with alone(out):
            return add_night(batches_of(archive), out, config, into, Ledger(watch))
    make_tables(archive, into, config, watch)
    return None


def refuse_taken(index: Path, folder: Path) -> None:
    """Raise UsageError for a folder that no new index can be made in."""
    if folder.resolve().is_relative_to(index.resolve()):
        what, todo = "the new index lies inside the old one", "name a folder beside it"
        raise UsageError(what, where=str(folder), todo=todo)
    if folder.exists() and versions(folder):
        what, todo = "there is an index already", "name a folder that is not there yet"
        raise UsageError(what, where=str(folder), todo=todo)


def batches_of(archive: Archive) -> Iterator[Batch]:
    """The articles as they were read; the last batch tells of the index as of an input file."""
    n_articles = 0
    for part in live_articles(archive):
        n_articles += part.num_rows
        yield Batch(part, empty(REJECTS), None)
    yield Batch(empty(RAW_ARTICLES), empty(REJECTS), as_input(archive, n_articles))


def as_input(archive: Archive, n_articles: int) -> InputFile:
    """What run.json says of the index that was read."""
    manifest = archive.manifest
    n_bytes = sum(file.n_bytes for night in manifest.nights for file in night.files)
    name = f"{archive.folder}#{manifest.version}"
    return InputFile(name, "index", n_bytes, manifest.index_id, n_articles, 0, {})


def make_tables(
    archive: Archive, into: IndexAt, config: Config, watch: Callable[[Progress], None] = ignore
) -> Manifest:
    """The same without a run: the tables of one night, published as the index's first version."""
    with held(into.folder, into.wait):
        manifest, ledger = opened(into, config), Ledger(watch)
        with (
            started(batches_of(archive), into.folder, config, ledger, with_index=True) as start,
            staged(into.folder, new_name(day_of(into))) as folder,
        ):
            empty_one = open_archive(into.folder, manifest)
            rows = write_tables(start, empty_one, Tonight(into, manifest, folder, 0))
            night = night_of(folder, day_of(into), rows)
        return next_version(into.folder, manifest, "rebuild", nights=(night,))


def write_tables(start: Start, archive: Archive, tonight: Tonight) -> dict[str, int]:
    """Match the articles and write the tables of their night; returns how many rows each has."""
    cut = take_in(start.articles, start.job)
    tonight = tonight._replace(n_parts=len(cut.articles))
    past = without_past(cut)
    matched = match_all(past.cut, storing(start.job, archive, tonight.folder, tonight.n_parts))
    return write_night(past, matched, [names_of_texts(one) for one in matched], tonight)
