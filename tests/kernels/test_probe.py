"""Which keys of few are among the sorted keys of many."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.probe import meetings

keys_of = st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1), max_size=60).map(sorted)


@given(keys_of, keys_of, st.integers(0, 1000), st.integers(1, 9), st.integers(0, 30))
def test_meetings_are_all_equal_keys(mine, keys, first, most, room):
    """Every pair of equal keys, of a long run the first ones, and their number whatever the room."""
    places = {key: [j for j, one in enumerate(keys) if one == key][:most] for key in set(mine)}
    expected = [(first + j) << 32 | i for i, key in enumerate(mine) for j in places[key]]

    pairs = np.zeros(room, np.uint64)
    texts, others = (np.arange(len(some), dtype=np.int32) for some in (mine, keys))
    few, many = (np.array(some, np.uint32) for some in (mine, keys))
    n = meetings(few, texts, many, others, first, most, pairs)

    assert len(expected) == n
    assert expected[:room] == pairs[: min(n, room)].tolist()


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 8]), st.booleans())
def test_meetings_of_few_keys_among_many(seed, power, some_equal):
    """However the many are spread, evenly or not, every equal key is met and no other."""
    rng = np.random.default_rng(seed)
    keys = np.sort((rng.random(20_000) ** power * 2**32).astype(np.uint32))
    drawn = rng.integers(0, 2**32, 4).astype(np.uint32)
    mine = np.sort(np.append(drawn, rng.choice(keys, 3)) if some_equal else drawn)
    expected = [(j, i) for i, key in enumerate(mine) for j in np.flatnonzero(keys == key)]

    pairs = np.zeros(mine.size * keys.size, np.uint64)
    texts, others = (np.arange(len(some), dtype=np.int32) for some in (mine, keys))
    n = meetings(mine, texts, keys, others, 0, keys.size, pairs)

    assert expected == [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs[:n]]
