"""Parquet on disk: written whole or not at all, read back checked; and tables set aside meanwhile."""

from dedup.storage.faults import os_errors_explained
from dedup.storage.files import file_sha256, sync
from dedup.storage.runs import (
    commit,
    find_run,
    free_run_id,
    read_manifest,
    refuse_unwritable,
    staging_folder,
    write_manifest,
)
from dedup.storage.tables import TableWriter, read_groups, read_table, write_table

__all__ = [
    "TableWriter",
    "commit",
    "file_sha256",
    "find_run",
    "free_run_id",
    "os_errors_explained",
    "read_groups",
    "read_manifest",
    "read_table",
    "refuse_unwritable",
    "staging_folder",
    "sync",
    "write_manifest",
    "write_table",
]
