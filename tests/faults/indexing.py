"""A night through an index reduced to what touches the disk: tables, version and run as one commit."""

from pathlib import Path

from dedup import storage
from dedup.config import Config
from dedup.index import held, new_name, newest, open_archive, staged, versions
from dedup.ledger import Ledger
from dedup.pipeline.alone import alone
from dedup.pipeline.night import IndexAt, Tonight, committing, remove_orphans
from dedup.schemas import REJECTS
from dedup.stages.publish import Place, Reports, publish
from tests.faults.enumerate import Target
from tests.faults.publishing import FILE, STARTED, rejects, sound_runs
from tests.index.nights import Place as Nights
from tests.index.nights import article, night

__all__ = ["INDEXING"]

CONFIG = Config.build({})
TEXT = "The swing bridge over the inner harbor stays closed to trucks until the end of {}."


def act(folder: Path) -> int:
    """Add the tables of the night before once more, and publish a run of three rejects with them."""
    out, at, ledger = folder / "reports" / "out", IndexAt(folder / "index"), Ledger()
    ledger.read(FILE)
    with alone(out), held(at.folder):
        before = newest(at.folder)
        remove_orphans(out, before)
        name = new_name("2026-03-12")
        with storage.staging_folder(out, "night") as staging, staged(at.folder, name) as tables:
            for file in before.nights[-1].files:
                content = (at.folder / file.path).read_bytes()
                (tables / Path(file.path).name).write_bytes(content)
                storage.sync(tables / Path(file.path).name)
            reports = Reports(staging, CONFIG, with_index=True)
            reports.write(REJECTS, rejects())
            reports.close()
            tonight = Tonight(at, before, tables, 1)
            both = committing(open_archive(at.folder, before), before.nights[-1].rows, tonight)
            publish(reports, ledger, CONFIG, Place(staging, out, STARTED, both))
    return 0


def prepare(folder: Path) -> None:
    """An index of one night, and its run."""
    place = Nights(folder / "prepared", {})
    night(place, ROWS)
    (folder / "reports").mkdir()
    place.out.rename(folder / "reports" / "out")
    place.index.rename(folder / "index")


ROWS = [article(number, TEXT.format(month)) for number, month in enumerate(("March", "April"))]


def check(folder: Path) -> str:
    """Reports and index are both old or both new; a run may wait, whole, to be made visible."""
    out, index = folder / "reports" / "out", folder / "index"
    names = sound_runs(out)
    assert storage.find_run(out).name in names, "latest names no run"
    manifest = newest(index)
    for one in manifest.nights:
        for file in one.files:
            assert file.sha256 == storage.file_sha256(index / file.path), file.path
    is_old = manifest.version == versions(index)[0]
    waits = manifest.run is not None and Path(manifest.run.staged).is_dir()
    if waits:
        sound(Path(manifest.run.staged))
    assert is_old == (len(names) == 1 and not waits), "reports and index differ"
    return "old" if is_old else "new"


def sound(run: Path) -> None:
    """A run that waits has every file as run.json says."""
    for file in storage.read_manifest(run)["files"]:
        assert file["sha256"] == storage.file_sha256(run / file["name"]), file["name"]


def clean(folder: Path) -> None:
    """Nothing is left beside the reports, and the index holds what its versions name."""
    out, index = folder / "reports" / "out", folder / "index"
    assert [out] == list(out.parent.iterdir()), "something is left beside the output"
    assert storage.find_run(out) == storage.runs_of(out)[-1].folder, "latest is not the newest"
    named = {one.name for one in newest(index).nights}
    assert named == {path.name for path in (index / "data").iterdir()}, "something is left in data"
    assert {"FORMAT", "data", "manifests"} == {path.name for path in index.iterdir()}
    assert all(path.suffix == ".json" for path in (index / "manifests").iterdir())


INDEXING = Target("index", "tests.faults.indexing:act", prepare, check, clean)
