"""The permutations are datasketch's, in the order in which the kernel takes them."""

import numpy as np
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.sketch.bands import Bands
from dedup.stages.sketch.permutations import drawn, permutations


@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_permutations_equal_datasketch(bands, rows, seed):
    """Value for value those of its affine32 scheme, the first rows of all bands before the second."""
    expected = MinHash(num_perm=bands * rows, seed=seed, scheme="affine32").permutations

    found = permutations(Bands(bands, rows), seed)

    for theirs, ours in zip(expected, found, strict=True):
        assert 0 == len(ours) % 4
        assert theirs.tolist() == ours[: bands * rows].reshape(rows, bands).T.ravel().tolist()
        assert 0 == ours[bands * rows :].sum()
    assert {np.dtype(np.uint32)} == {one.dtype for one in found}


@given(st.integers(1, 40), st.integers(1, 16), st.integers(0, 2**32 - 1))
def test_drawn_permutations_are_the_same(bands, rows, seed):
    """Those drawn without datasketch are its own, value for value."""
    expected = permutations(Bands(bands, rows), seed)

    found = drawn(Bands(bands, rows), seed)

    for theirs, ours in zip(expected, found, strict=True):
        assert theirs.tolist() == ours.tolist()
        assert theirs.dtype == ours.dtype
