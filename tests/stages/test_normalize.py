"""Normalized text equals its definition, whichever way it was made."""

import importlib
from concurrent.futures import ThreadPoolExecutor

import mmh3
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.normalize import unknown_codepoints
from dedup.schemas import NORMALIZED, SPANS, check
from dedup.stages.normalize import normalize
from tests.naive.matching import words_of
from tests.naive.similarity import normalize as naive_normalize

stage = importlib.import_module("dedup.stages.normalize")
MARKS = "\u0301\u0308\u0345\u05b0\u064b\u093c\u094d\u0e38\u09be\u1161\u11a8\u3099\ufe0f\u200d"
COMPAT = "ﬁ½①㎏…ßİǅΣςſK℀㍿ﾜｦﾞ가각한글ท่าฯ漢字かなﷺ²⅓Ⅷ"
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(MARKS + COMPAT))
)


def normalized_of(rows: list[str], *, cut: int = 0) -> list[tuple[str, int]]:
    """The normalized text and words of each row, the articles sliced at `cut`."""
    articles = pa.table({"text": pa.array(["skipped"] * cut + rows)}).slice(cut)
    sizes = [len(row.encode()) for row in rows]
    columns = {name: [0] * len(rows) for name in SPANS.schema.names}
    columns |= {name: [False] * len(rows) for name in ("is_paragraph", "is_quote")}
    columns |= {"article": range(len(rows)), "byte_end": sizes}
    table = check(normalize(articles, pa.table(columns, schema=SPANS.schema)), NORMALIZED)
    text = [one.decode() for one in table.column("normalized").to_pylist()]
    return list(zip(text, table.column("n_words").to_pylist(), strict=True))


@given(st.lists(texts, max_size=5), st.integers(0, 3))
def test_equals_the_definition(rows, cut):
    """Text and words equal unicodedata's answer for any text, in any slice of a table."""
    expected = [(naive_normalize(row), words_of(naive_normalize(row))) for row in rows]

    assert expected == normalized_of(rows, cut=cut)


def test_every_code_point_alone_and_beside_a_mark():
    """No code point of the Basic Multilingual Plane is normalized otherwise than by definition."""
    plane = [chr(cp) for cp in range(0x10000) if not 0xD800 <= cp < 0xE000]
    blocks = ["a".join(plane[at : at + 64]) for at in range(0, len(plane), 64)]

    assert [naive_normalize(block) for block in blocks] == [t for t, _ in normalized_of(blocks)]


def test_digits_are_kept():
    """A changed number is another text."""
    assert [("14 killed", 2), ("17 killed", 2)] == normalized_of(["14 killed.", "17 killed!"])


def test_an_unspaced_letter_is_a_word():
    """Four Chinese characters are four words, in one token."""
    assert [("北京市长", 4)] == normalized_of(["北京市长。"])


def test_a_text_without_words_is_empty():
    """A row of asterisks has no words."""
    assert [("", 0)] == normalized_of(["* * *"])


def test_the_hash_is_of_the_normalized_text():
    """Equal normalized texts, and only those, share a hash."""
    articles = pa.table({"text": ["The  End!", "the end"]})
    columns = {name: [0, 0] for name in SPANS.schema.names}
    columns |= {name: [False, False] for name in ("is_paragraph", "is_quote")}
    columns |= {"article": [0, 1], "byte_end": [9, 7]}
    table = normalize(articles, pa.table(columns, schema=SPANS.schema))

    high, _low = mmh3.hash64(b"the end", 0, x64arch=True, signed=False)
    assert [high, high] == table.column("hash_high").to_pylist()


def test_looking_for_unknown_code_points_leaves_the_table_alone():
    """The table is shared by threads, so it may never hold anything but final entries."""
    data = np.frombuffer("aé漢a".encode(), np.uint8)
    folds, met = np.zeros(0x110000, np.int64), np.zeros(0x110000, np.bool_)
    found = np.empty(99, np.int64)

    n = unknown_codepoints(data, 0, len(data), folds, met, found)

    assert [ord("é"), ord("漢")] == found[:n].tolist()
    assert 0 == folds.any()


@pytest.mark.jit
def test_threads_that_start_with_an_empty_table(monkeypatch):
    """Texts are right while another thread is still learning the code points they are made of."""
    many = "".join(map(chr, range(0x4E00, 0x5A00))) + " plain words"
    texts = [many, *["plain words"] * 7]
    expected = [naive_normalize(text) for text in texts]
    with ThreadPoolExecutor(len(texts)) as pool:
        for _ in range(20):
            monkeypatch.setattr(stage, "FOLDS", np.zeros(0x110000, np.int64))
            found = pool.map(lambda text: normalized_of([text])[0][0], texts)
            assert expected == list(found)
