"""The kernels of the LSH join against plain Python."""

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.join import (
    NEAR,
    WHOLE,
    Survivors,
    bucket_pairs,
    closest_partners,
    count_bucket_pairs,
    count_pairs,
    count_shares,
    deal_keys,
    keep_seen_twice,
    merge_pairs,
)

keys_of = st.lists(st.integers(0, 9).map(lambda k: k * 0x1999_9999), max_size=40)


@given(keys_of, st.integers(1, 9), st.sampled_from([1, 2, 4]), st.sets(st.integers(0, 15)))
def test_keys_are_dealt_by_their_top_bits(several, chunk, bits, left_out):
    """However a band is cut into chunks, each share holds its keys and texts in order."""
    keys, texts = np.array(several, np.uint32), np.arange(len(several), dtype=np.int32) * 3
    shift, counts = np.uint64(32 - bits), np.zeros(1 << bits, np.int64)
    cuts = range(0, len(keys), chunk)
    for at in cuts:
        count_shares(keys[at : at + chunk], shift, counts)
    starts = np.cumsum(counts) - counts
    ends = np.where(np.isin(np.arange(1 << bits), list(left_out)), -1, starts)
    found = np.zeros(len(keys), np.uint32), np.zeros(len(keys), np.int32)

    for at in cuts:
        deal_keys(keys[at : at + chunk], texts[at : at + chunk], shift, ends, *found)

    for share, (start, n) in enumerate(zip(starts.tolist(), counts.tolist(), strict=True)):
        mine = [(key, 3 * i) for i, key in enumerate(several) if key >> 32 - bits == share]
        dealt = list(zip(*(column[start : start + n].tolist() for column in found), strict=True))
        assert len(mine) == n
        assert (mine if share not in left_out else [(0, 0)] * n) == dealt


@given(keys_of)
def test_keys_seen_twice_are_kept(several):
    """The keys with a bit in common are kept, in order, after what was kept before."""
    keys, texts = np.array(several, np.uint32), np.arange(len(several), dtype=np.int32) * 3
    once, twice = (np.full(1, 77, np.uint64) for _ in range(2))
    out = Survivors(np.zeros(len(keys) + 3, np.uint64), np.zeros(len(keys) + 3, np.int32))

    n = keep_seen_twice(keys, texts, np.uint64(32), once, twice, out, 2)

    times = Counter(key >> 26 for key in several)
    expected = [(key << 32, 3 * i) for i, key in enumerate(several) if times[key >> 26] > 1]
    kept = zip(out.keys[2:n].tolist(), out.texts[2:n].tolist(), strict=True)
    assert expected == list(kept)


@given(keys_of)
def test_every_pair_of_a_bucket(several):
    """Each two texts with equal keys are one pair, coded with the earlier text in the high half."""
    order = sorted(range(len(several)), key=several.__getitem__)
    keys, texts = np.array(sorted(several), np.uint64), np.array(order, np.int32)
    pairs = np.empty(count_bucket_pairs(keys), np.uint64)

    bucket_pairs(keys, texts, pairs)

    equal = [(i, j) for i, j in combinations(range(len(several)), 2) if several[i] == several[j]]
    assert sorted(i << 32 | j for i, j in equal) == sorted(pairs.tolist())


def test_a_hot_bucket_makes_pairs_in_proportion():
    """Beyond WHOLE texts each one meets the first NEAR and the NEAR before it; all are connected."""
    n = WHOLE + 1000
    keys, texts = np.full(n, 5, np.uint64), np.arange(n, dtype=np.int32)
    pairs = np.empty(count_bucket_pairs(keys), np.uint64)

    bucket_pairs(keys, texts, pairs)

    found = {(code >> 32, code & 0xFFFFFFFF) for code in pairs.tolist()}
    expected = set(combinations(range(WHOLE), 2))
    for later in range(WHOLE, n):
        expected |= {(i, later) for i in (*range(NEAR), *range(later - NEAR, later))}
    assert expected == found
    assert len(expected) == len(pairs)


@given(st.lists(st.integers(0, 5).map(lambda pair: pair << 32 | 9), max_size=20).map(sorted))
def test_pairs_are_merged(codes):
    """Each distinct pair comes once, with how often it was there."""
    pairs, times = np.array(codes, np.uint64), Counter(codes)
    n = count_pairs(pairs)
    left, right, bands = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int16)

    merged = merge_pairs(pairs, left, right, bands)

    assert (len(times), len(times)) == (n, merged)
    expected = [(code >> 32, 9, times[code]) for code in sorted(times)]
    assert expected == list(zip(left.tolist(), right.tolist(), bands.tolist(), strict=True))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=30), st.integers(0, 4))
def test_the_closest_partners_are_kept(pairs, most):
    """Of each left text the pairs with the most bands, and of equal ones the first."""
    pairs = sorted(pairs, key=lambda pair: pair[0])
    left = np.array([a for a, _ in pairs], np.int32)
    n_bands = np.array([n for _, n in pairs], np.int16)
    kept = np.empty(len(pairs), np.bool_)

    n = closest_partners(left, n_bands, most, np.empty(6, np.int64), kept)

    expected = set()
    for text in set(left.tolist()):
        mine = [i for i, (a, _) in enumerate(pairs) if a == text]
        expected |= set(sorted(mine, key=lambda i: -pairs[i][1])[:most])
    assert expected == set(np.flatnonzero(kept).tolist())
    assert len(expected) == n
