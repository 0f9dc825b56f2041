"""The permutations are datasketch's, in the order in which the kernel takes them."""

import numpy as np
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from dedup.stages.sketch.bands import Bands
from dedup.stages.sketch.permutations import permutations
from tests.cli.helpers import spawn


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


@given(st.integers(1, 40), st.integers(1, 6), st.data())
def test_permutations_of_some_bands(bands, rows, data):
    """Those of a few bands are these bands' own among all."""
    start = data.draw(st.integers(0, bands - 1))
    which = range(start, data.draw(st.integers(start + 1, bands)))

    all_of_them = permutations(Bands(bands, rows), 7)
    some = permutations(Bands(bands, rows), 7, which)

    for every, few in zip(all_of_them, some, strict=True):
        own = every[: bands * rows].reshape(rows, bands)[:, which.start : which.stop]
        assert own.ravel().tolist() == few[: rows * len(which)].tolist()
        assert 0 == len(few) % 4


@given(st.integers(1, 20), st.integers(1, 6), st.sets(st.integers(0, 25), max_size=6))
def test_bands_left_out_are_drawn_and_not_taken(bands, rows, numbers):
    """The bands taken are all that were drawn without those left out, in order."""
    left_out = tuple(sorted(one for one in numbers if one < bands + len(numbers)))
    drawn = bands + len(left_out)
    left_out = tuple(one for one in left_out if one < drawn)
    taken = Bands(drawn - len(left_out), rows, left_out)
    kept = [one for one in range(drawn) if one not in left_out]

    for every, ours in zip(
        permutations(Bands(drawn, rows), 3), permutations(taken, 3), strict=True
    ):
        own = every[: drawn * rows].reshape(rows, drawn)[:, kept]
        assert own.ravel().tolist() == ours[: rows * len(kept)].tolist()


OPTIMIZED = """if True:
    import sys
    from dedup.stages.sketch.bands import Bands
    from dedup.stages.sketch.permutations import permutations
    permutations(Bands(2, 2), 1)
    assert "scipy.integrate" not in sys.modules
    from datasketch import MinHashLSH
    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    from scipy.integrate import quad, simpson
    print(lsh.b, lsh.r, quad(abs, 0, 2)[0])
"""


def test_datasketch_is_whole_all_the_same():
    """What was put off when it was imported is there for who asks datasketch, or scipy, for it."""
    done = spawn(code=OPTIMIZED)
    expected = MinHashLSH(threshold=0.5, num_perm=128)
    assert (f"{expected.b} {expected.r} 2.0\n", "") == (done.stdout, done.stderr)
