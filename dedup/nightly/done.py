"""What is done: the files of the inbox that published runs have read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dedup.nightly.inbox import File
from dedup.storage import file_sha256, read_manifest, runs_of

__all__ = ["Done", "done_before"]


class Done:
    """A file is known by its path in the inbox and its bytes; unchanged stamps save reading them."""

    def __init__(self, files: Mapping[str, dict[str, Any]]) -> None:
        """`files` is what run.json says: by name, the stamps and the sha256."""
        self.files = dict(files)

    @classmethod
    def read(cls, manifest: Mapping[str, Any]) -> "Done":
        """What the run.json of a night says."""
        return cls(manifest["inbox"]["done"])

    def of(self, names: Iterable[str]) -> "Done":
        """What is done of the files that are still there."""
        return Done({name: self.files[name] for name in names if name in self.files})

    def add(self, file: File, sha256: str) -> None:
        """Note a file that was read."""
        self.files[file.name] = {**stamps(file), "sha256": sha256}

    def covers(self, file: File) -> bool:
        """Whether a file was read before with the bytes it has now."""
        row = self.files.get(file.name)
        if row is None or file.source.format == "folder":
            return False
        if stamps(file).items() <= row.items():
            return True
        same_size = bool(row["n_bytes"] == file.n_bytes)
        return same_size and bool(row["sha256"] == sha256_of(file.source.path))


def stamps(file: File) -> dict[str, int]:
    """What tells, without reading it, that a file is the one it was."""
    return {"n_bytes": file.n_bytes, "mtime_ns": file.mtime_ns, "ctime_ns": file.ctime_ns}


def sha256_of(path: Path) -> str | None:
    """The sha256 of a file; None of one that cannot be read."""
    try:
        return file_sha256(path)
    except OSError:
        return None


def done_before(out: Path) -> Done:
    """What the newest night below `out` has done; whoever removes that run, undoes it.

    Raises OutputError for a damaged run.json, which might be that of the newest night.
    """
    for run in reversed(runs_of(out, strict=True)):
        if run.is_night:
            return Done.read(read_manifest(run.folder))
    return Done({})
