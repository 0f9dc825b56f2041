"""Normalized text equals its definition, whichever way it was made."""

import importlib
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import mmh3
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels.normalize import BLOCK, unknown_codepoints
from dedup.schemas import NORMALIZED, SPANS, check
from dedup.stages.normalize import normalize
from tests.naive.matching import words_of
from tests.naive.similarity import normalize as naive_normalize

table = importlib.import_module("dedup.stages.normalize.table")
MARKS = "\u0301\u0308\u0345\u05b0\u064b\u093c\u094d\u0e38\u09be\u1161\u11a8\u3099\ufe0f\u200d"
COMPAT = "ﬁ½①㎏…ßİǅΣςſK℀㍿ﾜｦﾞ가각한글ท่าฯ漢字かなﷺ²⅓Ⅷ"
VANISHING = "\u00ad\u200b\u200c\u200d\u200f\ufeff\u2060\u0640\u0651\u0670\u05bc\u05c1\u05bf\u06dd"
ALEFS = "اأإآٱوؤيئ\u0653\u0654\u0655لأﻷﺎﹱﹰ"
NOISE = [
    "&amp;", "&#8217;", "&nbsp;", "&amp;#8217;", "&eacute;", "&shy;", "&#8203;", "&#x2019;", "&#45;",
    "&#10;", "&#0;", "&#1;", "&#xd800;", "&half;", "&acute;", "&trade;", "&nosuch;", "&amp;nosuch;",
    "&am", "p;", "&#", "&", ";", "a-\nb", "A-\r\nB", "a-\n  b", "a-\nB", "-\n", "\u00ad\n", "\u2010\r",
    "\n", "\r", "-", "a", "é", "ß", "1",
]  # fmt: skip
texts = st.lists(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(MARKS + COMPAT + VANISHING + ALEFS),
        st.sampled_from(NOISE),
    )
).map("".join)


def normalized_of(rows: list[str], *, cut: int = 0) -> list[tuple[str, int]]:
    """The normalized text and words of each row, the articles sliced at `cut`."""
    articles = pa.table({"text": pa.array(["skipped"] * cut + rows)}).slice(cut)
    sizes = [len(row.encode()) for row in rows]
    columns = {name: [0] * len(rows) for name in SPANS.schema.names}
    columns |= {name: [False] * len(rows) for name in ("is_paragraph", "is_quote")}
    columns |= {"article": range(len(rows)), "byte_end": sizes}
    made = check(normalize(articles, pa.table(columns, schema=SPANS.schema)), NORMALIZED)
    text = [one.decode() for one in made.column("normalized").to_pylist()]
    return list(zip(text, made.column("n_words").to_pylist(), strict=True))


@given(st.lists(texts, max_size=5), st.integers(0, 3))
def test_equals_the_definition(rows, cut):
    """Text and words equal unicodedata's answer for any text, in any slice of a table."""
    expected = [(naive_normalize(row), words_of(naive_normalize(row))) for row in rows]

    assert expected == normalized_of(rows, cut=cut)


@pytest.mark.parametrize(
    "rows", [["İİİİİİİİİİİİ"] * 3, ["İ, --- (İ)", "plain ... words", "İ", "The  end."]]
)
def test_rows_that_grow(rows):
    """Whether or not there is room for what they become, the rows around them stay what they are."""
    expected = [(naive_normalize(row), words_of(naive_normalize(row))) for row in rows]

    assert expected == normalized_of(rows)


@pytest.mark.parametrize("starts", [[0, 4, 10], [0, 1], [2, 2], [0, 40]])
def test_rows_that_overlap(starts):
    """Each is normalized as if it were alone."""
    text = "The Quick brown fox, said é, jumps over the lazy dog."
    begins = [len(text[:one].encode()) for one in starts]
    columns = {name: [0] * len(starts) for name in SPANS.schema.names}
    columns |= {name: [False] * len(starts) for name in ("is_paragraph", "is_quote")}
    columns |= {"byte_start": begins, "byte_end": [len(text.encode())] * len(starts)}
    made = normalize(pa.table({"text": [text]}), pa.table(columns, schema=SPANS.schema))

    found = [one.decode() for one in made.column("normalized").to_pylist()]
    assert [naive_normalize(text[one:]) for one in starts] == found


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
    made = normalize(articles, pa.table(columns, schema=SPANS.schema))

    high, _low = mmh3.hash64(b"the end", 0, x64arch=True, signed=False)
    assert [high, high] == made.column("hash_high").to_pylist()


