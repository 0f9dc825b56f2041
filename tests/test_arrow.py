"""Flat arrays out of Arrow and back."""

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.arrow import bytes_of, strings_of, values

KINDS = [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()]


@given(st.lists(st.text(max_size=5), max_size=6), st.sampled_from(KINDS), st.data())
def test_bytes_of_any_slice(rows, kind, data):
    """However a column is sliced and chunked, each row's bytes stand between its offsets."""
    cut = data.draw(st.integers(0, len(rows)))
    skip = data.draw(st.integers(0, len(rows)))
    chunks = [pa.array([r.encode() for r in part]).cast(kind) for part in (rows[:cut], rows[cut:])]
    table = pa.table({"x": pa.chunked_array(chunks, kind)}).slice(skip)

    flat, offsets = bytes_of(table, "x")

    found = [flat[a:b].tobytes().decode() for a, b in itertools.pairwise(offsets)]
    assert rows[skip:] == found
    assert not flat.flags.writeable


def test_values_are_a_copy():
    """What a kernel writes into never reaches the table."""
    table = pa.table({"x": [1, 2]})

    values(table, "x")[0] = 9

    assert [1, 2] == table.column("x").to_pylist()


def test_more_than_fits_is_an_error_and_never_wraps():
    """Offsets beyond 2 GiB are refused."""
    with pytest.raises(OverflowError, match=r"^2147483648 bytes in one column of strings"):
        strings_of(np.zeros(1, np.uint8), np.array([0, 2**31]))
