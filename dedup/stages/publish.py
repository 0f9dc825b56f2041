"""All tables -> one run folder, in one rename; this end of the pipeline alone writes files."""

import hashlib
import platform
import time
import unicodedata
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from dedup.config import Config
from dedup.errors import DedupError
from dedup.ledger import Ledger
from dedup.schemas import QUALITY, REPORTS, SCHEMA_VERSION, Table, empty
from dedup.storage import (
    commit,
    file_sha256,
    free_run_id,
    os_errors_explained,
    staging_folder,
    write_manifest,
    write_table,
)

__all__ = ["Published", "publish"]

LIBRARIES = ("datasketch", "numba", "numpy", "polars", "pyarrow", "rapidfuzz")


class Published(NamedTuple):
    """Where a run is, and what its run.json says."""

    folder: Path
    manifest: dict[str, Any]


def publish(
    tables: dict[str, pa.Table], ledger: Ledger, config: Config, out: Path, started: float
) -> Published:
    """Write every table and run.json beside `out`, then make them visible at once."""
    tables = {QUALITY.name: empty(QUALITY)} | tables
    refuse_lost_rows(tables, ledger)
    facts = {"dedup.version": version("dedup"), "dedup.config_sha256": config.fingerprint}
    with os_errors_explained(out):
        run_id = free_run_id(out, name_of_run(ledger, config, started))
        with staging_folder(out, run_id) as folder:
            files = write_reports(tables, folder, facts, ledger)
            manifest = manifest_of(tables, ledger, config, started)
            manifest |= {"run_id": run_id, "files": files}
            write_manifest(folder, manifest)
            return Published(commit(folder, out, run_id), manifest)


def refuse_lost_rows(tables: dict[str, pa.Table], ledger: Ledger) -> None:
    """Raise DedupError unless every row read is an article or a reject."""
    reported, rejected = tables["articles"].num_rows, tables["rejects"].num_rows
    if ledger.rows_read != reported + rejected:
        raise DedupError(
            f"{ledger.rows_read} rows read, but {reported} reported and {rejected} rejected",
            todo="this is a bug; please report it with the input's run.json",
        )


def name_of_run(ledger: Ledger, config: Config, started: float) -> str:
    """The second it started, and four hex digits of what went in."""
    inputs = [[one["path"], one["sha256"]] for one in ledger.inputs]
    digest = hashlib.sha256(msgspec.json.encode([config.fingerprint, inputs])).hexdigest()
    return f"{datetime.fromtimestamp(started, UTC):%Y%m%dT%H%M%SZ}-{digest[:4]}"


def write_reports(
    tables: dict[str, pa.Table], folder: Path, facts: dict[str, str], ledger: Ledger
) -> list[dict[str, Any]]:
    """Write every table; returns what run.json says of the files."""
    files = []
    with ledger.stage("publish", sum(table.num_rows for table in tables.values())) as stage:
        for kind in REPORTS:
            if kind.name in tables:
                files.append(write_report(tables[kind.name], kind, folder, facts))
                stage.advance(tables[kind.name].num_rows)
        stage.rows_out = stage.done
    return files


def write_report(
    table: pa.Table, kind: Table, folder: Path, facts: dict[str, str]
) -> dict[str, Any]:
    """Write one table; returns its line in run.json."""
    path = write_table(table, kind, folder, facts)
    size = path.stat().st_size
    return {"name": path.name, "rows": table.num_rows, "n_bytes": size, "sha256": file_sha256(path)}


def manifest_of(
    tables: dict[str, pa.Table], ledger: Ledger, config: Config, started: float
) -> dict[str, Any]:
    """What run.json says, but for the files."""
    rows = {name: table.num_rows for name, table in tables.items()}
    read = {"read": ledger.rows_read, "reported": rows["articles"], "rejected": rows["rejects"]}
    return {
        "dedup_version": version("dedup"),
        "schema_version": SCHEMA_VERSION,
        "status": "ok",
        "started_at": datetime.fromtimestamp(started, UTC).isoformat(),
        "finished_at": datetime.now(UTC).isoformat(),
        "seconds": round(time.time() - started, 3),
        "config": msgspec.structs.asdict(config),
        "config_sha256": config.fingerprint,
        "versions": versions(),
        "inputs": ledger.inputs,
        "rows": read,
        "counts": counts_of(tables, ledger),
        "bands": ledger.bands,
        "stages": ledger.stages,
        "losses": ledger.losses,
    }


def versions() -> dict[str, str]:
    """What the results may depend on."""
    return {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **{name: version(name) for name in LIBRARIES},
    }


def counts_of(tables: dict[str, pa.Table], ledger: Ledger) -> dict[str, int]:
    """The numbers of the overview."""
    articles = tables["articles"]
    repeated = articles.column("n_repeated_sentences").to_numpy()
    return {
        "articles": articles.num_rows,
        "sentences": int(articles.column("n_sentences").to_numpy().sum()),
        "paragraphs": int(articles.column("n_paragraphs").to_numpy().sum()),
        "repeated_sentences": int(repeated.sum()),
        "repeated_articles": int((repeated > 0).sum()),
        **{name: tables[name].num_rows for name in ("occurrences", "clusters", "pairs")},
        **{name: ledger.counts.get(name, 0) for name in ("texts", "candidates")},
    }
