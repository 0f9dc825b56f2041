"""Kernels compiled by a process beside the run, the first time on a machine.

numba compiles one function at a time in a process.  So while this one compiles what cuts texts, and
later while it matches, another compiles what comes after, and leaves the machine code in the cache
folder, where this one finds it.  If that fails, everything is compiled here, as it is needed.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from dedup.facts import worth_compiling
from dedup.kernels.jit import compiled_before, has_cache
from dedup.kernels.sketch import sketch_texts
from dedup.ledger import Ledger

__all__ = ["compiling_beside", "compiling_facts_beside"]

ALL = "from dedup.pipeline.warming import warm; warm()"
FACTS = "from dedup.facts import prepare; prepare(1 << 30)"

# Of so many units so many pairs are to be expected that telling changed facts is worth a kernel.
MANY_UNITS = 1 << 17


def compiling_beside(ledger: Ledger) -> AbstractContextManager[Callable[[], object]]:
    """Compile all but what cuts texts while the block runs; what is given waits until that is done."""
    line = "compiling the kernels, once per machine: this takes some seconds"
    return beside(
        ALL, partial(ledger.note, "segment", line), needed=not compiled_before(sketch_texts)
    )


def compiling_facts_beside(
    units: int, ledger: Ledger
) -> AbstractContextManager[Callable[[], object]]:
    """Compile what tells changed facts, if it is not yet, while many units are matched."""
    line = "compiling what tells changed facts, once per machine, beside the run"
    needed = units >= MANY_UNITS and worth_compiling()
    return beside(FACTS, partial(ledger.note, "fold", line), needed=needed)


@contextmanager
def beside(
    code: str, tell: Callable[[], object], *, needed: bool
) -> Iterator[Callable[[], object]]:
    """Another Python that runs `code`, if needed, while the block runs, and is ended after it."""
    if needed:
        tell()
    if not (needed and can_compile_beside()):
        yield int
        return
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-c", code]
    other = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
    try:
        yield other.wait
    finally:
        other.terminate()
        other.wait()


def can_compile_beside() -> bool:
    """Whether there is a core to spare, a place for machine code, and this program is a Python."""
    is_python = Path(sys.executable or "").name.startswith("python")
    return is_python and (os.cpu_count() or 1) > 1 and has_cache(sketch_texts)
