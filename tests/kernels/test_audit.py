"""The kernels of the exact join against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.audit import Index, Matches, Room, bucket_ends, mark, probe, text_keys
from tests.naive.matching import hash32, rows_of, shingle_key
from tests.naive.similarity import shingles

texts_of = st.lists(st.text("abż海 ", min_size=1, max_size=14), min_size=1, max_size=8)


@given(texts_of)
def test_keys_of_all_texts(texts):
    """The shingles of each text one after another, with their hashes and their text."""
    data, offsets = rows_of([text.encode() for text in texts])
    room = int(offsets[-1]) + 5 * len(texts)
    keys, owners = np.empty(room, np.uint64), np.empty(room, np.int32)
    hashes = np.empty(room, np.uint32)
    n = text_keys(data, offsets, keys, owners, hashes)

    found = set(zip(owners[:n].tolist(), keys[:n].tolist(), hashes[:n].tolist(), strict=True))
    several = {(t, shingle_key(one)) for t, text in enumerate(texts) for one in shingles(text)}
    assert {(t, key, hash32(key)) for t, key in several} == found


@given(st.lists(st.integers(0, 2**32 - 1), max_size=30), st.sampled_from([1, 4, 64]))
def test_marks_and_buckets(several, buckets):
    """Each hash has its bit, no other bit is set; buckets hold the hashes of their top bits."""
    hashes = np.array(sorted(several), np.uint32)
    ends, bitmap = np.zeros(buckets + 1, np.int32), np.zeros(4, np.uint64)
    bucket_ends(hashes, ends)
    mark(hashes, bitmap)

    shift = 33 - buckets.bit_length()
    assert [sum(h >> shift < b for h in several) for b in range(buckets + 1)] == ends.tolist()
    bits = {
        64 * word + bit for word in range(4) for bit in range(64) if int(bitmap[word]) >> bit & 1
    }
    assert {h >> 24 for h in several} == bits


@given(texts_of, texts_of, st.integers(1, 4), st.sampled_from([8, 9, 200]))
@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
def test_hits_are_counted(indexed, others, need, most):
    """A pair is found when a text's windows meet so many entries, however little room there is."""
    entries = sorted(
        (hash32(shingle_key(one)), t) for t, text in enumerate(indexed) for one in shingles(text)
    )
    hashes = np.array([h for h, _ in entries], np.uint32)
    owners = np.array([t for _, t in entries], np.int32)
    ends, bitmap = np.zeros(65, np.int32), np.zeros(16, np.uint64)
    bucket_ends(hashes, ends)
    mark(hashes, bitmap)
    index = Index(bitmap, ends, hashes, owners, np.full(len(indexed), need, np.int32), need)

    expected = {
        (t, row)
        for row, other in enumerate(others)
        for t, text in enumerate(indexed)
        if sum(one in shingles(text) for one in windows(other)) >= need
    }
    assert expected == found_with(index, others, most)


def windows(text):
    """The windows of a text, repeats included."""
    return [text[i : i + 5] for i in range(max(1, len(text) - 4))]


def found_with(index, texts, most):
    """The pairs that `probe` finds with room for so many at a time."""
    data, offsets = rows_of([text.encode() for text in texts])
    n, longest = len(index.need), int(np.diff(offsets).max()) + 5
    room = Room(np.empty(longest, np.uint64), np.empty(longest, np.uint32),
                np.full(n, -1, np.int32), np.empty(n, np.int32))  # fmt: skip
    out = Matches(np.empty(most, np.int32), np.empty(most, np.int32))
    rows, at, count, found = np.arange(len(texts), dtype=np.int32), 0, np.zeros(1, np.int64), set()
    while at < len(rows):
        at = probe(data, offsets, rows, at, index, room, out, count)
        found |= set(
            zip(out.sampled[: count[0]].tolist(), out.row[: count[0]].tolist(), strict=True)
        )
    return found
