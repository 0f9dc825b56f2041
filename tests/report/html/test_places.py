"""Code points of articles as UTF-16 units of the page's text."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.html.places import laid_out, pieces_of_spans

LETTERS = st.text(st.sampled_from("ab é\u0301€日𝒸😀\ufeff\u202e\0"), max_size=12)
PIECES = {"article": pl.Int64, "char_start": pl.Int64, "text": pl.String}
SPANS = {**PIECES, "char_end": pl.Int64}


def utf16(text):
    """How many units a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text, begin, end):
    """What a browser has between two units."""
    return text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")


@given(st.lists(LETTERS, max_size=5))
def test_every_place_of_whole_articles(texts):
    """Between the places of two code points stands exactly what stands between them in Python."""
    rows = [(i, 0, text) for i, text in enumerate(texts)]
    found = laid_out(pl.DataFrame(rows, PIECES, orient="row"))
    page = found.data.decode()
    for i, text in enumerate(texts):
        for start in range(len(text)):
            for end in range(start, len(text) + 1):
                places = found.locate(np.array([i, i]), np.array([start, end]))
                assert text[start:end] == cut(page, *places)


@given(st.text(st.sampled_from("ab 😀é"), min_size=1, max_size=30), st.data())
def test_places_in_pieces(text, data):
    """Spans of an article that is known in pieces are found in those pieces."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(ends, min_size=1, max_size=5))]
    spans = [span for span in spans if span[0] < span[1]] or [(0, len(text))]
    rows = [(3, a, text[a:b], b) for a, b in spans]
    pieces = pieces_of_spans(pl.DataFrame(rows, SPANS, orient="row"))
    found = laid_out(pieces)
    page = found.data.decode()
    for a, b in spans:
        assert text[a:b] == cut(page, *found.locate(np.array([3, 3]), np.array([a, b])))


def test_pieces_do_not_overlap():
    """A sentence inside a paragraph is part of it; what overlaps is there once."""
    text = "0123456789"
    rows = [(0, 2, text[2:4], 4), (0, 1, text[1:6], 6), (0, 5, text[5:8], 8), (1, 0, "x", 1)]
    pieces = pieces_of_spans(pl.DataFrame(rows, SPANS, orient="row"))
    assert [(0, 1, "12345"), (0, 6, "67"), (1, 0, "x")] == pieces.rows()


def test_a_place_that_is_not_there():
    """A code point in a gap, past the end, or in another article has no place."""
    pieces = pl.DataFrame([(1, 4, "abc")], PIECES, orient="row")
    found = laid_out(pieces)
    article, char = np.array([1, 1, 1, 0, 2]), np.array([3, 7, 8, 4, 4])
    assert [-1, 3, -1, -1, -1] == found.locate(article, char).tolist()


def test_units_of_a_piece_after_astral_letters():
    """What takes two units shifts everything behind it."""
    assert 6 == utf16("😀😀ab")
    found = laid_out(pl.DataFrame([(0, 0, "😀😀ab"), (1, 0, "c")], PIECES, orient="row"))
    assert [4, 6] == found.locate(np.array([0, 1]), np.array([2, 0])).tolist()
