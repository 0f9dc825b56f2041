"""A night reduced to what touches the disk: lock, stage, write, publish, drop the oldest run."""

from pathlib import Path

import pyarrow as pa

from dedup import storage
from dedup.config import Config
from dedup.ledger import Ledger
from dedup.pipeline.alone import Keeping, alone, drop
from dedup.schemas import REJECTS, REPORTS
from dedup.stages.publish import Place, Reports, publish
from tests.faults.enumerate import Target

__all__ = ["PUBLISHING", "sound_runs"]

CONFIG = Config.build({"similarity": 0.7})
FILE = {"path": "a.jsonl", "sha256": "00", "rows_read": 3, "rows_rejected": 3, "columns": {}}
STARTED = 1_741_600_000.0


def act(folder: Path, started: float = STARTED + 86_400) -> int:
    """Publish a run of three rejects, and keep two."""
    out, ledger = folder / "reports" / "out", Ledger()
    ledger.read(FILE)
    with alone(out):
        with storage.os_errors_explained(out), storage.staging_folder(out, "night") as staging:
            reports = Reports(staging, CONFIG)
            reports.write(REJECTS, rejects())
            reports.close()
            publish(reports, ledger, CONFIG, Place(staging, out, started), [storage.sync])
        drop(out, Keeping(0.0, 2))
    return 0


def rejects() -> pa.Table:
    """Three rows that could not be used: the report with the fewest columns."""
    columns = []
    for field in REJECTS.schema:
        plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        columns.append(pa.array([1, 2, 3]).cast(plain).cast(field.type))
    return pa.Table.from_arrays(columns, schema=REJECTS.schema)


def prepare(folder: Path) -> None:
    """Two runs of earlier nights."""
    for night in (0, 1):
        act(folder, STARTED + night)


def check(folder: Path) -> str:
    """Every run to be seen is complete to the last byte, and `latest` names one of them."""
    out = folder / "reports" / "out"
    names = sound_runs(out)
    assert storage.find_run(out).name in names, "latest names no run"
    assert {"latest", *names} == {path.name for path in out.iterdir()}, "more than runs"
    return "new" if any(name.startswith("run=20250311") for name in names) else "old"


def sound_runs(out: Path) -> list[str]:
    """The names of the runs below an output, each with all its files as run.json says."""
    runs = sorted(out.glob("run=*"))
    for run in runs:
        files = storage.read_manifest(run)["files"]
        assert len(files) >= len(REPORTS) - 2
        for file in files:
            assert file["sha256"] == storage.file_sha256(run / file["name"]), file["name"]
    return [run.name for run in runs]


def clean(folder: Path) -> None:
    """Nothing lies beside the output, two runs are kept, and `latest` names the newest."""
    out = folder / "reports" / "out"
    assert [out] == list(out.parent.iterdir()), "something is left beside the output"
    runs = storage.runs_of(out)
    assert 2 == len(runs), "not two runs"
    assert storage.find_run(out) == runs[-1].folder, "latest does not name the newest run"


PUBLISHING = Target("publish", "tests.faults.publishing:act", prepare, check, clean)
