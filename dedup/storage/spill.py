"""Tables set aside between stages: in memory while they fit, else as Arrow files beside the output.

A shelf counts the bytes it holds in memory; when there is no room for more, the tables that were
set aside first go to disk.  Whoever loads a table gets the same rows from either place.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.errors import OutputError
from dedup.kernels.arrays import Ints, Longs
from dedup.storage.arrow_files import read_at, read_columns, read_mapped, write_table

__all__ = ["PACKED_FROM", "Kept", "Parts", "Shelf"]

FREED = 32 << 20

Each = Callable[[Callable[["Kept"], None], Iterable["Kept"]], Iterable[None]]

# From so many bytes on disk on, tables that are read one after the other are packed there: less than
# half is left of articles, for 3 ns a byte.  What is smaller is written sooner as it is.
PACKED_FROM = 4 << 30


class Kept:
    """One table on a shelf."""

    def __init__(self, table: pa.Table, shelf: "Shelf", *, in_turn: bool = False) -> None:
        """In memory at first; `in_turn`: read with its neighbors, never a few rows here and there."""
        self.shelf, self.in_turn = shelf, in_turn
        self.table: pa.Table | None = table
        self.read_in: pa.Table | None = None
        self.path: Path | None = None
        self.is_packed = False
        self.places: dict[str, int] = {}
        self.num_rows, self.nbytes = table.num_rows, table.nbytes

    def load(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The table, or only some columns of it; from disk it is mapped, not copied."""
        table = self.table
        if table is None:
            unpacked = columns if self.is_packed else None
            table = read_mapped(self.path, unpacked) if self.read_in is None else self.read_in
        return table if columns is None else table.select(columns)

    def read(self, name: str, start: int, out: npt.NDArray[Any]) -> None:
        """Copy a column's rows from `start` on into `out`; a file of it is read, not mapped.

        The column holds plain numbers, none missing, and was set aside in one piece.
        """
        table = self.table
        if table is not None:
            out[:] = table.column(name).to_numpy()[start : start + len(out)]
        elif len(out):
            read_at(self.path, self.place_of(name) + start * out.itemsize, out.data)

    def place_of(self, name: str) -> int:
        """Where in the file the numbers of a column begin."""
        if name not in self.places:
            with pa.memory_map(str(self.path)) as source:
                first = source.read_buffer().address
                numbers = pa.ipc.open_file(source).read_all().column(name).chunk(0).buffers()[1]
                self.places[name] = numbers.address - first
        return self.places[name]

    def move(self, path: Path) -> None:
        """Write the table to a file and let go of its memory."""
        if self.table is not None:
            self.is_packed = self.in_turn and self.shelf.n_spilled >= PACKED_FROM
            write_table(self.table, path, is_packed=self.is_packed)
            self.path, self.table = path, None

    def read_ahead(self, column: str) -> None:
        """Most of the column will be looked at."""

    def hold(self, columns: Sequence[str]) -> None:
        """Have some columns, the only ones loaded for a while, in memory if they are on disk."""
        if self.table is None:
            with pa.OSFile(str(self.path)) as source:
                self.read_in = read_columns(source, columns)

    def unhold(self) -> None:
        """Let go of the columns held."""
        self.read_in = None

    def release(self) -> None:
        """The table was looked at; it may be looked at again."""

    def drop(self) -> None:
        """Forget the table; it cannot be loaded again."""
        if self.shelf.let_go(self):
            self.table = None
            self.shelf.freed(self.nbytes)
        if self.path is not None:
            self.path.unlink(missing_ok=True)


