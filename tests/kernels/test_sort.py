"""The radix sort against numpy's stable sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.sort import COUNTS, sort_by_key


def sorted_by_us(keys):
    """The keys in order, and where each of them was."""
    keys, texts = keys.copy(), np.arange(len(keys), dtype=np.int32)
    sort_by_key(keys, texts, np.empty_like(keys), np.empty_like(texts), np.empty(COUNTS, np.int64))
    return keys.tolist(), texts.tolist()


def sorted_by_numpy(keys):
    """The same by a stable sort."""
    order = np.argsort(keys, kind="stable")
    return keys[order].tolist(), order.tolist()


@given(st.lists(st.one_of(st.integers(0, 2**64 - 1), st.sampled_from([0, 7, 2**63])), max_size=60))
def test_sort_by_key(several):
    """Any keys, mixed or not, end in order, equal ones in the order they came."""
    keys = np.array(several, np.uint64)

    assert sorted_by_numpy(keys) == sorted_by_us(keys)


@pytest.mark.parametrize("size", [127, 128, 300_000])
@pytest.mark.jit
def test_sort_of_many(size):
    """One, two and three digits give the order that numpy gives."""
    keys = np.random.default_rng(size).integers(0, 2**64, size, np.uint64)
    keys[size // 2 :] = keys[: size - size // 2]

    assert sorted_by_numpy(keys) == sorted_by_us(keys)
