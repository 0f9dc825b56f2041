"""The alignment kernel equals rapidfuzz: same figures, same diffs."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from dedup import edits
from dedup.edits import diffs, edit_figures
from dedup.schemas import TEXTS
from dedup.words import changes, render

WORDS = ["a", "b", "c", "dd", "é", "я", "14", "17", "b.", "😀"]
SPACES = [" ", "  ", "\n", "\t", "\u00a0", "\u3000", "\u2028", "\x1c", "\x85"]
word_lists = st.lists(st.sampled_from(WORDS), max_size=14)
raw_texts = st.lists(st.sampled_from([*WORDS, *SPACES, "漢", "字"]), max_size=24).map("".join)
pairs = st.lists(st.tuples(word_lists, word_lists), min_size=1, max_size=6)


def texts_of(lists):
    """TEXTS whose normalized texts are these words."""
    n = len(lists)
    columns = [[" ".join(words).encode() for words in lists], range(n), range(n), [3] * n, [1] * n]
    return pa.table(columns, schema=TEXTS.schema)


def expected_figures(old, new):
    """Similarity, edited words and longest kept run by rapidfuzz."""
    blocks = Indel.editops(old, new).as_matching_blocks()
    similarity = np.float32(Indel.normalized_similarity(old, new))
    return similarity, Indel.distance(old, new), max(block.size for block in blocks)


@given(pairs)
def test_figures_equal_rapidfuzz(some):
    """Similarity, edited words and longest run are rapidfuzz's for any two lists of words."""
    flat = [words for pair in some for words in pair]
    left, right = (np.arange(start, len(flat), 2, dtype=np.int32) for start in (0, 1))

    found = edit_figures(texts_of(flat), left, right)

    expected = [expected_figures(old, new) for old, new in some]
    assert expected == list(zip(*(column.tolist() for column in found), strict=True))


def test_figures_count_the_letters_of_scripts_without_spaces():
    """One letter of seven is another: two words edited, three kept in a row, twelve of fourteen."""
    lists = [["北京的老桥关闭"], ["北京的新桥关闭"], ["เรือ", "14"], ["เสือ", "14"]]
    left, right = np.array([0, 2], np.int32), np.array([1, 3], np.int32)

    similarity, words, run = edit_figures(texts_of(lists), left, right)

    assert [pytest.approx(12 / 14), pytest.approx(8 / 10)] == similarity.tolist()
    assert ([2, 2], [3, 3]) == (words.tolist(), run.tolist())


@given(st.lists(st.tuples(raw_texts, raw_texts), min_size=1, max_size=6))
def test_diffs_equal_the_slow_ones(some):
    """Whatever white space and scripts the texts have, the line is that of dedup.words."""
    flat = pa.array([text for pair in some for text in pair], pa.string())
    old = np.arange(0, len(flat), 2)

    found = diffs(flat, old, old + 1)

    assert [render(changes(a, b)) for a, b in some] == found.to_pylist()


@given(raw_texts, st.lists(raw_texts, min_size=1, max_size=5))
def test_a_text_is_diffed_with_several_in_turn(old, several):
    """What was aligned before leaves nothing behind, also where it could not be aligned here."""
    rows = np.arange(1, len(several) + 1)

    found = diffs(pa.array([old, *several], pa.string()), np.zeros_like(rows), rows)

    assert [render(changes(old, new)) for new in several] == found.to_pylist()


def test_pairs_are_diffed_in_slices(monkeypatch):
    """However many pairs go through the kernel at once, the diffs are the same."""
    strings = pa.array(["a b c", "a c", "c b a", "x"], pa.string())
    old, new = np.array([0, 1, 2, 3, 0]), np.array([1, 2, 3, 0, 3])
    expected = diffs(strings, old, new).to_pylist()
    monkeypatch.setattr(edits, "PAIRS_AT_ONCE", 2)

    assert expected == diffs(strings, old, new).to_pylist()
    assert ["a [-b-] c", "{+c b+} a [-c-]"] == expected[:2]


@pytest.mark.parametrize("size", [60, 64, 65, 128, 200])
@pytest.mark.jit
def test_figures_of_texts_of_several_machine_words(size):
    """Texts of more words than bits in a machine word have rapidfuzz's figures."""
    draw = np.random.default_rng(size)
    lists = [[WORDS[i] for i in draw.integers(0, 7, size + k)] for k in (-1, 0, 1, 0)]
    left, right = np.array([0, 1, 2], np.int32), np.array([1, 2, 3], np.int32)

    found = edit_figures(texts_of(lists), left, right)

    expected = [expected_figures(lists[i], lists[i + 1]) for i in range(3)]
    assert expected == list(zip(*(column.tolist() for column in found), strict=True))


@pytest.mark.parametrize("size", [4000, 12_000])
@pytest.mark.jit
def test_very_long_texts_take_the_other_way(size):
    """Two texts of thousands of differing words are aligned all the same."""
    old = [f"w{i}" for i in range(size)]
    new = [f"w{i}" if i % 3 else f"x{i}" for i in range(size)]
    new[0], new[-1] = "first", "last"

    found = edit_figures(texts_of([old, new]), np.array([0], np.int32), np.array([1], np.int32))

    assert expected_figures(old, new) == tuple(column[0] for column in found)
