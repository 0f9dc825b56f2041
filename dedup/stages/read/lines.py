"""Chunks -> lines, holding no more of one line than the limit allows."""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from dedup.stages.read.batch import Reject
from dedup.stages.read.faults import PREFIX_BYTES, BadFileError

__all__ = ["Line", "lines", "too_long"]


class Line(NamedTuple):
    """A line without its newline; of one longer than the limit, only how it begins."""

    number: int
    data: bytes
    size: int


class Tail:
    """The line that is not complete yet."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.parts: list[bytes] = []

    def add(self, part: bytes) -> None:
        """Append to it; beyond the limit only its beginning is kept."""
        self.size += len(part)
        if self.size <= self.limit:
            self.parts.append(part)
        else:
            self.parts = [b"".join([*self.parts, part[:PREFIX_BYTES]])[:PREFIX_BYTES]]

    def take(self, number: int) -> Line:
        """The line, now complete."""
        line = Line(number, b"".join(self.parts), self.size)
        self.parts, self.size = [], 0
        return line


def lines(chunks: Iterator[bytes], limit: int) -> Iterator[Line]:
    """Every line, blank ones too; a fault at a row takes the unfinished line with it."""
    number, tail = 1, Tail(limit)
    try:
        for chunk in chunks:
            first, *rest = chunk.split(b"\n")
            tail.add(first)
            if rest:
                yield tail.take(number)
                tail.add(rest.pop())
                yield from map(Line, count(number + 1), rest, map(len, rest))
                number += len(rest) + 1
    except BadFileError as failure:
        if failure.at_row:
            failure.raw = tail.take(number).data[:PREFIX_BYTES]
        elif tail.size:
            yield tail.take(number)
        raise
    if tail.size:
        yield tail.take(number)


def too_long(number: int, size: int, limit: int, raw: bytes) -> Reject:
    """The reject for a row of `size` bytes."""
    message = f"{size} bytes are more than max_record_bytes = {limit}; raise it to read the row"
    return Reject(number, "too_long", message, raw)
