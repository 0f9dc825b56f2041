"""CSV and TSV -> rows; a row's number counts the records below the header, blank lines not.

Quoted cells may hold delimiters, doubled quotes and line breaks.  The parser is the stdlib's, in
its strict mode: a row it cannot read is rejected, never guessed at.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from dedup.stages.read.batch import Reject, Row
from dedup.stages.read.columns import SAMPLE_BYTES, SAMPLE_ROWS
from dedup.stages.read.faults import BadFileError, BadRowError
from dedup.stages.read.feed import Feed
from dedup.stages.read.ledger import Event, Ledger
from dedup.stages.read.lines import Line

__all__ = ["delimited_rows"]


class Cells(NamedTuple):
    """One record that was parsed."""

    number: int
    cells: list[str]
    raw: bytes


Parsed = Cells | Reject | BadFileError


def delimited_rows(lines: Iterator[Line], ledger: Ledger, delimiter: str = "") -> Iterator[Event]:
    """The rows of a file whose first line that is not blank names the columns."""
    feed = Feed(lines, ledger.config.max_record_bytes)
    first = feed.peek()
    if first is None:
        raise BadFileError("empty_file", "the file holds no rows")
    delimiter = delimiter or sniff(first)
    header = read_header(feed, delimiter)
    parsed = parse(feed, delimiter, len(header))
    head = list(sample(parsed))
    records = [dict(zip(header, e.cells, strict=True)) for e in head if isinstance(e, Cells)]
    columns = ledger.choose([name for name in header if name], lambda: records)
    places = [None if name is None else header.index(name) for name in columns]
    for event in chain(head, parsed):
        yield as_row(event, places) if isinstance(event, Cells) else event


def sniff(header: bytes) -> str:
    """The delimiter of a .csv file: the semicolon when its header has more of them."""
    return ";" if header.count(b";") > header.count(b",") else ","


def read_header(feed: Feed, delimiter: str) -> list[str]:
    """The names of the columns; raises BadFileError when there are none, or one comes twice."""
    header = parse_header(feed, delimiter)
    twice = [name for name, n in Counter(header).items() if n > 1 and name]
    if twice:
        raise BadFileError(
            "duplicate_header", f"the header names {twice[0]!r} twice: rename one of them"
        )
    return header


def parse_header(feed: Feed, delimiter: str) -> list[str]:
    """The cells of the first line that is not blank."""
    try:
        cells = next(csv.reader(feed, delimiter=delimiter, strict=True))
    except (csv.Error, BadRowError) as error:
        raise BadFileError("bad_header", f"line {feed.line}, the header: {error}") from error
    if feed.undecodable:
        raise BadFileError("bad_encoding", f"the header: {feed.undecodable}")
    return [cell.strip() for cell in cells]


def parse(feed: Feed, delimiter: str, width: int) -> Iterator[Parsed]:
    """Every record below the header; a fault of the file comes last, as a value."""
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    number = 0
    try:
        while True:
            feed.begin()
            event = parse_one(reader, feed, number + 1, width)
            if event is None:
                return
            if event is not BLANK:
                number += 1
                yield event
    except BadFileError as failure:
        yield failure


BLANK = Reject(0, "", "")


def parse_one(reader: Iterator[list[str]], feed: Feed, number: int, width: int) -> Parsed | None:
    """The next record; BLANK for a blank line, None at the end of the file."""
    try:
        with feed.long_cells():
            cells = next(reader, None)
    except csv.Error as error:
        return malformed(feed, number, error)
    except BadRowError as fault:
        return Reject(number, fault.reason, fault.message, feed.raw)
    if not cells:
        return None if cells is None else BLANK
    if feed.undecodable:
        return Reject(number, "bad_encoding", feed.undecodable, feed.raw)
    if len(cells) != width:
        message = f"line {feed.first_line}: {len(cells)} cells, the header has {width}"
        return Reject(number, "ragged_row", message, feed.raw)
    return Cells(number, cells, feed.raw)


def malformed(feed: Feed, number: int, error: csv.Error) -> Reject:
    """The reject for a record the parser cannot read; raises when a quote swallowed the rest."""
    if feed.ended:
        raise feed.unclosed()
    where = f"line {feed.line}"
    if feed.line > feed.first_line:
        where = f"lines {feed.first_line} to {feed.line}, by a quote that stays open"
    return Reject(number, "bad_csv", f"{where}: {error}", feed.raw)


def sample(parsed: Iterator[Parsed]) -> Iterator[Parsed]:
    """The first events: enough to suggest a column, few enough to hold."""
    n = size = 0
    while n < SAMPLE_ROWS and size < SAMPLE_BYTES:
        event = next(parsed, None)
        if event is None:
            return
        yield event
        n += 1
        size += sum(map(len, event.cells)) if isinstance(event, Cells) else 0


def as_row(record: Cells, places: Sequence[int | None]) -> Row:
    """The cells wanted of a record; an empty one of a text column stays an empty string."""
    values = [None if place is None else record.cells[place] for place in places]
    return Row(record.number, values, record.raw)
