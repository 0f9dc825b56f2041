"""What normalized text is, one text at a time; the kernels give the same bytes faster.

In this order: character references that a web page left are read (`&amp;`, `&#8217;`), a word that
was broken at a line end is joined, format characters (soft hyphen, zero-width space and joiners,
direction marks) vanish; NFKC; full casefold; what Arabic and Hebrew may leave out (tatweel, vowel
signs, points) vanishes and alef is written bare; then the runs of letters, marks and numbers are
joined by one space.
"""

import unicodedata
from collections.abc import Callable

from dedup.noise import without_noise
from dedup.words import ONE_UNSPACED

__all__ = ["OPTIONAL", "folded", "normalized_text"]

# Hebrew points and accents; Arabic honorifics, vowel signs, Koranic and extended marks.
POINTS = ((0x0591, 0x05C8), (0x0610, 0x06EE), (0x08CA, 0x0900))
TATWEEL, BARE_ALEF, ALEFS = "\u0640", "\u0627", "\u0622\u0623\u0625\u0671"
OPTIONAL = frozenset(
    [chr(cp) for r in POINTS for cp in range(*r) if unicodedata.category(chr(cp)) == "Mn"]
    + [TATWEEL]
)


class Seen(dict[int, str]):
    """For str.translate: what stands for each code point, found out when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, code: int) -> str:
        """Ask once."""
        return self.setdefault(code, self.rule(chr(code)))


def visible(char: str) -> str:
    """Nothing of a format character."""
    return "" if unicodedata.category(char) == "Cf" else char


def compared(char: str) -> str:
    """A letter, mark or number as it is compared; a space for all else."""
    if char in OPTIONAL:
        return ""
    if char in ALEFS:
        return BARE_ALEF
    return char if unicodedata.category(char)[0] in "LMN" else " "


VISIBLE, COMPARED = Seen(visible), Seen(compared)


def normalized_text(text: str) -> tuple[bytes, int]:
    """The normalized text, and its number of words."""
    tokens = folded(without_noise(text)).split()
    later = sum(len(ONE_UNSPACED.findall(token, 1)) for token in tokens)
    return " ".join(tokens).encode(), len(tokens) + later


def folded(text: str) -> str:
    """Every character as it is compared; a space for each that separates."""
    seen = unicodedata.normalize("NFKC", text.translate(VISIBLE))
    return seen.casefold().translate(COMPARED)
