"""How a memory budget is spent: on tables set aside, and on the rows worked on at once."""

import ctypes
import mmap
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError

__all__ = ["Memory", "allocating", "giving_back", "memory_of"]

MIB = 1 << 20

# Where Linux tells what a process holds: its pages, and those of them that are in memory.
STATM = Path("/proc/self/statm")

# What the process takes by itself: the interpreter, the libraries, the kernels.
BASE = 600 * MIB
LEAST = 768 * MIB

# Of what is left, this share is for tables set aside; as much again may lie in arrays under work.
SHELVED = 0.42
AT_WORK = 0.28

# Bytes taken, at the most, by one row while it is worked on; measured.
FOLDED, DEALT, COLLIDED, COMPARED, RELATED, REPORTED = 56, 16, 96, 600, 1600, 4000
LINKED, OUTLINED, SCORED = 100, 400, 900
FEWEST, MOST = 1 << 13, 1 << 17

# The more pairs are looked at together, the fewer outlines are made again: at 12.3M sentences verify
# took 24.9 CPU seconds with 1 << 16, 20.3 with 1 << 17, 18.3 with 1 << 19.
MOST_OUTLINED = 1 << 19

# A range of collisions is sorted whole; each turn of bands shingles all texts anew.
MOST_COLLISIONS, MOST_TURNS = 1 << 22, 8

# With less than this, freed memory goes back to the system at once (see mallopt(3)): what the C
# library keeps for later would not be counted.
TIGHT = 8 << 30
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8

# Arrays of this share of all memory and more are given back each by itself; of smaller ones as much
# is kept.  Fresh pages cost a run of 3M sentences under 3G 11.5 s with 1 MiB, 6 with 12.
GIVEN_BACK, AT_LEAST = 256, 1 << 20


# Bytes of arrays over all units while they are matched and related: numbers of texts, groups, counts.
A_UNIT = 12
LEAST_SHELVED = 1 / 8


class Memory(NamedTuple):
    """Bytes for tables set aside, and bytes for the rows that all `jobs` threads work on."""

    shelf: int
    work: int
    jobs: int

    def batch_bytes(self, wanted: int) -> int:
        """Bytes of text read at once; several batches are under way."""
        return max(1 << 10, min(wanted, self.work // (16 * self.jobs)))

    def shares_to_fold(self, rows: int) -> int:
        """Into how many shares, a power of two, the hashes of so many rows are dealt."""
        needed = max(self.jobs, self.jobs * rows * FOLDED // self.work) if rows > FEWEST else 1
        return 1 << (needed - 1).bit_length()

    def keys_at_once(self) -> int:
        """How many keys of a band are dealt and sorted at once."""
        return max(FEWEST, self.work // (self.jobs * DEALT))

    def bands_at_once(self, every: int, a_band: int) -> int:
        """Of how many bands, of so many, keys are set aside at once: of what half the shelf holds.

        Each turn reads and shingles all texts anew, so there are not more than MOST_TURNS.
        """
        return max(-(-every // MOST_TURNS), min(every, self.shelf // 2 // max(1, a_band)))

    def collisions_at_once(self, total: int) -> int:
        """How many collisions, of so many, are merged and verified at once: some for every thread."""
        wanted = max(1 << 16, total // (4 * self.jobs))
        return max(FEWEST, min(wanted, MOST_COLLISIONS, self.work // (self.jobs * COLLIDED)))

    def texts_held(self) -> int:
        """Bytes of texts read from disk at once, to be compared with all others."""
        return max(1, self.work // 2)

    def pairs_outlined(self) -> int:
        """The outlines of the texts of how many pairs are made at once beside these texts."""
        return max(FEWEST, min(MOST_OUTLINED, self.work // (2 * self.jobs * OUTLINED)))

    def pairs_at_once(self) -> int:
        """How many pairs, of those left, are scored at once."""
        return max(FEWEST, min(MOST, self.work // (2 * self.jobs * SCORED)))

    def shelf_beside(self, units: int) -> int:
        """Bytes for tables set aside while there are arrays over so many units."""
        return max(int(self.shelf * LEAST_SHELVED), self.shelf - A_UNIT * units)

    def texts_at_once(self) -> int:
        """How many texts are compared with their medoids at once."""
        return max(FEWEST, self.work // COMPARED)

    def side_by_side(self, pairs: int) -> bool:
        """Whether several figures of a graph of so many pairs may be worked out at once."""
        return pairs * LINKED <= self.work

    def buckets(self, rows: int) -> int:
        """Into how many buckets so many occurrences are dealt."""
        side_by_side = 2 * self.jobs if rows > MOST // 4 else 1
        return max(side_by_side, self.jobs * rows * RELATED // self.work)

    def rows_at_once(self) -> int:
        """How many rows of a report are made at once."""
        return max(FEWEST, min(MOST, self.work // (self.jobs * REPORTED)))


def memory_of(config: Config) -> Memory:
    """How the budget of `config` is spent; raises UsageError when it is too small for any run."""
    total = config.memory_bytes
    if total < LEAST:
        what = f"{total // MIB} MiB of memory are too little"
        todo = f"give at least --memory {LEAST // MIB}M"
        raise UsageError(what, where=f"--memory {config.memory}", todo=todo)
    left = total - BASE
    return Memory(int(left * SHELVED), int(left * AT_WORK), config.jobs)


@contextmanager
def allocating(config: Config) -> Iterator[None]:
    """Arrow takes its memory from the C library, and that gives it back if there is little.

    Arrow's own pool keeps what is freed, and was slower here: it touches fresh pages more often.
    """
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    if config.memory_bytes < TIGHT:
        give_back_early(config.memory_bytes)
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def giving_back(total: int) -> Callable[[], None]:
    """What has glibc return what lies free between what is used; another C library does as it likes.

    Nothing is returned while less than half of `total` is taken: fresh pages cost a run of 1M
    sentences .3 CPU seconds under 4G.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)

    def give_back() -> None:
        if trim is not None and resident() > total // 2:
            trim(0)

    return give_back


def resident(statm: Path = STATM) -> int:
    """The bytes of memory that the process holds; as good as all there are where nobody tells."""
    try:
        return int(statm.read_text().split()[1]) * mmap.PAGESIZE
    except OSError:
        return sys.maxsize


def give_back_early(total: int) -> None:
    """Have glibc return what is freed; another C library does as it likes."""
    large = max(AT_LEAST, total // GIVEN_BACK)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for setting, value in (
            (MMAP_THRESHOLD, large),
            (TRIM_THRESHOLD, large),
            (ARENA_MAX, 2),
        ):
            mallopt(setting, value)
