"""Files, globs and folders -> the files to read: each once, in the order of their paths.

A file is known by its device and inode, so naming it twice, or reaching it through a link, reads
it once.  Default ids are built from `name`: the path inside the folder (or below the fixed part of
the glob) that was given, the bare file name for a file given by itself; files of one run that
would share a name go by their path as given instead.
"""

import difflib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import InputError
from dedup.stages.read.walk import Found, walk

__all__ = ["EXTENSIONS", "Source", "discover"]

FORMATS = {
    ".txt": "text", ".md": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip
PACKINGS = {".gz": "gz", ".zst": "zst"}
EXTENSIONS = " ".join([*FORMATS, "and .gz .zst of them"])
MAGIC = set("*?[")


class Source(NamedTuple):
    """One file to read, or to account for.

    `path` is as reached from the argument, `shown` the same as printable UTF-8.  The format is
    `skipped` for what is passed over, `unknown` for a named file that has to be looked into.
    """

    path: Path
    shown: str
    name: str
    format: str
    packing: str = ""
    n_bytes: int = 0
    problem: tuple[str, str] | None = None

    @property
    def kind(self) -> str:
        """Format and packing, as run.json says it: `jsonl.gz`."""
        return f"{self.format}.{self.packing}" if self.packing else self.format


def discover(inputs: Sequence[str]) -> list[Source]:
    """The files behind `inputs`; raises InputError when one names nothing, or nothing is left."""
    best: dict[object, Found] = {}
    for found in (found for argument in inputs for found in expand(argument)):
        key = identity(found)
        best[key] = min(found, best.get(key, found), key=precedence)
    sources = [as_source(found) for found in best.values()]
    if all(source.format == "skipped" for source in sources):
        raise InputError(
            "nothing to read",
            where=f"given: {' '.join(map(repr, inputs)) or '(no input)'}",
            todo=f"give files, globs or folders of: {EXTENSIONS}",
        )
    return sorted(with_unique_names(sources), key=lambda source: os.fsencode(source.path))


def expand(argument: str) -> Iterable[Found]:
    """What one argument stands for."""
    path = Path(argument)
    try:
        if argument:
            path.lstat()
            return reach(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        if MAGIC & set(argument):
            return glob(argument)
    except OSError:
        return [Found(path, path.parent, named=True)]
    raise missing(argument)


def reach(path: Path, root: Path | None = None) -> Iterable[Found]:
    """A file by itself, or everything in a folder."""
    if path.is_dir():
        return walk(path, root or path)
    return [Found(path, root or path.parent, named=True)]


def glob(pattern: str) -> Iterator[Found]:
    """What a glob matches; dot-files only when it asks for them."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if MAGIC & set(part))
    root = Path(*parts[:fixed])
    wants_hidden = any(part.startswith(".") for part in parts[fixed:])
    try:
        matches = sorted(root.glob(str(Path(*parts[fixed:]))))
    except ValueError:  # a pattern pathlib refuses matches nothing
        matches = []
    for path in matches:
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if wants_hidden or not hidden:
            yield from reach(path, root)
    if not matches:
        yield Found(Path(pattern), Path(), skipped=True)


def missing(argument: str) -> InputError:
    """The error for an argument that names nothing, with the names that come near."""
    path = Path(argument)
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except (OSError, ValueError):
        names = []
    near = [show(path.parent / name) for name in difflib.get_close_matches(path.name, names)]
    return InputError(
        f"no such file or folder: {show(path) if argument else repr(argument)}",
        where=f"near names there: {', '.join(near)}" if near else "",
        todo=f"did you mean {near[0]}?"
        if near
        else "check the path, and the folder it starts from",
    )


def identity(found: Found) -> object:
    """Device and inode, or the path of what has none."""
    try:
        status = found.path.stat()
    except (OSError, ValueError):
        return str(found.path)
    return (status.st_dev, status.st_ino)


def precedence(found: Found) -> tuple[bool, bytes, bytes]:
    """Of two ways to one file: the one that names it, then the first path."""
    return (not found.named, os.fsencode(found.path), os.fsencode(found.root))


def as_source(found: Found) -> Source:
    """The format of a file by its name, and whether it can be opened at all."""
    known, packing = format_of(found.path)
    kind = known or ("unknown" if found.named else "skipped")
    hidden = found.path.name.startswith(".") and not found.named
    if found.skipped or (hidden and not found.problem):
        kind = "skipped"
    base = Source(found.path, show(found.path), show(relative(found)), kind, packing)
    if found.problem:
        return base._replace(format="folder", problem=("unreadable", found.problem))
    return base if found.skipped else inspected(base)


def inspected(source: Source) -> Source:
    """The source with its size, or the reason why it must not be opened."""
    try:
        status = source.path.stat()
    except (OSError, ValueError) as error:
        return source._replace(problem=("unreadable", f"cannot be opened: {error}"))
    if not stat.S_ISREG(status.st_mode):
        message = "is a pipe, socket or device; only regular files are read"
        return source._replace(problem=("not_a_regular_file", message))
    return source._replace(n_bytes=status.st_size)


def format_of(path: Path) -> tuple[str | None, str]:
    """Format and packing by the extensions; format None when they say nothing."""
    packing = PACKINGS.get(path.suffix.lower(), "")
    stem = path.with_suffix("") if packing else path
    known = FORMATS.get(stem.suffix.lower())
    return (None, "") if known is None or (packing and known == "parquet") else (known, packing)


def relative(found: Found) -> Path:
    """The path below the root of its argument."""
    try:
        return found.path.relative_to(found.root)
    except ValueError:
        return found.path


def show(path: Path) -> str:
    """A path as printable UTF-8, POSIX style."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def with_unique_names(sources: list[Source]) -> Iterator[Source]:
    """The sources, by their whole path where several share a name."""
    uses = Counter(source.name for source in sources if source.format != "skipped")
    for source in sources:
        yield source._replace(name=source.shown) if uses[source.name] > 1 else source
