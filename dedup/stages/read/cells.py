"""One cell of a row, checked: what may be an id, a text, a piece of metadata."""

from typing import Any, NamedTuple

from dedup.stages.read.faults import BadRowError

__all__ = ["Foreign", "checked_text", "given_id", "plain"]

KINDS = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}


class Foreign(NamedTuple):
    """A value of a type that is neither string nor number, such as a list in Parquet."""

    kind: str


def kind(value: Any) -> str:  # noqa: ANN401 - a cell can be anything
    """What `value` is, in the words of JSON."""
    if isinstance(value, Foreign):
        return f"of type {value.kind}"
    return next((name for one, name in KINDS.items() if isinstance(value, one)), "no string")


def given_id(value: Any, column: str) -> str | None:  # noqa: ANN401
    """The id in a cell, None when there is none; raises BadRowError for what is no id."""
    if isinstance(value, str):
        return value if value.strip() else None
    if value is None or value != value:
        return None
    written = None if isinstance(value, bool) else whole(value)
    if written is None:
        raise BadRowError(
            "wrong_type", f'"{column}" is {kind(value)}, not a string or whole number'
        )
    return written


def whole(value: Any) -> str | None:  # noqa: ANN401
    """A whole number in decimal form; None for anything else."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else None


def checked_text(value: Any, column: str) -> str:  # noqa: ANN401
    """The text in a cell, as given; raises BadRowError when there is none."""
    if not isinstance(value, str):
        if value is None:
            raise BadRowError("no_text", f'"{column}" is missing or null')
        raise BadRowError("wrong_type", f'"{column}" is {kind(value)}, not a string')
    if not value or value.isspace():
        raise BadRowError("empty_text", f'"{column}" is empty')
    return value


def plain(value: Any) -> str | None:  # noqa: ANN401
    """Metadata as a string; None for blank cells and for anything but strings and numbers."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return whole(value) or str(value)
