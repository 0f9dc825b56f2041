"""Parquet on disk: written whole or not at all, read back checked; and tables set aside meanwhile."""

from dedup.storage.faults import os_errors_explained
from dedup.storage.files import file_sha256, sync
from dedup.storage.lock import beside, lock
from dedup.storage.manifest import read_manifest, write_manifest
from dedup.storage.order import complete, drop_old_runs, runs_of, succession
from dedup.storage.runs import (
    commit,
    find_run,
    free_run_id,
    refuse_unwritable,
    staging_folder,
)
from dedup.storage.tables import TableWriter, read_groups, read_table, write_table

__all__ = [
    "TableWriter",
    "beside",
    "commit",
    "complete",
    "drop_old_runs",
    "file_sha256",
    "find_run",
    "free_run_id",
    "lock",
    "os_errors_explained",
    "read_groups",
    "read_manifest",
    "read_table",
    "refuse_unwritable",
    "runs_of",
    "staging_folder",
    "succession",
    "sync",
    "write_manifest",
    "write_table",
]
