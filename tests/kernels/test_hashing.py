"""The row hash is MurmurHash3, digit by digit."""

import mmh3
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.hashing import hash_rows, hex_rows
from tests.naive.matching import rows_of


@given(st.lists(st.binary(max_size=70), max_size=8))
def test_equals_mmh3(rows):
    """Both halves equal mmh3's x64 128-bit hash with seed 0."""
    data, offsets = rows_of(rows)
    high, low = np.empty(len(rows), np.uint64), np.empty(len(rows), np.uint64)

    hash_rows(data, offsets, high, low)

    expected = [mmh3.hash64(row, 0, x64arch=True, signed=False) for row in rows]
    assert expected == list(zip(high.tolist(), low.tolist(), strict=True))


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_hex_names(high, low):
    """A name is the prefix, a dash, and the leading hex digits of both halves."""
    out = np.empty((1, 22), np.uint8)

    hex_rows(np.array([high], np.uint64), np.array([low], np.uint64), ord("t"), out)

    assert "t-" + f"{high:016x}{low:016x}"[:20] == out.tobytes().decode()
