"""What no tool can be faster than: to read the bytes, to look at each once, to copy memory."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.arrow import bytes_of
from dedup.kernels.arrays import Bytes

__all__ = ["Floors", "floors_of"]

COPIED = 256 << 20
PIECE = 1 << 20
REPEAT = 3
BLANKS = (0x0A, 0x20)


class Floors(NamedTuple):
    """Seconds to read the files like `cat`, to count their lines and words like `wc`; bytes a second."""

    read: float
    scan: float
    copied_a_second: float


def floors_of(files: list[Path]) -> Floors:
    """Measured one after another on one core, the files in the cache."""
    return Floors(
        median_seconds(lambda: read_all(files)),
        count_all(files),
        COPIED / median_seconds(copier()),
    )


def median_seconds(work: Callable[[], object]) -> float:
    """The median of a few."""
    return statistics.median(seconds(work) for _ in range(REPEAT))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def read_all(files: list[Path]) -> None:
    """Every byte from first to last, into one buffer."""
    buffer = bytearray(PIECE)
    for path in files:
        with path.open("rb", buffering=0) as file:
            while file.readinto(buffer):
                pass


def count_all(files: list[Path]) -> float:
    """Seconds to count the line ends and spaces of all texts; unpacking them is not counted."""
    spent = 0.0
    for path in files:
        for batch in pq.ParquetFile(path).iter_batches(columns=["text"]):
            data, _ = bytes_of(pa.Table.from_batches([batch]), "text")
            spent += seconds(partial(count_blanks, data))
    return spent


def count_blanks(data: Bytes) -> int:
    """The line ends and spaces."""
    return sum(int(np.count_nonzero(data == one)) for one in BLANKS)


def copier() -> Callable[[], None]:
    """Copies a large array to another; both are in memory."""
    source, target = np.ones(COPIED, np.uint8), np.zeros(COPIED, np.uint8)
    return lambda: np.copyto(target, source)
