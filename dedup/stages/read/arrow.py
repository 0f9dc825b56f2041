"""Columns of Arrow -> the columns of RAW_ARTICLES, without touching a row."""

import pyarrow as pa
import pyarrow.compute as pc

from dedup.schemas.define import TIME
from dedup.stages.read.dates import EARLIEST, LATEST, micros

__all__ = ["filled_ids", "is_stringlike", "metadata", "stamps", "strings"]

MICROS_PER = {"s": 1_000_000, "ms": 1_000, "us": 1}


def is_stringlike(kind: pa.DataType) -> bool:
    """Whether a column holds strings, or bytes that ought to be UTF-8."""
    if pa.types.is_dictionary(kind):
        return is_stringlike(kind.value_type)
    return any(
        test(kind)
        for test in (
            pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
            pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view,
        )
    )  # fmt: skip


def strings(column: pa.Array) -> pa.Array:
    """A stringlike column as strings; raises ArrowInvalid when a value is no UTF-8."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    converted = column.cast(pa.string())
    converted.validate(full=True)
    return converted


def blank(column: pa.Array) -> pa.Array:
    """Which values are null, empty or white space."""
    nothing = pc.equal(pc.binary_length(column), 0)
    return pc.fill_null(pc.or_(nothing, pc.utf8_is_space(column)), True)


def filled_ids(column: pa.Array, name: str, numbers: pa.Array) -> pa.Array | None:
    """Ids as strings, `name:row` where there is none; None when their type allows no id."""
    if not is_stringlike(column.type) and not has_numbers(column.type):
        return None
    given = strings(column) if is_stringlike(column.type) else column.cast(pa.string())
    missing = blank(given)
    if not pc.any(missing).as_py():
        return given
    default = pc.binary_join_element_wise(name, numbers.cast(pa.string()), ":")
    return pc.if_else(missing, default, given)


def has_numbers(kind: pa.DataType) -> bool:
    """Whether every value is a whole number, or there is none."""
    return bool(pa.types.is_integer(kind) or pa.types.is_null(kind))


def metadata(column: pa.Array) -> pa.Array | None:
    """A column as strings, null where blank or of no use; None for floats, which differ by row."""
    if pa.types.is_floating(column.type):
        return None
    if is_stringlike(column.type):
        given = strings(column)
        missing = blank(given)
        return pc.if_else(missing, None, given) if pc.any(missing).as_py() else given
    if has_numbers(column.type):
        return column.cast(pa.string())
    return pa.nulls(len(column), pa.string())


def stamps(column: pa.Array) -> tuple[pa.Array, int]:
    """Publication times, and how many values were not understood (they become null)."""
    kind = column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), TIME), 0
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s" if pa.types.is_date32(kind) else "ms"))
    if pa.types.is_timestamp(column.type):
        return in_range(column)
    return one_by_one(column)


def in_range(column: pa.Array) -> tuple[pa.Array, int]:
    """Timestamps of any unit and zone; naive ones are UTC already."""
    unit, counts = column.type.unit, column.cast(pa.int64())
    if unit == "ns":
        return column.cast(pa.timestamp("us"), safe=False).cast(pa.int64()).cast(TIME), 0
    low, high = -(-EARLIEST // MICROS_PER[unit]), LATEST // MICROS_PER[unit]
    fits = pc.and_(pc.greater_equal(counts, low), pc.less_equal(counts, high))
    kept = pc.if_else(fits, counts, None)
    return pc.multiply(kept, MICROS_PER[unit]).cast(TIME), kept.null_count - column.null_count


def one_by_one(column: pa.Array) -> tuple[pa.Array, int]:
    """Strings and numbers, each distinct value read once; other types are no dates."""
    if is_stringlike(column.type):
        column = strings(column)
    elif not (has_numbers(column.type) or pa.types.is_floating(column.type)):
        return pa.nulls(len(column), TIME), len(column) - column.null_count
    coded = column.dictionary_encode()
    read = [understood(value) for value in coded.dictionary.to_pylist()]
    bad = pa.array([value is False for value in read], pa.bool_())
    times = pa.array([None if value is False else value for value in read], TIME)
    n_bad = pc.sum(bad.take(coded.indices)).as_py() or 0
    return times.take(coded.indices), n_bad


def understood(value: object) -> int | bool | None:
    """Microseconds, None for no date, False for one that cannot be read."""
    try:
        return micros(value)
    except ValueError:
        return False
