"""The versions of an index: numbered, checksummed lists of the files that make one up.

A version is complete on disk before it gets its number: the manifest is written under another name,
forced to the disk, and linked to the next number, which fails if somebody else has taken it.  So a
reader finds the version before or the one after, and an old manifest is the index as it was.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from dedup.errors import IncompatibleError, LockedError, OutputError, UsageError
from dedup.storage import sync

__all__ = [
    "FORMAT",
    "FORMATS",
    "File",
    "Manifest",
    "Night",
    "Pending",
    "format_of",
    "newest",
    "publish",
    "read",
    "versions",
]

# A new index is of the last format; one of the first goes on without phrases.
FORMATS = ("dedup-index 1", "dedup-index 2")
FORMAT = FORMATS[-1]
DIGITS = 10
SEAL = b"\n#sha256:"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the index, by its path below it."""

    path: str
    n_bytes: int
    sha256: str


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """What one run added: a folder of tables that never change, and the articles removed since."""

    name: str
    day: str
    rows: dict[str, int]
    files: tuple[File, ...]
    removed: File | None = None
    n_removed: int = 0


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A run that is staged: whoever opens the index next publishes it, if that was not done."""

    run_id: str
    out: str
    staged: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of an index.

    `params` are the settings that its results depend on; `touched` is a file of HASHES whose groups
    lost occurrences since they were last related.
    """

    version: int
    index_id: str
    made_by: str
    made_at: str
    action: str
    params: Mapping[str, Any]
    bands: Mapping[str, int]
    expect: int
    nights: tuple[Night, ...] = ()
    touched: File | None = None
    run: Pending | None = None

    @property
    def banding(self) -> tuple[int, int]:
        """How many bands of how many rows its keys are."""
        return self.bands["bands"], self.bands["rows"]


def folder_of(index: Path) -> Path:
    """Where the manifests lie."""
    return index / "manifests"


def path_of(index: Path, version: int) -> Path:
    """The manifest of that version."""
    return folder_of(index) / f"{version:0{DIGITS}}.json"


def versions(index: Path) -> list[int]:
    """The versions there are, oldest first."""
    names = (path.name for path in folder_of(index).glob("*.json"))
    return sorted(int(name.removesuffix(".json")) for name in names if name[:DIGITS].isdigit())


def newest(index: Path) -> Manifest:
    """The newest version; raises UsageError where there is no index."""
    refuse_other_format(index)
    found = versions(index)
    if not found:
        raise no_index(index)
    return read(index, found[-1])


def no_index(index: Path) -> UsageError:
    """The error for a folder that is no index."""
    todo = f"dedup run INPUT... -o OUT --index {index} makes one"
    return UsageError("no index here", where=str(index), todo=todo)


def format_of(index: Path) -> str:
    """The format of an index; raises UsageError where there is none."""
    try:
        return (index / "FORMAT").read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise no_index(index) from error


def refuse_other_format(index: Path) -> None:
    """Raise UsageError where there is no index, IncompatibleError where it is of another format."""
    found = format_of(index)
    if found not in FORMATS:
        raise IncompatibleError(
            f"the index is of the format {found[:40]!r}, this dedup reads up to {FORMAT!r}",
            where=str(index),
            todo="use the version of dedup that wrote it, or make a new index",
        )


def read(index: Path, version: int) -> Manifest:
    """A version by its number; raises UsageError if there is none, OutputError if it is damaged."""
    path = path_of(index, version)
    try:
        body, seal, digest = path.read_bytes().rpartition(SEAL)
    except FileNotFoundError as error:
        known = versions(index)
        where, todo = str(index), f"it has the versions {known[0]} to {known[-1]}"
        raise UsageError(f"no version {version}", where=where, todo=todo) from error
    if not seal or digest.strip().decode("ascii", "replace") != sha256(body):
        raise damaged(path, "it is torn or was changed")
    try:
        return msgspec.json.decode(body, type=Manifest)
    except msgspec.DecodeError as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> OutputError:
    """The error for a manifest that cannot be trusted."""
    todo = "restore the index from a copy, or remove this file to go back to the version before"
    return OutputError(f"cannot read the manifest: {why}", where=str(path), todo=todo)


def sha256(body: bytes) -> str:
    """The sha256 in hex."""
    return hashlib.sha256(body).hexdigest()


def publish(index: Path, manifest: Manifest) -> None:
    """Make a version visible, all or nothing; raises LockedError if its number is taken."""
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    path = path_of(index, manifest.version)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(body + SEAL + sha256(body).encode() + b"\n")
        sync(temporary)
        path.hardlink_to(temporary)
    except FileExistsError as error:
        what = f"another process made version {manifest.version}"
        raise LockedError(what, where=str(path), todo="run again") from error
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)
