"""The kernels give what the rules in plain Python give, for any text in any language."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import facts
from dedup.facts import Said, fact_changes, masked_texts
from dedup.facts.lexicon import entries
from dedup.facts.plain import plain_changes, plain_mask
from dedup.noise import without_noise

WORDS = sorted({phrase for words in entries() for phrase in words})
SAID = [
    "14", "17", "3", "1", "1,500", "1.500", "1 500", "1\u00a0500", "15.04.2024", "2024-04-15", "3-1",
    "04/15/2024", "1/3", "12:30", "5pm", "5.30", "17h30", "-5", "F-16", "U.S.", "J. K. Rowling", "W.",
    "don't", "don’t", "l'Iran", "O'Brien", "Kane's", "$", "€", "A$", "%", "½", "2½", "-", "–", "—",
    "(", '"', ":", ".", ",", "?", "to", "and", "a", "half", "million", "hundred", "dozen", "m", "k",
    "May", "April", "first", "15th", "No", "not", "only", "ne", "plus", "us", "US", "The", "Smith",
    "Paris", "POLICE", "三百", "4月", "万", "ない", "не", "١٤", "é", "e\u0301", "\u00ad", "😀", "𠀀",
]  # fmt: skip
pieces = st.one_of(
    st.sampled_from(SAID),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(str.capitalize),
    st.integers(0, 10**19).map(str),
    st.text(st.characters(codec="utf-8"), max_size=3),
)
texts = st.lists(
    st.tuples(pieces, st.sampled_from([" ", " ", " ", "", "-", "\n"])), max_size=12
).map(lambda parts: without_noise("".join(piece + gap for piece, gap in parts)))
codes = st.integers(-1, 11)


@given(st.lists(st.tuples(texts, texts, codes), min_size=1, max_size=5))
def test_changes(some):
    """Every flag of every pair is the same, null or not."""
    strings = pa.array([text for old, new, _ in some for text in (old, new)], pa.string())
    languages = np.array([code for _, _, code in some for _ in range(2)])
    old = np.arange(0, len(strings), 2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "is_worth", lambda _kernel, _n: True)
        found = fact_changes(strings, old, old + 1, languages)

    expected = [plain_changes(*pair) for pair in some]
    assert expected == list(zip(*(column.to_pylist() for column in found), strict=True))


@given(st.lists(st.tuples(texts, codes), min_size=2, max_size=6), st.data())
def test_texts_that_are_looked_at_again(some, data):
    """Each is read once in its own language, and again only where its pair has another."""
    rows = st.integers(0, len(some) - 1)
    several = data.draw(st.lists(st.lists(st.tuples(rows, rows), min_size=1), max_size=3))
    languages = np.array([code for _, code in some])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "is_worth", lambda _kernel, _n: True)
        said = Said(pa.array([text for text, _ in some], pa.string()), languages)
        for pairs in several:
            old, new = np.array(pairs).T
            found = said.changes(old, new)

            expected = [
                plain_changes(some[i][0], some[j][0], some[j if some[i][1] < 0 else i][1])
                for i, j in pairs
            ]
            assert expected == list(zip(*(column.to_pylist() for column in found), strict=True))
            words = said.masked(new).n_words.tolist()
            assert [plain_mask(*some[j])[1] for _, j in pairs] == words


@given(st.lists(st.tuples(texts, codes), min_size=1, max_size=6))
def test_masks(some):
    """Masked texts are equal by the kernel where they are equal in plain Python."""
    strings = pa.array([text for text, _ in some], pa.string())
    languages = np.array([code for _, code in some])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "is_worth", lambda _kernel, _n: True)
        found = masked_texts(strings, np.arange(len(some)), languages)

    plain = [plain_mask(*one) for one in some]
    assert [n for _, n in plain] == found.n_words.tolist()
    same = [[a == b for b, _ in plain] for a, _ in plain]
    assert same == [[a == b for b in found.key.tolist()] for a in found.key.tolist()]
