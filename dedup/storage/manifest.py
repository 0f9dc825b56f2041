"""run.json: what a run says of itself, and by which its files are known to be whole."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from dedup.errors import OutputError
from dedup.storage.files import file_sha256, sync

__all__ = ["MANIFEST", "read_manifest", "refuse_damaged", "write_manifest"]

MANIFEST = "run.json"
OWN = "manifest_sha256"
TODO = "run again, or restore the file from a copy"


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write `run.json` with a checksum of what it says, synced; returns its path."""
    path = folder / MANIFEST
    known = {**manifest, OWN: digest(manifest)}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n")
    sync(path)
    return path


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run; raises OutputError when it is damaged."""
    path = run / MANIFEST
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, OSError, UnicodeDecodeError) as error:
        raise OutputError(f"cannot read {MANIFEST}: {error}", where=str(path), todo=TODO) from error
    if found.pop(OWN, None) not in (None, digest(found)):
        what = f"cannot read {MANIFEST}: it no longer says what was written"
        raise OutputError(what, where=str(path), todo=TODO)
    return found


def digest(manifest: Mapping[str, Any]) -> str:
    """The sha256 of what a manifest says, however it is laid out."""
    return hashlib.sha256(msgspec.json.encode(manifest)).hexdigest()


def refuse_damaged(path: Path) -> None:
    """Raise OutputError unless a file of a run has the bytes that its run.json knows.

    A file outside a run, or one that run.json does not name, is taken as it is.
    """
    beside = path.parent / MANIFEST
    if not beside.is_file():
        return
    for file in read_manifest(path.parent).get("files", ()):
        if file["name"] == path.name:
            refuse_other_bytes(path, file["sha256"])


def refuse_other_bytes(path: Path, sha256: str) -> None:
    """Raise OutputError unless the file has the sha256 that is known."""
    status = path.stat()
    stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    found = sha256_once(path, stamp)
    if found != sha256:
        what = f"cannot read {path.stem}: its sha256 is {found}, written was {sha256}"
        raise OutputError(what, where=str(path), todo=TODO)


@lru_cache(maxsize=64)
def sha256_once(path: Path, _stamp: tuple[int, ...]) -> str:
    """The sha256 of a file; not read again while its stamp stays."""
    return file_sha256(path)
