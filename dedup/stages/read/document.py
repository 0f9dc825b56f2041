"""A `.json` file -> lines of JSON: it may be lines already, one array, or one object."""

from collections.abc import Iterator
from itertools import chain

import msgspec

from dedup.stages.read.faults import BadFileError
from dedup.stages.read.lines import Line, lines

__all__ = ["document_lines"]


def document_lines(chunks: Iterator[bytes], limit: int) -> Iterator[Line]:
    """The elements of an array as lines numbered from 1; a file that is no document, by lines."""
    head, rest = take_head(chunks, limit)
    elements = parts(head) if len(head) <= limit and not is_lines(head) else None
    if elements is not None:
        yield from (Line(i, e, len(e)) for i, e in enumerate(elements, 1))
        yield from lines(rest, limit)
    elif len(head) > limit and head.lstrip().startswith(b"["):
        raise BadFileError(
            "too_long",
            f"one array of more than max_record_bytes = {limit}; write it as JSON lines, for"
            " example with: jq -c '.[]'",
        )
    else:
        yield from lines(chain([head], rest), limit)


def take_head(chunks: Iterator[bytes], limit: int) -> tuple[bytes, Iterator[bytes]]:
    """All of a document up to the limit, or the start of a file of lines; and what follows."""
    held: list[bytes] = []
    size = 0
    try:
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size > limit or is_lines(held[0]):
                break
    except BadFileError as failure:
        return b"".join(held), failing(failure)
    return b"".join(held), chunks


def failing(failure: BadFileError) -> Iterator[bytes]:
    """Chunks that end with a fault at once."""
    yield b""
    raise failure


def is_lines(start: bytes) -> bool:
    """Whether the first line is a whole object, with another line after it."""
    first, newline, _ = start.lstrip().partition(b"\n")
    try:
        return bool(newline) and isinstance(msgspec.json.decode(first), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def parts(document: bytes) -> list[bytes] | None:
    """The elements of an array, or one object; None for anything else."""
    try:
        if document.lstrip().startswith(b"{"):
            return [bytes(msgspec.json.decode(document, type=msgspec.Raw))]
        return [bytes(raw) for raw in msgspec.json.decode(document, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
