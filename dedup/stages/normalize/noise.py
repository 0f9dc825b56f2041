"""What the table of code points cannot undo: character references, and words broken at a line end.

They are rare: a kernel finds where one may be, and the folded copy of the text is patched there.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.normalize import GONE, HARD, Source
from dedup.noise import REFERENCE, breaks_word, noise_of, reading
from dedup.stages.normalize.table import SEPARATOR, fold_of

__all__ = ["patch"]

AMPERSAND, SPACE, LF, CR, TAB = 0x26, 0x20, 0x0A, 0x0D, 0x09
LONGEST = 64  # bytes of a character reference
CHARACTER = 4  # bytes of a character, at most
HYPHENS = (b"-", "\u00ad".encode(), "\u2010".encode())
PART_OF_BREAK = frozenset("-\u00ad\u2010\r\n \t")  # may belong to a word broken at a line end


class Patch(NamedTuple):
    """What stands for each of the bytes data[start:end] in the folded text."""

    start: int
    end: int
    byte: int


class Row(NamedTuple):
    """What is normalized by itself: data[start:end]; nothing is looked at that lies outside."""

    data: Bytes
    start: int
    end: int


def patch(source: Source, starts: Longs, ends: Longs) -> None:
    """Undo the noise of the rows data[starts[i]:ends[i]], which are in order of their starts."""
    places = noise_of(source.data, source.first, source.first + len(source.folded))
    rows = np.searchsorted(starts, places, "right") - 1
    following = np.append(starts, len(source.data))
    for at, number in zip(places.tolist(), rows.tolist(), strict=True):
        if number >= 0 and at < ends[number]:
            end = int(min(ends[number], following[number + 1]))
            undo(Row(source.data, int(starts[number]), end), at, source)


def undo(row: Row, at: int, source: Source) -> None:
    """Undo what stands at data[at], if it is noise."""
    found = reference(row, at) if row.data[at] == AMPERSAND else line_end(row, at)
    if found is not None:
        source.folded[found.start - source.first : found.end - source.first] = found.byte


def reference(row: Row, at: int) -> Patch | None:
    """The character reference at data[at]: a separator is one here too, the rest is hard."""
    text = row.data[at : min(at + LONGEST, row.end)].tobytes().decode("latin-1")
    found = REFERENCE.match(text)
    kind = None if found is None else kind_of(found[0])
    return None if found is None or kind is None else Patch(at, at + found.end(), kind)


@cache
def kind_of(written: str) -> int | None:
    """What to fold the bytes of a character reference to; None if it is no such."""
    read = reading(written)
    if read == written:
        return None
    apart = all(fold_of(ord(c)) == SEPARATOR and c not in PART_OF_BREAK for c in read)
    return SPACE if read and apart else HARD


def line_end(row: Row, at: int) -> Patch | None:
    """The line end at data[at] with the hyphen before it and the blanks behind, if inside a word."""
    data, start, end = row
    before = data[max(at - 2 * CHARACTER, start) : at].tobytes()
    hyphen = next((one for one in HYPHENS if before.endswith(one)), b"")
    stop = at + 1 + (data[at] == CR and at + 1 < end and data[at + 1] == LF)
    while stop < end and (data[stop] == SPACE or data[stop] == TAB):
        stop += 1
    left = before.removesuffix(hyphen).decode(errors="ignore")[-1:]
    right = data[stop : min(stop + CHARACTER, end)].tobytes().decode(errors="ignore")[:1]
    joined = hyphen and left and right and breaks_word(left, right)
    return Patch(at - len(hyphen), stop, GONE) if joined else None
