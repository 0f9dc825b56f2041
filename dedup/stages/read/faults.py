"""Why a row or a file could not be used, and how foreign bytes and names are shown."""

from dedup.errors import UsageError

__all__ = [
    "PREFIX_BYTES",
    "REASONS",
    "BadFileError",
    "BadRowError",
    "MissingColumnError",
    "escape",
    "listed",
]

PREFIX_BYTES = 800  # enough for 200 characters of at most 4 bytes
PREFIX_CHARS = 200
NAMES_SHOWN = 20

REASONS = {
    "no_text": "the text is missing or null",
    "empty_text": "the text is empty or only white space",
    "wrong_type": "the id or the text is no string (a number is an id all the same)",
    "too_long": "the record is longer than `max_record_bytes`",
    "duplicate_id": "an earlier row has the same id; the message says where, and whether the text is the same",
    "bad_encoding": "some bytes are no UTF-8",
    "bad_json": "the line is no JSON, as when it was cut off",
    "not_an_object": "the line is JSON, but no object",
    "duplicate_key": "the object has a key twice",
    "ragged_row": "the CSV row has more or fewer cells than the header",
    "bad_csv": "the CSV row is malformed",
    "unclosed_quote": "a CSV quote is never closed; nothing after it was read",
    "truncated": "the compressed file ends early; the rows before were read",
    "corrupt": "the file, or the rest of it, is damaged or no Parquet",
    "trailing_data": "something that is not compressed data follows the compressed data",
    "changed": "the file changed while it was read",
    "missing_column": "the file lacks the text column, or one that was named",
    "duplicate_header": "two columns share a name",
    "bad_header": "the CSV header cannot be read",
    "empty_file": "the file has no bytes, or no rows",
    "unknown_format": "neither the name nor the contents of a named file tell what it is",
    "unreadable": "the file or folder cannot be opened or read",
    "not_a_regular_file": "a pipe, socket or device",
}


class BadRowError(Exception):
    """One row cannot be used; the rows after it can."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason, self.message = reason, message
        super().__init__(message)


class BadFileError(Exception):
    """A file ends here: the rows before are kept, nothing after can be read.

    With `at_row` the fault lies where the next row would be, else in the file as a whole.
    """

    def __init__(self, reason: str, message: str, *, at_row: bool = False) -> None:
        self.reason, self.message, self.at_row, self.raw = reason, message, at_row, b""
        super().__init__(message)


class MissingColumnError(BadFileError):
    """A file lacks a column; `usage` is the error to raise when no other file has it."""

    def __init__(self, usage: UsageError) -> None:
        self.usage = usage
        super().__init__("missing_column", "; ".join(str(usage).split("\n  ")))


def escape(raw: bytes) -> str:
    """How `raw` begins: at most 200 characters, bytes that are no UTF-8 as backslash escapes."""
    return raw[:PREFIX_BYTES].decode("utf-8", "backslashreplace")[:PREFIX_CHARS]


def listed(names: list[str]) -> str:
    """The first names, comma-separated, on one line whatever they contain."""
    shown = [name if name.isprintable() else ascii(name) for name in names[:NAMES_SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f", ... ({more} more)" if more else "")
