"""Exact repeats become one weighted text, however the input was cut up."""

import mmh3
import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.rows import first_rows, number_rows
from dedup.schemas import NORMALIZED, SPANS, TEXTS, UNITS, check
from tests.stages.kept import fold_all

words = st.lists(st.sampled_from(["", "a", "b", "a b", "я", "漢字", "a" * 40]), max_size=8)
corpora = st.lists(words, max_size=5)


def parts_of(corpus, cut):
    """The parts of a corpus of articles, each a list of normalized texts; `cut` articles a part."""
    return [part_of(corpus[at : at + cut], at) for at in range(0, len(corpus), cut)]


def part_of(articles, first):
    """One part: its articles count from 0, `first` articles come before it."""
    flat = [
        (at, index, text) for at, texts in enumerate(articles) for index, text in enumerate(texts)
    ]
    columns = {name: [0] * len(flat) for name in SPANS.schema.names}
    columns |= {
        "article": [at for at, _, _ in flat],
        "sentence_index": [index for _, index, _ in flat],
        "char_start": [10 * index for _, index, _ in flat],
        "is_paragraph": [False] * len(flat),
        "is_quote": [index % 2 == 1 for _, index, _ in flat],
    }
    rows = [
        (t.encode(), *mmh3.hash64(t, 0, True, signed=False), len(t.split())) for _, _, t in flat
    ]
    normalized = [list(column) for column in zip(*rows, strict=True)] or [[]] * 4
    return (
        pa.table(columns, schema=SPANS.schema),
        pa.table(normalized, schema=NORMALIZED.schema),
        first,
    )


@given(corpora, st.integers(1, 5), st.sampled_from([1, 2, 8]))
def test_texts_are_those_of_a_dictionary(corpus, cut, shares):
    """Texts stand in order of first appearance with their weights; units in order of input."""
    texts, units = fold_all(parts_of(corpus, cut), shares)
    flat = [text for article in corpus for text in article]
    order = list(dict.fromkeys(flat))

    rows = check(texts, TEXTS).to_pylist()
    assert order == [row["normalized"].decode() for row in rows]
    assert [flat.count(text) for text in order] == [row["n_occurrences"] for row in rows]
    assert [len(text.split()) for text in order] == [row["n_words"] for row in rows]
    assert [mmh3.hash64(text, 0, True, signed=False) for text in order] == [
        (row["hash_high"], row["hash_low"]) for row in rows
    ]
    assert [order.index(text) for text in flat] == check(units, UNITS).column("text").to_pylist()


@given(corpora, st.integers(1, 5))
def test_units_keep_their_places_and_hashes(corpus, cut):
    """Articles are numbered across parts; all else is as it was cut."""
    _, units = fold_all(parts_of(corpus, cut))
    expected = [
        (at, i, 10 * i, *mmh3.hash64(text, 0, True, signed=False))
        for at, article in enumerate(corpus)
        for i, text in enumerate(article)
    ]

    names = ("article", "sentence_index", "char_start", "hash_high", "hash_low")
    assert expected == list(zip(*(units.column(n).to_pylist() for n in names), strict=True))


def test_folding_from_disk_is_folding_from_memory(tmp_path):
    """Where the parts wait makes no difference."""
    several = parts_of([["x", "y"], ["y", "z", "x"]], 1)

    assert fold_all(several) == fold_all(several, 4, tmp_path / "spill")


def test_a_slice_of_normalized_texts_folds_as_a_table():
    """Parts may be slices of larger tables, whose offsets do not begin at zero."""
    spans, normalized, first = part_of([["x", "y", "z", "y"]], 0)
    sliced = spans.slice(1), normalized.slice(1), first

    assert [b"y", b"z"] == fold_all([sliced])[0].column("normalized").to_pylist()


def test_hashes_that_agree_by_half_are_told_apart():
    """Only 128 equal bits make two texts one, even when all land in one slot."""
    high = np.array([1, 2, 1, 2, 1], np.uint64)
    low = np.array([8, 8, 9, 8, 8], np.uint64)
    rows, first, slots = (
        np.arange(5, dtype=np.int32),
        np.empty(5, np.int32),
        np.full(16, -1, np.int32),
    )

    first_rows(high, low, rows, slots, first)
    assert [0, 1, 2, 1, 0] == first.tolist()
    counts = np.empty(5, np.int32)
    assert 3 == number_rows(first, counts)
    assert ([0, 1, 2, 1, 0], [2, 2, 1]) == (first.tolist(), counts[:3].tolist())
