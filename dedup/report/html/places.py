"""Positions in texts: from code points, as the tables count, to UTF-16 units, as browsers do.

All text of the page is one string.  It is made of pieces: whole articles, or, where only repeated
sentences are known, those sentences with gaps between them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.arrow import bytes_of

__all__ = ["Longs", "Text", "laid_out", "pieces_of_spans"]

Longs = npt.NDArray[np.int64]
UNKNOWN = -1
FOUR_BYTES = 0xF0


class Text(NamedTuple):
    """The text of the page, and how to find a code point of an article in it.

    `key` orders the pieces by article and first code point; `begin` is where a piece begins in the
    whole text, in code points; `astral` are the code points there that UTF-16 writes as two units.
    """

    data: bytes
    key: Longs
    size: Longs
    begin: Longs
    astral: Longs
    pieces: pl.DataFrame

    def locate(self, article: Longs, char: Longs) -> Longs:
        """Where these code points of articles are in the whole text, in UTF-16; -1: nowhere."""
        if not len(self.key):
            return np.full(len(article), UNKNOWN, np.int64)
        piece = np.searchsorted(self.key, keyed(article, char), side="right") - 1
        inside = char - (self.key[piece] & 0xFFFFFFFF)
        known = (piece >= 0) & (self.key[piece] >> 32 == article) & (inside <= self.size[piece])
        return np.where(known, self.units(self.begin[piece] + inside), UNKNOWN)

    def units(self, chars: Longs) -> Longs:
        """Code points of the whole text as UTF-16 units."""
        return chars + np.searchsorted(self.astral, chars, side="left")


def keyed(article: Longs, char: Longs) -> Longs:
    """Article and code point as one number that sorts."""
    return (article.astype(np.int64) << 32) | char


def laid_out(pieces: pl.DataFrame) -> Text:
    """The text made of `pieces` (article, char_start, text), sorted by article and char_start."""
    table = pieces.select(pl.col("text").cast(pl.String)).to_arrow()
    data, offsets = bytes_of(table, "text")
    size = pieces["text"].str.len_chars().cast(pl.Int64).to_numpy()
    begin = np.cumsum(size) - size
    key = keyed(pieces["article"].to_numpy(), pieces["char_start"].cast(pl.Int64).to_numpy())
    used = data[offsets[0] : offsets[-1]]
    astral = astral_chars(used, offsets - offsets[0], begin)
    return Text(used.tobytes(), key, size, begin, astral, pieces.drop("text"))


def astral_chars(data: npt.NDArray[np.uint8], offsets: Longs, begin: Longs) -> Longs:
    """The code points, counted through the whole text, that take four bytes in UTF-8."""
    places = np.flatnonzero(data >= FOUR_BYTES)
    piece = np.searchsorted(offsets, places, side="right") - 1
    found = [np.empty(0, np.int64)]
    for at in np.unique(piece).tolist():
        part = data[offsets[at] : offsets[at + 1]]
        leads = np.flatnonzero(part & 0xC0 != 0x80)
        found.append(begin[at] + np.flatnonzero(part[leads] >= FOUR_BYTES))
    return np.concatenate(found)


def pieces_of_spans(spans: pl.DataFrame) -> pl.DataFrame:
    """Spans (article, char_start, char_end, text) as pieces that do not overlap.

    A sentence inside a paragraph is part of the paragraph's piece.
    """
    before = pl.col("char_end").cum_max().shift(1).over("article").fill_null(0)
    ordered = spans.sort("article", "char_start", "char_end", descending=[False, False, True])
    kept = ordered.with_columns(before.alias("before")).filter(
        pl.col("char_end") > pl.col("before")
    )
    cut = (pl.col("before") - pl.col("char_start")).clip(lower_bound=0)
    return kept.select(
        "article", (pl.col("char_start") + cut).alias("char_start"), pl.col("text").str.slice(cut)
    )
