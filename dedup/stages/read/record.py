"""One line of JSON -> an object, or the reason why it is none."""

import json
import re
from typing import Any

import msgspec

from dedup.stages.read.faults import BadRowError

__all__ = ["parse"]

DECODER = msgspec.json.Decoder()
# White space before a colon: then the colons cannot be counted by their quote.
SPACED_COLON = re.compile(rb'"[ \t\r\n]+:')
SURROGATE = re.compile("[\ud800-\udfff]")


class Doubled(dict[str, Any]):
    """An object in which a key occurs twice."""


def parse(line: bytes) -> tuple[dict[str, Any], bool]:
    """The object on a line, and whether it had to be repaired; raises BadRowError.

    The fast decoder lets the last of two equal keys win, so an object with more `":` than keys is
    decoded again by the slow one, which sees every key.
    """
    try:
        record = DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return parse_slowly(line)
    if not isinstance(record, dict):
        raise no_object(record)
    if line.count(b'":') == len(record) and not SPACED_COLON.search(line):
        return record, False
    return parse_slowly(line)


def parse_slowly(line: bytes) -> tuple[dict[str, Any], bool]:
    """As `parse`, by the decoder that reports positions, keys met twice and lone surrogates."""
    try:
        record = json.loads(line.decode(), object_pairs_hook=pairs, parse_constant=refuse)
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} of the row is no UTF-8"
        raise BadRowError("bad_encoding", message) from error
    except RecursionError as error:
        raise BadRowError("bad_json", "nested too deeply") from error
    except ValueError as error:
        raise BadRowError("bad_json", f"no JSON: {error}") from error
    if not isinstance(record, dict):
        raise no_object(record)
    if isinstance(record, Doubled):
        raise BadRowError("duplicate_key", "a key occurs twice: which value is meant?")
    return repair(record)


def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, marked when a key occurs twice."""
    record = dict(members)
    return record if len(record) == len(members) else Doubled(record)


def refuse(constant: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{constant} is no JSON value")


def no_object(record: object) -> BadRowError:
    """The fault of an array or scalar where an object should be."""
    found = "an array" if isinstance(record, list) else "a single value"
    return BadRowError("not_an_object", f"{found}, not an object with keys")


def repair(record: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Every lone surrogate in keys and strings as U+FFFD, and whether there was one."""
    mended = {mend(key): mend(value) for key, value in record.items()}
    return mended, mended != record


def mend(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A string without surrogates; other values as they are."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
