"""The kernels of the LSH join against plain Python."""

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.join import (
    bucket_pairs,
    collect_keys,
    count_bucket_pairs,
    count_pairs,
    mark_keys,
    merge_pairs,
)

keys_of = st.lists(st.integers(0, 9).map(lambda k: k * 0x1999_9999_9999_9999), max_size=40)


@given(keys_of, st.integers(1, 9))
def test_keys_seen_twice_are_collected(several, chunk):
    """However a band is cut into chunks, the keys with a bit in common are kept, in order."""
    keys, texts = np.array(several, np.uint64), np.arange(len(several), dtype=np.int32) * 3
    shift = np.uint64(58)
    once, twice = np.zeros(1, np.uint64), np.zeros(1, np.uint64)
    cuts = range(0, len(keys), chunk)

    for at in cuts:
        mark_keys(keys[at : at + chunk], shift, once, twice)
    found = []
    for at in cuts:
        some = keys[at : at + chunk].copy()
        out_keys, out_texts = np.empty_like(some), np.empty(len(some), np.int32)
        n = collect_keys(some, texts[at : at + chunk], shift, twice, out_keys, out_texts)
        found += zip(out_keys[:n].tolist(), out_texts[:n].tolist(), strict=True)

    times = Counter(key >> 58 for key in several)
    expected = [(key, 3 * i) for i, key in enumerate(several) if times[key >> 58] > 1]
    assert expected == found


@given(keys_of)
def test_every_pair_of_a_bucket(several):
    """Each two texts with equal keys are one pair, coded with the earlier text in the high half."""
    order = sorted(range(len(several)), key=several.__getitem__)
    keys, texts = np.array(sorted(several), np.uint64), np.array(order, np.int32)
    pairs = np.empty(count_bucket_pairs(keys), np.uint64)

    bucket_pairs(keys, texts, pairs)

    equal = [(i, j) for i, j in combinations(range(len(several)), 2) if several[i] == several[j]]
    assert sorted(i << 32 | j for i, j in equal) == sorted(pairs.tolist())


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
