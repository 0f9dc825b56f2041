"""Phrases, the pairs that share them, and verified containment against plain Python."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dedup.kernels.encounters import FEW, MANY
from dedup.overlap import lengths_of
from dedup.schemas import CANDIDATES, COLLISIONS, FINGERPRINTS, TEXTS, VERIFIED, check
from dedup.stages import winnow as stage
from dedup.stages.candidates import (
    Shared,
    Traits,
    candidates,
    deal,
    encounters,
    phrases,
    pieces,
    ranges,
)
from dedup.stages.candidates.shares import Chunks
from dedup.stages.verify import verify
from dedup.stages.winnow import PHRASE, SHARED, winnow
from tests.naive import containing as naive
from tests.naive.matching import verified_pairs
from tests.naive.similarity import normalize
from tests.stages.kept import parts

ALPHABET = "ab cd" + "é" + "я" + "漢字" + "𝒜"
WORDS = ["the", "harbor", "office", "закрыл", "pier", "on", "北京市長", "monday", "ferries", "𝒜𝒷"]
long_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
any_texts = st.one_of(long_texts, st.text(ALPHABET, max_size=90).map(normalize))


def numbered(several):
    """A text in which no phrase repeats."""
    return " ".join(f"x{one}" for one in several)


def texts_table(texts):
    """TEXTS of normalized texts, each occurring once; hashes fall while rows rise."""
    n = len(texts)
    hashes = [(n - i) << 40 for i in range(n)]
    columns = [[t.encode() for t in texts], hashes, range(n), [9] * n, [1] * n]
    return pa.table(columns, schema=TEXTS.schema)


def keys_of(texts):
    """The set of keys of each text."""
    rows = check(winnow(texts_table(texts), 0, 1), FINGERPRINTS).to_pydict()
    found = [set() for _ in texts]
    for text, key in zip(rows["text"], rows["0"], strict=True):
        found[text].add(key)
    return found


def met(texts, cut=100, at_once=1 << 20, bits=0):
    """The pairs of texts that share phrases enough, and how many were not looked at."""
    table = texts_table(texts)
    starts = range(0, max(1, len(texts)), cut)
    made = [pieces(deal(winnow(table.slice(at, cut), at, 1)), bits) for at in starts]
    hashes = table.column("hash_high").to_numpy() >> np.uint64(32)
    traits = Traits(lengths_of(table), hashes.astype(np.uint32))
    by_key = [parts(piece) for piece in zip(*made, strict=True)]
    several = [one for each in by_key for one in encounters(each, traits, at_once, map, bits)]
    kept = parts([check(one.pairs, COLLISIONS) for one in several]).kept
    shared = Shared(kept, traits.lengths)
    found = [candidates([], some, shared).pairs for some in ranges(kept, len(texts), 1)]
    pairs = [row for one in found for row in one.to_pylist()]
    assert {0} >= {row["n_bands"] for row in pairs}
    return {(row["left"], row["right"]) for row in pairs}, sum(one.unlisted for one in several)


@given(st.lists(any_texts, max_size=6), st.integers(0, 60))
def test_fingerprints_equal_the_naive_ones(texts, room):
    """The keys of each text are those of its definition, however much room there is at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "ROOM", room)

        assert [naive.phrases(text) for text in texts] == keys_of(texts)


@given(st.lists(any_texts, min_size=1, max_size=6), st.integers(1, 6), st.integers(0, 1000))
def test_fingerprints_are_made_of_one_text_alone(texts, cut, first):
    """However texts are cut into parts, the rows are the same, in order of text."""
    table = texts_table(texts)
    pieces = [winnow(table.slice(at, cut), first + at, 1) for at in range(0, len(texts), cut)]

    assert winnow(table, first, 1).equals(pa.concat_tables(pieces).combine_chunks())


@given(any_texts, any_texts, st.text(ALPHABET, min_size=SHARED, max_size=60), st.data())
def test_a_shared_run_is_a_shared_key(before, after, run, data):
    """Two texts that share SHARED code points in a row share a key, wherever those stand."""
    other = data.draw(any_texts)

    one, two = keys_of([before + run + after, other + run])

    assert one & two


@given(long_texts, long_texts)
def test_a_text_cut_at_one_end_shares_a_key(kept, lost):
    """The first phrase of a text is the first of what begins with it; likewise the last."""
    assume(len(kept) >= PHRASE)

    whole, cut_at_the_end = keys_of([f"{kept} {lost}", kept])
    other, cut_at_the_start = keys_of([f"{lost} {kept}", kept])

    assert whole & cut_at_the_end
    assert other & cut_at_the_start


@given(
    st.lists(st.integers(100, 999), min_size=11, max_size=40, unique=True).map(numbered),
    st.text("ab cd", min_size=15, max_size=90),
    st.text("ab cd", max_size=40),
)
def test_what_stands_in_another_text_word_for_word_is_met(held, before, after):
    """A text none of whose phrases repeats, inside a longer one, is a candidate."""
    texts = [normalize(f"{before} {held} {after}"), held]
    assume(naive.may_contain(*texts))

    assert {(0, 1)} == met(texts)[0]


def variants(draw):
    """Texts that are cut from one another, and joined."""
    base = draw(st.lists(long_texts, min_size=1, max_size=5))
    joined = st.lists(st.sampled_from(base), min_size=1, max_size=3).map(" ".join)
    cut = st.tuples(st.sampled_from(base), st.integers(0, 60), st.integers(0, 200))
    cuts = [normalize(text[start:end]) for text, start, end in draw(st.lists(cut, max_size=5))]
    return list(dict.fromkeys([*base, *draw(st.lists(joined, max_size=4)), *cuts]))


