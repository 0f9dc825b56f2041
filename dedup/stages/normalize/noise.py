"""What the table of code points cannot undo: character references, and words broken at a line end.

They are rare: a kernel finds where one may be, and the folded copy of the text is patched there.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.noise import find_noise
from dedup.kernels.normalize import GONE, HARD
from dedup.stages.normalize.definition import REFERENCE, breaks_word, reading
from dedup.stages.normalize.table import SEPARATOR, fold_of

__all__ = ["patch"]

AMPERSAND, SPACE, LF, CR, TAB = 0x26, 0x20, 0x0A, 0x0D, 0x09
LONGEST = 64  # bytes of a character reference
CHARACTER = 4  # bytes of a character, at most
HYPHENS = (b"-", "\u00ad".encode(), "\u2010".encode())
PART_OF_BREAK = frozenset("-\u00ad\u2010\r\n \t")  # may belong to a word broken at a line end
FEW = 1024


class Patch(NamedTuple):
    """What stands for each of the bytes data[start:end] in the folded text."""

    start: int
    end: int
    byte: int


class Article(NamedTuple):
    """A text is data[start:end]; nothing is looked at that lies outside."""

    data: Bytes
    start: int
    end: int


def patch(data: Bytes, offsets: Longs, folded: Bytes) -> None:
    """Undo the noise in `folded`, what the texts data[offsets[i]:offsets[i + 1]] were folded to."""
    first = int(offsets[0])
    places = noise_of(data, first, int(offsets[-1]))
    articles = np.searchsorted(offsets, places, "right") - 1
    for at, number in zip(places.tolist(), articles.tolist(), strict=True):
        article = Article(data, int(offsets[number]), int(offsets[number + 1]))
        found = reference(article, at) if data[at] == AMPERSAND else line_end(article, at)
        if found is not None:
            folded[found.start - first : found.end - first] = found.byte


def noise_of(data: Bytes, start: int, end: int) -> Longs:
    """Where in data[start:end] a reference may begin, or a line end stands behind a hyphen."""
    places = np.empty(FEW, np.int64)
    n = find_noise(data, start, end, places)
    if n > len(places):
        places = np.empty(n, np.int64)
        find_noise(data, start, end, places)
    return places[:n]


def reference(article: Article, at: int) -> Patch | None:
    """The character reference at data[at]: a separator is one here too, the rest is hard."""
    text = article.data[at : min(at + LONGEST, article.end)].tobytes().decode("latin-1")
    found = REFERENCE.match(text)
    kind = None if found is None else kind_of(found[0])
    return None if found is None or kind is None else Patch(at, at + found.end(), kind)


@cache
def kind_of(written: str) -> int | None:
    """What to fold the bytes of a character reference to; None if it is no such."""
    read = reading(written)
    if read == written:
        return None
    apart = all(fold_of(ord(c)) == SEPARATOR and c not in PART_OF_BREAK for c in read)
    return SPACE if read and apart else HARD


def line_end(article: Article, at: int) -> Patch | None:
    """The line end at data[at] with the hyphen before it and the blanks behind, if inside a word."""
    data, start, end = article
    before = data[max(at - 2 * CHARACTER, start) : at].tobytes()
    hyphen = next((one for one in HYPHENS if before.endswith(one)), b"")
    stop = at + 1 + (data[at] == CR and at + 1 < end and data[at + 1] == LF)
    while stop < end and (data[stop] == SPACE or data[stop] == TAB):
        stop += 1
    left = before.removesuffix(hyphen).decode(errors="ignore")[-1:]
    right = data[stop : min(stop + CHARACTER, end)].tobytes().decode(errors="ignore")[:1]
    joined = hyphen and left and right and breaks_word(left, right)
    return Patch(at - len(hyphen), stop, GONE) if joined else None
