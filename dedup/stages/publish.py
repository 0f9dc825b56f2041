"""All tables -> one run folder, in one rename; this end of the pipeline alone writes reports."""

import hashlib
import platform
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from dedup.config import Config
from dedup.errors import DedupError
from dedup.ledger import Ledger
from dedup.schemas import ARTICLES, CLUSTER_EVENTS, REPORTS, SCHEMA_VERSION, SENTENCES, Table
from dedup.storage import (
    TableWriter,
    commit,
    file_sha256,
    free_run_id,
    succession,
    write_manifest,
)

__all__ = ["Extra", "Place", "Published", "Reports", "publish"]

# What is added up over all articles for the overview.
COUNTED = {
    "sentences": "n_sentences",
    "paragraphs": "n_paragraphs",
    "repeated_sentences": "n_repeated_sentences",
}

# Something for people, made of the tables of a run.
Extra = Callable[[Path], object]

Each = Callable[[Callable[[TableWriter], dict[str, Any]], Iterable[TableWriter]], Iterable[Any]]

LIBRARIES = ("datasketch", "numba", "numpy", "polars", "pyarrow", "rapidfuzz")


class Published(NamedTuple):
    """Where a run is, and what its run.json says."""

    folder: Path
    manifest: dict[str, Any]


class Reports:
    """The report tables of one run while they are written, piece by piece."""

    def __init__(self, folder: Path, config: Config, *, with_index: bool = False) -> None:
        """Nothing is written yet; the files lie in `folder`, which must be there."""
        self.fingerprint = config.fingerprint
        facts = {"dedup.version": version("dedup"), "dedup.config_sha256": self.fingerprint}
        self.writers: dict[str, TableWriter] = {}
        self.open = partial(TableWriter, folder=folder, metadata=facts)
        self.files: list[dict[str, Any]] = []
        self.completed: dict[str, Iterable[dict[str, Any]]] = {}
        self.counts = dict.fromkeys(COUNTED, 0) | {"repeated_articles": 0}
        wanted = {SENTENCES.name: config.sentences, CLUSTER_EVENTS.name: with_index}
        for kind in REPORTS:
            if wanted.get(kind.name, True):
                self.writers[kind.name] = self.open(kind)

    def write(self, kind: Table, table: pa.Table) -> None:
        """Write the next rows of a report."""
        self.writers[kind.name].append(table)
        if kind is ARTICLES:
            for name, column in COUNTED.items():
                self.counts[name] += pc.sum(table.column(column)).as_py() or 0
            repeated = table.column("n_repeated_sentences").to_numpy()
            self.counts["repeated_articles"] += int((repeated > 0).sum())

    def complete(self, kind: Table, each: Each = map) -> None:
        """Complete the file of a report that nothing is written to any more; `each` may do so beside."""
        self.completed[kind.name] = each(closed, [self.writers[kind.name]])

    def close(self, each: Each = map) -> None:
        """Complete every file, and note what run.json says of it; `each` may do so side by side."""
        rest = {name: one for name, one in self.writers.items() if name not in self.completed}
        last = iter(each(closed, rest.values()))
        for name in self.writers:
            self.files.append(next(last) if name in rest else next(iter(self.completed[name])))

    def rows(self, name: str) -> int:
        """How many rows a report has."""
        return self.writers[name].num_rows


def closed(writer: TableWriter) -> dict[str, Any]:
    """What run.json says of a file, which is completed."""
    writer.close()
    path = writer.path
    size, sha256 = path.stat().st_size, file_sha256(path)
    return {"name": path.name, "rows": writer.num_rows, "n_bytes": size, "sha256": sha256}


class Place(NamedTuple):
    """The folder that is staged, the output it goes to, the time the run started, and what publishes."""

    folder: Path
    out: Path
    started: float
    commit: Callable[[Path, Path, str], Path] = commit


def publish(
    reports: Reports, ledger: Ledger, config: Config, place: Place, extras: Sequence[Extra] = ()
) -> Published:
    """Write run.json beside the reports, then `extras`; then make them visible at once."""
    refuse_lost_rows(reports, ledger)
    run_id = free_run_id(
        place.out.resolve(), name_of_run(ledger, reports.fingerprint, place.started)
    )
    manifest = manifest_of(reports, ledger, config, place.started)
    manifest |= {"run_id": run_id, **succession(place.out), "files": reports.files}
    write_manifest(place.folder, manifest)
    for add in extras:
        add(place.folder)
    return Published(place.commit(place.folder, place.out, run_id), manifest)


def refuse_lost_rows(reports: Reports, ledger: Ledger) -> None:
    """Raise DedupError unless every row read is an article, known already, or a reject."""
    reported, rejected = reports.rows("articles"), reports.rows("rejects")
    known = ledger.rows_known
    if ledger.rows_read != reported + known + rejected:
        raise DedupError(
            f"{ledger.rows_read} rows read, but {reported} reported, {known} known and {rejected} rejected",
            todo="this is a bug; please report it with the input's run.json",
        )


def name_of_run(ledger: Ledger, fingerprint: str, started: float) -> str:
    """The second it started, and four hex digits of what went in."""
    inputs = [[one["path"], one["sha256"]] for one in ledger.inputs]
    digest = hashlib.sha256(msgspec.json.encode([fingerprint, inputs])).hexdigest()
    return f"{datetime.fromtimestamp(started, UTC):%Y%m%dT%H%M%SZ}-{digest[:4]}"


def manifest_of(reports: Reports, ledger: Ledger, config: Config, started: float) -> dict[str, Any]:
    """What run.json says, but for the files."""
    read = {
        name: reports.rows(of) for name, of in (("reported", "articles"), ("rejected", "rejects"))
    }
    return {
        "dedup_version": version("dedup"),
        "schema_version": SCHEMA_VERSION,
        "status": "ok",
        "started_at": datetime.fromtimestamp(started, UTC).isoformat(),
        "finished_at": datetime.now(UTC).isoformat(),
        "seconds": round(time.time() - started, 3),
        "config": msgspec.structs.asdict(config),
        "config_sha256": reports.fingerprint,
        "versions": versions(),
        "inputs": ledger.inputs,
        "rows": {"read": ledger.rows_read, **read, "known": ledger.rows_known},
        "counts": counts_of(reports, ledger),
        "bands": ledger.bands,
        "stages": ledger.stages,
        "losses": ledger.losses,
        **ledger.facts,
    }


def versions() -> dict[str, str]:
    """What the results may depend on."""
    return {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **{name: version(name) for name in LIBRARIES},
    }


def counts_of(reports: Reports, ledger: Ledger) -> dict[str, int]:
    """The numbers of the overview."""
    return {
        "articles": reports.rows("articles"),
        **reports.counts,
        **{name: reports.rows(name) for name in ("occurrences", "clusters", "pairs")},
        **{name: ledger.counts.get(name, 0) for name in ("texts", "candidates")},
    }