@given(
    st.composite(variants)(),
    st.integers(1, 9),
    st.sampled_from([1, 20, 1 << 20]),
    st.sampled_from([2, 30, 1 << 18]),
    st.sampled_from([0, 3]),
)
def test_pairs_equal_the_naive_ones(texts, cut, at_once, in_cache, bits):
    """For any texts, however cut, joined and dealt, the pairs are those that share phrases enough."""
    expected = naive.phrase_pairs(texts, lambda i: len(texts) - i)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases, "IN_CACHE", in_cache)
        assert (expected, 0) == met(texts, cut, at_once, bits)


TOP = (1 << 32) - 1
ends = st.integers(0, TOP) | st.integers(0, 256).map(lambda share: min(TOP, share << 24))


@given(st.lists(ends, max_size=60), ends, ends)
def test_a_pass_reads_its_own_shares(keys, one, other):
    """Of keys dealt by share those of a range are found, in order of text, and few others."""
    first, last = min(one, other), max(one, other) + 1
    rows = pa.table([range(len(keys)), keys], schema=FINGERPRINTS.schema)
    chunks = Chunks(parts([deal(rows)]), 0, dealt=True)

    found = [pair for some in chunks.of(first, last) for pair in zip(*map(list, some), strict=True)]

    near = [(t, k) for t, k in enumerate(keys) if first >> 24 <= k >> 24 <= (last - 1) >> 24]
    assert sorted(near, key=lambda pair: pair[1] >> 24) == found


@given(st.lists(ends, max_size=60), st.integers(0, 8))
def test_pieces_are_the_whole_by_the_top_bits_of_keys(keys, bits):
    """Piece after piece they are what was dealt, and the keys of each have equal top bits."""
    rows = deal(pa.table([range(len(keys)), keys], schema=FINGERPRINTS.schema))

    several = pieces(rows, bits)

    assert rows.equals(pa.concat_tables(several))
    for number, piece in enumerate(several):
        assert {number} >= {key >> 32 - bits for key in piece.column("0").to_pylist()}
    assert 1 << bits == len(several)


@pytest.mark.jit
@settings(max_examples=5)
@given(st.integers(MANY - 1, MANY + 9), st.randoms(use_true_random=False))
def test_of_a_hot_phrase_a_few_texts_are_paired(n, shuffle):
    """Texts that all begin alike: up to MANY all are paired, else a FEW with all, of any order."""
    lead = "according to a spokesman"
    tails = [
        "".join(chr(97 + (i * 7 + j * j * (i + 1)) % 26) for j in range(i % 25)) for i in range(n)
    ]
    texts = [f"{lead} {i} {tail}" for i, tail in enumerate(tails)]
    shuffle.shuffle(texts)

    found, unlisted = met(texts)

    assert naive.phrase_pairs(texts, lambda i: n - i) == found
    assert unlisted == ((n - FEW) * (n - FEW - 1) // 2 if n > MANY else 0)


def test_pairs_of_phrases_are_no_bands():
    """A pair that met in bands keeps their number; one of phrases only has 0; each is there once."""
    code = [(0 << 32) + 1, (0 << 32) + 2, (1 << 32) + 2]
    band, phrases = parts(
        [pa.table([one], schema=COLLISIONS.schema) for one in (code[:2], code[1:])]
    ).kept

    shared = Shared([phrases, phrases], np.array([79, 79, 79], np.int32))
    (every,) = ranges([band, band, phrases, phrases], 3, 1 << 20)
    found = candidates([band, band], every, shared).pairs

    assert check(found, CANDIDATES).to_pylist() == [
        {"left": 0, "right": 1, "n_bands": 2},
        {"left": 0, "right": 2, "n_bands": 2},
        {"left": 1, "right": 2, "n_bands": 0},
    ]


@given(
    st.composite(variants)(),
    st.sampled_from([0.3, 0.6, 0.9, 1.0]),
    st.sampled_from([0.0, 0.5, 0.85, 1.0]),
)
def test_verify_equals_brute_force(texts, similarity, containment):
    """Given all pairs, those at the floor are kept, and those of which one contains the other."""
    n = len(texts)
    every = [(i, j, 0) for i in range(n) for j in range(i + 1, n)]
    columns = list(zip(*every, strict=True)) if every else [[], [], []]
    table = pa.table(columns, schema=CANDIDATES.schema)

    found = check(verify(table, texts_table(texts), similarity, containment), VERIFIED)

    near = verified_pairs(texts, similarity).keys()
    expected = near | naive.contained_pairs(texts, containment)
    assert sorted(expected) == [(row["left"], row["right"]) for row in found.to_pylist()]


def test_what_counts_as_contained():
    """Not what every second article says, not a scrap of a long text, not a text of equal length."""
    held = "the mayor of ovel closed the northern pier"
    ends = ["he said on tuesday", "in the northern town", held, held + " on monday"]
    whole = f"{held} on monday after 14 complaints and in the northern town he said on tuesday"
    texts = [*ends, whole, whole + " to reporters" * 20]
    every = [(i, j, 0) for i in range(len(texts)) for j in range(i + 1, len(texts))]
    table = pa.table(list(zip(*every, strict=True)), schema=CANDIDATES.schema)

    found = verify(table, texts_table(texts), 0.95, 0.85).to_pylist()

    assert {(2, 4), (3, 4), (3, 5), (4, 5)} == {(row["left"], row["right"]) for row in found}
