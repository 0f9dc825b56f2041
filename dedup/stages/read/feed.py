"""Lines -> what the csv parser eats: text, with an eye on quotes, lengths and encoding."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from dedup.stages.read.faults import PREFIX_BYTES, BadFileError, BadRowError
from dedup.stages.read.lines import Line

__all__ = ["Feed"]


class Feed:
    """An iterator of decoded lines that knows where the record being parsed began."""

    def __init__(self, lines: Iterator[Line], limit: int) -> None:
        self.lines, self.limit = lines, limit
        self.line = self.first_line = self.opened_line = self.size = 0
        self.raw = b""
        self.undecodable = ""
        self.in_quotes = self.ended = False

    def __iter__(self) -> "Feed":
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line as text; raises BadRowError or BadFileError when it is too long."""
        line = next(self.lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.note(line)
        if self.size > self.limit:
            self.refuse_long(line)
        try:
            return line.data.decode() + "\n"
        except UnicodeDecodeError as error:
            self.undecodable = f"byte {error.start + 1} of line {line.number} is no UTF-8"
            return line.data.decode("utf-8", "replace") + "\n"

    def peek(self) -> bytes | None:
        """The next line that is not blank, left in place; None at the end."""
        for line in self.lines:
            if line.data.strip():
                self.lines = chain([line], self.lines)
                return line.data
        return None

    def begin(self) -> None:
        """A new record starts with the next line."""
        self.first_line = self.size = 0
        self.raw, self.undecodable, self.in_quotes = b"", "", False

    def note(self, line: Line) -> None:
        """Follow where the record is, and where a quote was opened."""
        self.line = line.number
        self.size += line.size
        if not self.first_line:
            self.first_line, self.raw = line.number, line.data[:PREFIX_BYTES]
        n_quotes = line.data.count(b'"')
        if n_quotes:
            self.follow_quotes(n_quotes - 2 * line.data.count(b'""'), line.number)

    def follow_quotes(self, n_single: int, number: int) -> None:
        """Count the quotes that open or close a cell; doubled ones do neither."""
        if n_single & 1:
            self.in_quotes = not self.in_quotes
        if n_single and self.in_quotes:
            self.opened_line = number

    def refuse_long(self, line: Line) -> None:
        """Raise for a record above the limit: a row when it is one line, else the rest."""
        if line.number != self.first_line:
            raise self.unclosed()
        message = f"line {line.number}: {line.size} bytes are more than max_record_bytes = "
        raise BadRowError("too_long", f"{message}{self.limit}; raise it to read the row")

    def unclosed(self) -> BadFileError:
        """The fault of a quote that swallowed the rest of the file, or more than the limit."""
        where = self.opened_line if self.in_quotes else self.first_line
        failure = BadFileError(
            "unclosed_quote",
            f"the quote opened on line {where} is never closed within max_record_bytes: "
            f"everything from line {self.first_line} on was left out",
            at_row=True,
        )
        failure.raw = self.raw
        return failure

    @contextmanager
    def long_cells(self) -> Iterator[None]:
        """Let cells be as long as a record for one call: csv's limit is global, so it is put back."""
        before = csv.field_size_limit(max(self.limit, csv.field_size_limit()))
        try:
            yield
        finally:
            csv.field_size_limit(before)
