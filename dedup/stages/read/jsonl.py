"""JSON lines -> rows; a row's number is the number of its line, blank lines are no rows."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from dedup.stages.read.batch import Reject, Row
from dedup.stages.read.columns import SAMPLE_BYTES, SAMPLE_ROWS
from dedup.stages.read.faults import BadFileError, BadRowError
from dedup.stages.read.ledger import Event, Ledger
from dedup.stages.read.lines import Line, too_long
from dedup.stages.read.record import parse

__all__ = ["json_rows"]


class Record(NamedTuple):
    """An object that was decoded."""

    number: int
    members: dict[Any, Any]
    raw: bytes
    repaired: bool


Decoded = Record | Reject | BadFileError


def json_rows(lines: Iterable[Line], ledger: Ledger) -> Iterator[Event]:
    """The rows of a file; its columns are the keys of its first records."""
    decoded = decode(lines, ledger.config.max_record_bytes)
    for event in decoded:
        if isinstance(event, Record):
            head = [event, *sample(decoded, len(event.raw))]
            yield from pick(chain(head, decoded), choose(head, ledger))
            return
        yield event
    if not ledger.rows_read:
        raise BadFileError("empty_file", "the file holds no rows")


def decode(lines: Iterable[Line], limit: int) -> Iterator[Decoded]:
    """Every line that is not blank; a fault of the file comes last, as a value."""
    try:
        for line in lines:
            if line.size > limit:
                yield too_long(line.number, line.size, limit, line.data)
            elif not line.data.isspace() and line.data:
                yield decode_line(line)
    except BadFileError as failure:
        yield failure


def decode_line(line: Line) -> Decoded:
    """The object on a line."""
    try:
        members, repaired = parse(line.data)
    except BadRowError as fault:
        return Reject(line.number, fault.reason, fault.message, line.data)
    return Record(line.number, members, line.data, repaired)


def sample(decoded: Iterator[Decoded], size: int) -> Iterator[Decoded]:
    """The next events: enough to know the columns, few enough to hold."""
    n = 1
    while n < SAMPLE_ROWS and size < SAMPLE_BYTES:
        event = next(decoded, None)
        if event is None:
            return
        yield event
        n += 1
        size += 0 if isinstance(event, BadFileError) else len(event.raw)


def choose(head: list[Decoded], ledger: Ledger) -> list[str | None]:
    """The column of each role."""
    records = [event.members for event in head if isinstance(event, Record)]
    names = list(dict.fromkeys(key for members in records for key in members))
    return ledger.choose(names, lambda: records)


def pick(decoded: Iterable[Decoded], columns: list[str | None]) -> Iterator[Event]:
    """The members wanted of each record; no member is called None."""
    for event in decoded:
        if isinstance(event, Record):
            get = event.members.get
            yield Row(event.number, [get(name) for name in columns], event.raw, event.repaired)
        else:
            yield event
