"""Pairs that share too few phrases go early, and no other."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.winnow import SHARED
from dedup.stages.candidates import Seen

TEXTS = 12

pairs = st.tuples(st.integers(0, TEXTS - 2), st.integers(1, TEXTS - 1)).filter(
    lambda p: p[0] < p[1]
)
tables = st.lists(st.lists(pairs, max_size=30), max_size=4)
lengths = st.lists(st.integers(20, 4 * SHARED), min_size=TEXTS, max_size=TEXTS)


def coded(some):
    """Pairs as COLLISIONS hold them."""
    return np.sort(np.array([left << 32 | right for left, right in some], np.uint64))


def kept(several, sizes, most_bytes):
    """What is left of each table once all are marked."""
    seen, codes = Seen(100, most_bytes), [coded(some) for some in several]
    for some in codes:
        seen.mark(some)
    return [seen.enough(some, np.array(sizes, np.int32)).tolist() for some in codes]


@given(tables, lengths)
def test_what_is_shared_often_enough_stays(several, sizes):
    """A pair stays wherever it was met if its phrases, all tables together, are enough."""
    often = Counter(pair for some in several for pair in some)
    enough = {
        pair for pair, n in often.items() if n >= min(sizes[pair[0]], sizes[pair[1]]) // SHARED
    }

    for some, left in zip(several, kept(several, sizes, 1 << 10), strict=True):
        staying = coded([pair for pair in some if pair in enough]).tolist()
        assert staying == [code for code in left if (code >> 32, code & 0xFFFFFFFF) in enough]
        assert left == sorted(left)


def test_what_is_shared_once_and_must_be_twice_goes():
    """One phrase is enough for a short text, for two long ones it is not."""
    short, long = SHARED, 2 * SHARED
    several = [[(0, 1), (1, 2), (1, 3)], [(1, 3)]]

    left = kept(several, [short, long, long, long] + [20] * (TEXTS - 4), 1 << 16)

    assert [coded([(0, 1), (1, 3)]).tolist(), coded([(1, 3)]).tolist()] == left
