"""Normalized text, shingles and Jaccard, straight from their definitions."""

import unicodedata
from itertools import groupby

__all__ = ["jaccard", "normalize", "shingles"]

WIDTH = 5


def normalize(text: str) -> str:
    """NFKC, casefold, then the runs of letters, marks and numbers, joined by one space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(
        "".join(run) for is_token, run in groupby(folded, is_token_character) if is_token
    )


def is_token_character(character: str) -> bool:
    """Whether the Unicode category is L*, M* or N*."""
    return unicodedata.category(character)[0] in "LMN"


def shingles(normalized: str) -> set[str]:
    """The windows of five code points; a shorter text is one shingle, an empty one has none."""
    last = max(len(normalized) - WIDTH, 0)
    return {normalized[i : i + WIDTH] for i in range(last + 1)} - {""}


def jaccard(a: str, b: str) -> float:
    """Shared shingles over all shingles of two texts as given; two empty texts score 0."""
    left, right = shingles(normalize(a)), shingles(normalize(b))
    return len(left & right) / len(left | right) if left or right else 0.0
