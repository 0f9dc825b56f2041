"""Publication dates in every usual notation -> microseconds since 1970 in UTC.

Understood are ISO 8601 (naive means UTC), RFC 2822, and epoch seconds or milliseconds as numbers
or digits.  Eight digits that are a day (20170921) are that day; a bare year is no date.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

__all__ = ["EARLIEST", "LATEST", "Stamp", "micros"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EARLIEST = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
LATEST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND

NUMBER = re.compile(r"([+-]?)([0-9]{1,14})(\.[0-9]+)?")
# What `fromisoformat` refuses but exports of databases write: "... 06:00:00 UTC", "... +0200".
LOOSE_ZONE = re.compile(r"\s*(?:(?P<utc>UTC|GMT|Z)|(?P<offset>[+-]\d\d(?::?\d\d)?))$", re.ASCII)
MILLISECONDS_FROM = 10**11  # as seconds that would be the year 5138


class Stamp(int):
    """Microseconds since 1970 in UTC, already."""


def micros(value: Any) -> int | None:  # noqa: ANN401 - a cell can be anything
    """Microseconds since 1970 in UTC; None for no date; raises ValueError for one unreadable."""
    if value is None or isinstance(value, Stamp):
        return value
    written = spelled(value)
    return within(read_written(written)) if written else None


def spelled(value: Any) -> str:  # noqa: ANN401
    """A date as it is written; blank cells and NaN are none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "" if value != value else f"{value:f}" if isinstance(value, float) else str(value)
    raise ValueError(f"{type(value).__name__} is no date")


def within(stamp: int) -> int:
    """`stamp`, if it lies in the years 1 to 9999."""
    if not EARLIEST <= stamp <= LATEST:
        raise ValueError("outside the years 1 to 9999")
    return stamp


def read_written(written: str) -> int:
    """The instant that `written` names."""
    number = NUMBER.fullmatch(written)
    if number:
        return epoch(*number.groups(default=""))
    try:
        return since_epoch(datetime.fromisoformat(written))
    except ValueError:
        return read_loosely(written)


def epoch(sign: str, digits: str, fraction: str) -> int:
    """A day of eight digits, else seconds or milliseconds since 1970."""
    if not sign and len(digits) == 8 and digits[:2] in {"19", "20"}:
        return since_epoch(datetime.fromisoformat(digits))
    if not sign and len(digits) == 4:
        raise ValueError("a year alone is no date")
    whole = int(digits)
    unit = 1_000_000 if whole < MILLISECONDS_FROM else 1_000
    stamp = whole * unit + round(float(fraction or 0) * unit)
    return -stamp if sign == "-" else stamp


def read_loosely(written: str) -> int:
    """ISO 8601 with a zone set apart, else RFC 2822."""
    zone = LOOSE_ZONE.search(written)
    if zone:
        try:
            bare = written[: zone.start()] + (zone["offset"] or "+00:00")
            return since_epoch(datetime.fromisoformat(bare))
        except ValueError:
            pass
    return read_mail_date(written)


def read_mail_date(written: str) -> int:
    """An RFC 2822 date; the stdlib parser meets odd ones with errors of several kinds."""
    try:
        return since_epoch(parsedate_to_datetime(written))
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(str(error)) from error


def since_epoch(moment: datetime) -> int:
    """Microseconds from 1970 to `moment`; naive means UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // MICROSECOND