def test_looking_for_unknown_code_points_leaves_the_table_alone():
    """The table is shared by threads, so it may never hold anything but final entries."""
    data = np.frombuffer("aé漢a".encode(), np.uint8)
    folds, met = np.zeros(0x110000, np.int64), np.zeros(0x110000, np.bool_)
    found = np.empty(BLOCK + 9, np.int64)

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
            monkeypatch.setattr(table, "FOLDS", np.zeros(0x110000, np.int64))
            found = pool.map(lambda text: normalized_of([text])[0][0], texts)
            assert expected == list(found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("العـــربية", "العربية"),
        ("مُحَمَّدٌ", "محمد"),
        ("أحمد إلى آخر ٱلحق", "احمد الى اخر الحق"),
        ("\ufef7مل \ufe8e", "لامل ا"),
        ("سؤال رئيس", "سؤال رئيس"),
        ("سو\u0654ال ري\u0654يس", "سؤال رئيس"),
        ("תִּשְׁעַת", "תשעת"),
        ('צה״ל צה"ל', "צה ל צה ל"),
        ("STRASSE ΣΊΣΥΦΟΣ ЁЛКА", "strasse σίσυφοσ ёлка"),
        ("Straße Σίσυφος Ёлка", "strasse σίσυφοσ ёлка"),
        ("ज़मीन", "ज़मीन"),
        ("น้ำ\u200bใจ", "น้ำใจ"),
        ("ﾄﾗｯｸ　１４", "トラック 14"),
        ("한국", "한국"),
        ("pro\u00advid\u200bing \u2060the\ufeff", "providing the"),
        ("می\u200cخواهم", "میخواهم"),
        ("𝔘𝔫𝔦 🎉 ½", "uni 1 2"),
    ],
)
def test_what_is_written_two_ways_is_one_text(written, expected):
    """Tatweel, vowel signs, alef forms, points, case, width, soft hyphens, zero-width characters."""
    text = unicodedata.normalize("NFKC", expected)

    assert [text] == [one for one, _ in normalized_of([written])]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "Brill &amp; Sons&nbsp;won&#8217;t say &quot;caf&eacute;&quot;",
            "brill sons won t say café",
        ),
        ("Brill &amp;amp; Sons won&amp;#8217;t say", "brill sons won t say"),
        ("R&D; at AT&T; no &such; thing", "r d at at t no such thing"),
        ("they were provid-\ning food", "they were providing food"),
        ("they were provid\u00ad\r\n  ing food", "they were providing food"),
        ("PROVID-\nING", "providing"),
        ("the US-\nled force", "the us led force"),
        ("from 2016-\n17 on", "from 2016 17 on"),
        ("the end -\nof it", "the end of it"),
    ],
)
def test_noise_is_undone(written, expected):
    """Character references are read, escaped twice too; words broken at a line end are joined."""
    assert [expected] == [one for one, _ in normalized_of([written])]


def test_noise_does_not_reach_across_texts():
    """A reference, or a broken word, that begins in one text cannot end in the next."""
    rows = ["Brill &am", "p; provid-", "\ning"]

    assert ["brill am", "p provid", "ing"] == [one for one, _ in normalized_of(rows)]


def test_noise_does_not_reach_across_spans():
    """Nor can it when the two are spans of one text; what overlaps a span is no matter of it."""
    text = "Brill &amp;lt; provid-\ning"
    columns = {name: [0, 0, 0] for name in SPANS.schema.names}
    columns |= {name: [False] * 3 for name in ("is_paragraph", "is_quote")}
    columns |= {"byte_start": [0, 11, 22], "byte_end": [11, 22, 26]}
    made = normalize(pa.table({"text": [text]}), pa.table(columns, schema=SPANS.schema))

    assert [b"brill", b"lt provid", b"ing"] == made.column("normalized").to_pylist()


@pytest.mark.jit
def test_much_noise():
    """More of it than there is room for at first."""
    text = "provid-\ning &amp; " * 3000

    assert [("providing " * 3000).strip()] == [one for one, _ in normalized_of([text])]
