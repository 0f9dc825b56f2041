"""Why a row or a file could not be used, and how foreign bytes and names are shown."""

from dedup.errors import UsageError

__all__ = ["PREFIX_BYTES", "BadFileError", "BadRowError", "MissingColumnError", "escape", "listed"]

PREFIX_BYTES = 800  # enough for 200 characters of at most 4 bytes
PREFIX_CHARS = 200
NAMES_SHOWN = 20


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
