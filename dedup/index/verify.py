"""Whether every file of an index is the one that was written; nothing is changed or repaired."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dedup.errors import OutputError
from dedup.index.files import files_of, files_of_night
from dedup.index.manifest import File, Manifest, newest, path_of, read, versions
from dedup.index.structure import Damage, misfits
from dedup.ledger import Progress, ignore
from dedup.storage import file_sha256, os_errors_explained

__all__ = ["EVERYTHING", "Share", "Verified", "verify"]


class Share(NamedTuple):
    """One of `of` shares of the files; the same number stands for the same files every time."""

    number: int
    of: int


EVERYTHING = Share(0, 1)


class Verified(NamedTuple):
    """The version, how much of how much was read, and what is damaged."""

    version: int
    n_files: int
    n_files_read: int
    n_bytes_read: int
    damages: list[Damage]


def verify(
    index: Path, share: Share = EVERYTHING, watch: Callable[[Progress], None] = ignore
) -> Verified:
    """Read the files of the newest version, or a share of them, and compare them with its manifest.

    Every file belongs to one share by its name, so `share.of` shares cover all files, however the
    index grew between.  Sizes and manifests are looked at always.  Raises OutputError when the
    newest manifest itself is damaged.
    """
    while True:
        known = versions(index)
        found = verified(index, newest(index), share, watch)
        # A version that was compacted away meanwhile is no damage.
        if not found.damages or versions(index) == known:
            return found


def verified(
    index: Path, manifest: Manifest, share: Share, watch: Callable[[Progress], None]
) -> Verified:
    """The same of one version."""
    damages = [*bad_manifests(index)]
    files = list(files_of(manifest))
    n_read = n_bytes = 0
    for done, file in enumerate(files):
        watch(Progress("verify", done, len(files)))
        in_share = is_of(file.path, share)
        damages += bad_file(index, file, in_full=in_share)
        n_read += in_share
        n_bytes += file.n_bytes * in_share
    bad = {damage.path for damage in damages}
    for night in manifest.nights:
        whole = bad.isdisjoint(file.path for file in files_of_night(night))
        if whole and is_of(night.name, share):
            damages += misfits(index, manifest, night)
    return Verified(manifest.version, len(files), n_read, n_bytes, damages)


def is_of(name: str, share: Share) -> bool:
    """Whether what has this name is of that share."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % share.of == share.number % share.of


def bad_manifests(index: Path) -> Iterator[Damage]:
    """The older versions that cannot be read."""
    for number in versions(index):
        try:
            read(index, number)
        except OutputError as error:
            yield Damage(path_of(index, number).relative_to(index).as_posix(), error.what)


def bad_file(index: Path, file: File, *, in_full: bool) -> list[Damage]:
    """What is wrong with a file: its size, or in full its sha256."""
    with os_errors_explained(index / file.path):
        try:
            what = difference(index / file.path, file, in_full=in_full)
        except PermissionError:
            raise
        except OSError as error:
            what = f"it cannot be read: {error.strerror or error}"
    return [Damage(file.path, what)] if what else []


def difference(path: Path, file: File, *, in_full: bool) -> str:
    """What a file is that it should not be; nothing when it is as it was written."""
    if not path.is_file():
        return "it is missing"
    n_bytes = path.stat().st_size
    if n_bytes != file.n_bytes:
        return f"it has {n_bytes:,} bytes, {file.n_bytes:,} were written"
    found = file_sha256(path) if in_full else file.sha256
    return "" if found == file.sha256 else f"its sha256 is {found}, {file.sha256} was written"