class Shelf:
    """Sets tables aside: up to `room` bytes in memory, the others in files of `folder`.

    Without a folder everything stays in memory.
    """

    def __init__(
        self, folder: Path | None = None, room: int = 0, give_back: Callable[[], object] = int
    ) -> None:
        """Nothing is set aside, and nothing is written yet.

        `give_back` is called each time that FREED bytes more are no longer held.
        """
        self.folder, self.room, self.give_back = folder, room, give_back
        self.n_freed = 0
        self.held: dict[int, Kept] = {}
        self.n_held = self.n_spilled = 0
        self.numbers = count()
        self.lock = threading.Lock()

    def keep(self, table: pa.Table, *, in_turn: bool = False) -> Kept:
        """Set a table aside; may move others, or this one, to disk.

        `in_turn`: it is read whole, or whole columns of it, one part after the other; on a disk that
        holds much already it is packed.
        """
        kept = Kept(table, self, in_turn=in_turn)
        with self.lock:
            self.held[id(kept)] = kept
            self.n_held += kept.nbytes
        self.make_room()
        return kept

    def parts(self, tables: Iterable[pa.Table]) -> "Parts":
        """Tables that continue one another, each set aside as it comes."""
        return Parts([self.keep(table) for table in tables])

    def refuse_too_much(self, nbytes: int) -> None:
        """Raise OutputError when so many bytes more have no place, neither in memory nor on disk.

        Called before a large table is made, so that hours of work do not end on a full disk; a
        run of which everything fits is never refused.
        """
        needed = self.n_held + nbytes - self.room
        if self.folder is None or needed <= 0:
            return
        free = shutil.disk_usage(self.folder.parent).free
        if needed > free:
            raise too_little_disk(needed, free, self.folder.parent)

    def shrink(self, room: int) -> None:
        """Hold no more than that in memory from now on; what is too much goes to disk."""
        self.room = min(self.room, room)
        self.make_room()

    def make_room(self) -> None:
        """Move the tables that were set aside first to disk until the others fit."""
        while self.folder is not None and (kept := self.one_too_many()) is not None:
            self.folder.mkdir(exist_ok=True)
            kept.move(self.folder / f"{next(self.numbers):06}.arrow")
            self.freed(kept.nbytes)

    def freed(self, nbytes: int) -> None:
        """Count what is no longer held."""
        with self.lock:
            self.n_freed += nbytes
            enough = self.n_freed >= FREED
            self.n_freed = 0 if enough else self.n_freed
        if enough:
            self.give_back()

    def one_too_many(self) -> Kept | None:
        """The table that was set aside first, if memory is short; it counts as moved."""
        with self.lock:
            if self.n_held <= self.room or not self.held:
                return None
            kept = self.held.pop(next(iter(self.held)))
            self.n_held -= kept.nbytes
            self.n_spilled += kept.nbytes
            return kept

    def let_go(self, kept: Kept) -> bool:
        """Whether the table was still held in memory; it no longer counts."""
        with self.lock:
            held = self.held.pop(id(kept), None) is not None
            self.n_held -= kept.nbytes if held else 0
            return held


def too_little_disk(needed: int, free: int, folder: Path) -> OutputError:
    """The error for tables that the disk cannot hold."""
    return OutputError(
        f"the disk is too small: about {needed / 1e9:,.1f} GB are needed, {free / 1e9:,.1f} GB are free",
        where=str(folder),
        todo="free some space, give more --memory or another --out; --dry-run tells before the run",
    )


class Parts:
    """A table in parts that continue one another."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        """The parts in order; `starts[i]` rows come before part i."""
        self.kept = list(kept)
        self.starts = list(accumulate((one.num_rows for one in kept), initial=0))
        self.num_rows = self.starts.pop()

    def __len__(self) -> int:
        """How many parts there are."""
        return len(self.kept)

    def __iter__(self) -> Iterator[pa.Table]:
        """Load one part after the other."""
        return self.columns()

    def columns(self, *names: str) -> Iterator[pa.Table]:
        """Load some columns, or all, of one part after the other."""
        for one in self.kept:
            yield one.load(names or None)
            one.release()

    def on_disk(self) -> bool:
        """Whether some part is on disk."""
        return any(one.path is not None for one in self.kept)

    @contextmanager
    def held(self, some: range, columns: Sequence[str], each: Each = map) -> Iterator[None]:
        """Hold columns of some parts in memory while the block runs, which loads no others."""
        several = self.kept[some.start : some.stop]
        for _ in each(lambda one: one.hold(columns), several):
            pass
        try:
            yield
        finally:
            for one in several:
                one.unhold()

    def some(self, rows: Longs | Ints, *names: str) -> Iterator[tuple[pa.Table, Ints]]:
        """The parts that hold rows of these numbers, which ascend, each with those numbered within it."""
        at = np.searchsorted(rows, [*self.starts, self.num_rows])
        for i, kept in enumerate(self.kept):
            if at[i] < at[i + 1]:
                here = (rows[at[i] : at[i + 1]] - self.starts[i]).astype(np.int32, copy=False)
                yield kept.load(names or None), here
                kept.release()

    def take(self, rows: Longs | Ints, *names: str) -> pa.Table:
        """The rows of these numbers, which ascend, as one table; all columns, or those named."""
        found = [part.take(pa.array(here)) for part, here in self.some(rows, *names)]
        if not found:
            found = [self.kept[0].load(names or None).slice(0, 0)]
        return pa.concat_tables(found).combine_chunks()

    def take_any(self, rows: Longs, *names: str) -> pa.Table:
        """The rows of these numbers in the order given; all columns, or those named."""
        order = np.argsort(rows, kind="stable")
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return self.take(rows[order], *names).take(pa.array(back))

    def drop(self) -> None:
        """Forget every part."""
        for one in self.kept:
            one.drop()
