"""A text file -> one row: its text, nothing else."""

from collections.abc import Iterator

from dedup.stages.read.batch import Row
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.ledger import Event

__all__ = ["text_rows"]


def text_rows(chunks: Iterator[bytes], limit: int) -> Iterator[Event]:
    """The whole file as one article; raises BadFileError when it is too long or no UTF-8."""
    held: list[bytes] = []
    after = None
    try:
        for chunk in chunks:
            held.append(chunk)
            refuse_long(held, limit)
    except BadFileError as failure:
        if failure.at_row or not held or failure.reason == "too_long":
            raise
        after = failure
    raw = b"".join(held)
    yield Row(1, [None, decoded(raw), None, None, None, None, None], raw)
    if after:
        raise after


def refuse_long(held: list[bytes], limit: int) -> None:
    """Raise BadFileError when more than `limit` bytes are held."""
    if sum(map(len, held)) > limit:
        raise BadFileError(
            "too_long", f"more than max_record_bytes = {limit}; raise it to read the file"
        )


def decoded(raw: bytes) -> str:
    """The text of the file."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        failure = BadFileError("bad_encoding", f"byte {error.start + 1} of the file is no UTF-8")
        failure.raw = raw
        raise failure from error
