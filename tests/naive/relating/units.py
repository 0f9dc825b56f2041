"""The units of articles, how two of them compare, and what they are called."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, NamedTuple

import mmh3
from rapidfuzz.distance import Indel

from tests.naive.matching import word_list
from tests.naive.quotes import quoted
from tests.naive.similarity import normalize, shingles

__all__ = [
    "Row",
    "Unit",
    "cluster_id",
    "containment",
    "edits",
    "halves",
    "jaccard",
    "pair_id",
    "scope",
    "seconds",
    "text_id",
    "text_of",
    "units_of",
]

Row = dict[str, Any]
LATEST = datetime.max.replace(tzinfo=UTC)
WORD64 = 2**64 - 1


class Unit(NamedTuple):
    """A sentence or paragraph, where it stands, and what it is compared by."""

    article: Row
    sentence_index: int
    paragraph_index: int
    start: int
    end: int
    text: str
    key: str
    is_quote: bool

    @property
    def when(self) -> tuple[datetime, str, int]:
        """Its place in time: dated before undated, then by id, then by place."""
        return (self.article["published_at"] or LATEST, self.article["article_id"], self.start)


def text_of(article: Row) -> str:
    """The text of an article: sentences joined by a space, paragraphs by an empty line."""
    return "\n\n".join(" ".join(sentences) for sentences in article["paragraphs"])


def units_of(article: Row, unit: str) -> Iterator[Unit]:
    """The units of one kind, in order."""
    at = index = 0
    for number, sentences in enumerate(article["paragraphs"]):
        whole, start = " ".join(sentences), at
        pieces = sentences if unit == "sentence" else [whole]
        ends = [at + end for end in accumulate(len(piece) + 1 for piece in pieces)]
        spans = [(end - 1 - len(piece), end - 1) for piece, end in zip(pieces, ends, strict=True)]
        flags = quoted(whole, [(first - start, last - start) for first, last in spans])
        for piece, span, flag in zip(pieces, spans, flags, strict=True):
            yield Unit(article, index, number, *span, piece, normalize(piece), flag)
            index += 1 if unit == "sentence" else len(sentences)
        at += len(whole) + 2


def jaccard(a: str, b: str) -> float:
    """Jaccard of two normalized texts."""
    return len(shingles(a) & shingles(b)) / len(shingles(a) | shingles(b))


def containment(a: str, b: str) -> float:
    """The share of a's shingles that are in b."""
    return len(shingles(a) & shingles(b)) / len(shingles(a))


def edits(a: str, b: str) -> tuple[float, int, int]:
    """Token Indel similarity, words edited, and the longest run of words kept."""
    old, new = word_list(a), word_list(b)
    blocks = Indel.editops(old, new).as_matching_blocks()
    kept, total = sum(block.size for block in blocks), len(old) + len(new)
    return 2 * kept / total, total - 2 * kept, max(block.size for block in blocks)


def seconds(earlier: datetime | None, later: datetime | None) -> int | None:
    """Whole seconds between two times, if both are known."""
    return None if earlier is None or later is None else int((later - earlier).total_seconds())


def scope(a: Unit, b: Unit) -> str:
    """Where two units stand to each other."""
    if a.article["article_id"] == b.article["article_id"]:
        return "within_article"
    own = a.article["source"] is not None and a.article["source"] == b.article["source"]
    return "same_source" if own else "cross_source"


def halves(key: str) -> tuple[int, int]:
    """The 128-bit Murmur3 hash of a text."""
    return mmh3.hash64(key.encode(), 0, x64arch=True, signed=False)


def text_id(key: str) -> str:
    """The name of a text."""
    return "t-" + "".join(f"{half:016x}" for half in halves(key))[:20]


def cluster_id(oldest: str, unit: str) -> str:
    """The name of a group, after its oldest member."""
    return f"c-{halves(oldest)[unit == 'paragraph']:016x}"


def pair_id(a: str, b: str, unit: str) -> str:
    """The name of a pair, whichever side is older."""
    low, high = sorted(halves(key)[unit == "paragraph"] for key in (a, b))
    return f"p-{((low ^ low >> 29) * 0x9E3779B97F4A7C15 + (high ^ high >> 31)) & WORD64:016x}"
