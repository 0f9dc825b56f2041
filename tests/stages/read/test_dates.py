"""Dates in every usual notation become microseconds in UTC; the others are an error."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.read.dates import EPOCH, Stamp, micros

SIX = datetime(2017, 9, 21, 6, tzinfo=UTC)
MIDNIGHT = datetime(2017, 9, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2017-09-21", MIDNIGHT),
        ("20170921", MIDNIGHT),
        (20170921, MIDNIGHT),
        ("2017-09-21T06:00:00", SIX),
        ("2017-09-21 06:00", SIX),
        ("2017-09-21T06:00:00Z", SIX),
        (" 2017-09-21T06:00:00Z\n", SIX),
        ("2017-09-21T08:00:00+02:00", SIX),
        ("2017-09-21T08:00:00+0200", SIX),
        ("2017-09-21 08:00:00 +0200", SIX),
        ("2017-09-21 06:00:00 UTC", SIX),
        ("2017-09-21T06:00:00.000000000Z", SIX),
        ("Thu, 21 Sep 2017 06:00:00 GMT", SIX),
        ("Thu, 21 Sep 2017 02:00:00 -0400", SIX),
        ("21 Sep 2017 06:00:00 -0000", SIX),
        (1505973600, SIX),
        (1505973600.0, SIX),
        (1505973600000, SIX),
        ("1505973600", SIX),
        ("1505973600000", SIX),
        ("1505973600.25", SIX + timedelta(milliseconds=250)),
        (0, EPOCH),
        (-86400, EPOCH - timedelta(days=1)),
        (Stamp(1505973600000000), SIX),
    ],
)
def test_usual_notations(written, expected):
    """ISO 8601, RFC 2822 and epochs are understood; naive means UTC."""
    assert (expected - EPOCH) // timedelta(microseconds=1) == micros(written)


@pytest.mark.parametrize("written", [None, "", "  ", float("nan")])
def test_no_date(written):
    """Nothing written is no date, and no error."""
    assert micros(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "yesterday", "2017", 2017, "09/21/2017", "2017-13-01", "20171301", True, [2017], "٢٠١٧٠٩٢١",
        float("inf"), 10**30, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "nan",
        "21 Sep 99999 06:00:00 GMT", "2017-09-21T25:00:00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_an_error(written):
    """Nothing is guessed: a year alone, other orders, other calendars, times out of range."""
    with pytest.raises(ValueError):
        micros(written)


zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
moments = st.datetimes(datetime(1000, 1, 2), datetime(9000, 1, 1), timezones=zones)


@given(moments)
def test_iso_keeps_every_microsecond(moment):
    """What isoformat writes is read back exactly."""
    assert (moment - EPOCH) // timedelta(microseconds=1) == micros(moment.isoformat())


@given(moments)
def test_mail_dates_keep_every_second(moment):
    """What RFC 2822 can say is read back exactly."""
    whole = moment.replace(microsecond=0)
    assert (whole - EPOCH) // timedelta(microseconds=1) == micros(format_datetime(whole))


@given(st.one_of(st.text(), st.integers(), st.floats(), st.from_regex(r"[0-9:TZ+ .-]{1,40}")))
def test_anything_is_an_instant_nothing_or_a_value_error(value):
    """No other error, and no instant a timestamp cannot show."""
    try:
        stamp = micros(value)
    except ValueError:
        return
    if stamp is not None:
        assert 1 <= (EPOCH + timedelta(microseconds=stamp)).year <= 9999
