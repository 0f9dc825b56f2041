"""Sketch, candidates and verify against datasketch and brute force."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dedup.kernels.shingle import WIDTH, shingle_hashes, shingle_keys
from dedup.kernels.sketch import signature_of
from dedup.overlap import overlaps
from dedup.schemas import CANDIDATES, TEXTS, VERIFIED, check
from dedup.stages.sketch import Bands, Turn, sketch
from dedup.stages.sketch.permutations import permutations
from dedup.stages.verify import verify
from tests.naive import matching as naive
from tests.naive.similarity import normalize, shingles
from tests.stages.kept import all_candidates

ALPHABET = "ab cd" + "é" + "я" + "ب" + "漢字" + "😀𝒜"
words = st.text(ALPHABET, min_size=1, max_size=40).map(normalize).filter(bool)


def texts_table(texts):
    """TEXTS of normalized texts, each occurring once."""
    n = len(texts)
    columns = [[t.encode() for t in texts], range(n), range(n), [9] * n, [1] * n]
    return pa.table(columns, schema=TEXTS.schema)


def similar_texts(draw_base, edits):
    """Variants of one text: each replaces one character."""
    return [draw_base[:at] + char + draw_base[at + 1 :] for at, char in edits]


@st.composite
def corpora(draw):
    """Distinct normalized texts, many of them near each other."""
    base = draw(st.text(ALPHABET, min_size=12, max_size=40))
    edit = st.tuples(st.integers(0, len(base) - 1), st.sampled_from(ALPHABET))
    near = [base, *similar_texts(base, draw(st.lists(edit, max_size=8)))]
    texts = [normalize(text) for text in [*near, *draw(st.lists(words, max_size=5))]]
    return list(dict.fromkeys(text for text in texts if text))


@given(words)
def test_shingle_keys_are_the_windows(text):
    """One key for each window of five code points, in order, repeats included."""
    data, offsets = naive.rows_of([text.encode()])
    keys = np.empty(len(data) + WIDTH, np.uint64)

    n = shingle_keys(data, 0, int(offsets[1]), keys)

    windows = [text[i : i + 5] for i in range(max(len(text) - 4, 1))]
    assert [naive.shingle_key(window) for window in windows] == keys[:n].tolist()


@given(st.sets(st.text(ALPHABET, min_size=1, max_size=5).map(normalize).filter(bool)))
def test_shingle_keys_tell_shingles_apart(several):
    """Distinct shingles have distinct keys."""
    assert len(several) == len({naive.shingle_key(one) for one in several})


@given(words, st.integers(1, 23), st.integers(0, 2**32 - 1))
def test_signatures_equal_datasketch(text, num_perm, seed):
    """Every value of the signature equals datasketch's affine32 MinHash."""
    data, offsets = naive.rows_of([text.encode()])
    keys, hashes = np.empty(len(data) + 16, np.uint64), np.empty(len(data) + 16, np.uint32)
    a, b = permutations(Bands(num_perm, 1), seed)
    signature = np.empty(len(a), np.uint32)

    n = shingle_hashes(data, 0, int(offsets[1]), keys, hashes)
    signature_of(hashes, n, a, b, signature)

    assert (
        naive.signature(text, num_perm, seed).hashvalues.tolist() == signature[:num_perm].tolist()
    )


@given(
    corpora(),
    st.tuples(st.integers(2, 6), st.integers(1, 4)),
    st.integers(1, 9),
    st.integers(1, 99),
    st.integers(0, 99),
)
def test_candidates_equal_datasketch(texts, banding, part, at_once, seed):
    """For any banding, however the texts are cut and the bands are merged, the pairs are MinHashLSH's."""
    bands, rows = banding
    table = texts_table(texts)
    starts = range(0, len(texts), part)
    parts = [sketch(table.slice(at, part), at, Bands(bands, rows), 1, seed) for at in starts]
    assume(parts)

    found = check(all_candidates(parts, at_once), CANDIDATES).to_pydict()

    pairs = list(zip(found["left"], found["right"], strict=True))
    assert sorted(naive.candidate_pairs(texts, bands, rows, seed)) == pairs


@given(corpora(), st.integers(1, 6), st.integers(0, 99))
def test_n_bands_counts_the_bands_in_common(texts, bands, seed):
    """With one row a band, n_bands is how many signature values are equal."""
    found = all_candidates([sketch(texts_table(texts), 0, Bands(bands, 1), 1, seed)]).to_pylist()
    signatures = [naive.signature(text, bands, seed).hashvalues for text in texts]

    for pair in found:
        same = signatures[pair["left"]] == signatures[pair["right"]]
        assert same.sum() == pair["n_bands"]


@given(corpora(), st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.8, 1.0]))
def test_verify_equals_brute_force(texts, floor):
    """Given all pairs, exactly those at or above the floor are kept, with their exact scores."""
    n = len(texts)
    every = [(i, j, 1) for i in range(n) for j in range(i + 1, n)]
    columns = list(zip(*every, strict=True)) if every else [[], [], []]
    table = pa.table(columns, schema=CANDIDATES.schema)

    found = check(verify(table, texts_table(texts), floor), VERIFIED).to_pylist()

    got = {(row["left"], row["right"]): row["jaccard"] for row in found}
    expected = naive.verified_pairs(texts, floor)
    assert {pair: np.float32(score) for pair, score in expected.items()} == got
    for row in found:
        left, right = shingles(texts[row["left"]]), shingles(texts[row["right"]])
        assert np.float32(len(left & right) / len(left)) == row["containment_left"]
        assert np.float32(len(left & right) / len(right)) == row["containment_right"]


@given(corpora(), st.integers(1, 9), st.integers(1, 4), st.data())
def test_bands_in_turns(texts, bands, rows, data):
    """A few bands at a time have the keys that all at once have; half keys are the lower halves."""
    start = data.draw(st.integers(0, bands - 1))
    which = range(start, data.draw(st.integers(start + 1, bands)))
    table, banding = texts_table(texts), Bands(bands, rows)

    whole = sketch(table, 0, banding, 1, 7)
    some = sketch(table, 0, banding, 1, 7, Turn(which, np.uint32))

    assert ["text", *map(str, which)] == some.column_names
    for name in map(str, which):
        lower = whole.column(name).to_numpy() & np.uint64(0xFFFFFFFF)
        assert lower.tolist() == some.column(name).to_pylist()


def test_short_texts_are_not_sketched():
    """A text below min_words has no band keys, so it can only repeat exactly."""
    table = texts_table(["a b", "a b c d"]).set_column(3, "n_words", pa.array([2, 4], pa.int32()))

    assert [1] == sketch(table, 0, Bands(2, 2), 4, 1).column("text").to_pylist()


def test_no_texts_no_pairs():
    """An empty corpus has no candidates and none are verified."""
    nothing = texts_table([])
    found = all_candidates([sketch(nothing, 0, Bands(3, 2), 1, 1)])

    assert 0 == found.num_rows
    assert 0 == verify(found, nothing, 0.6).num_rows


@pytest.mark.parametrize("size", [1, 4, 5, 6, 1000, 70_000])
@pytest.mark.jit
def test_a_text_of_any_length_equals_itself(size):
    """Jaccard of a text with itself is 1, from one code point to very long ones."""
    text = normalize("".join(chr(97 + i * i % 23) for i in range(size)))
    found = overlaps(texts_table([text, text]), np.array([0], np.int32), np.array([1], np.int32))

    assert [1.0] == found.jaccard.tolist()
    assert [float(len(shingles(text)))] == found.shared.tolist()
