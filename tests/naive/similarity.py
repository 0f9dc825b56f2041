"""Normalized text, shingles and Jaccard, straight from their definitions."""

import unicodedata
from html import unescape
from html.entities import html5
from itertools import groupby

__all__ = ["jaccard", "normalize", "shingles"]

WIDTH = 5
MOST_ESCAPES = 4
HYPHENS, LINE_ENDS = "-\u00ad\u2010", "\r\n"


def normalize(text: str) -> str:
    """NFKC, casefold, then the runs of letters, marks and numbers, joined by one space.

    Before, references are read, words broken at a line end are joined, and format characters vanish;
    after, what Arabic and Hebrew may leave out.
    """
    seen = "".join(c for c in joined(unescaped(text)) if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFKC", seen).casefold()
    written = "".join(map(as_written, folded))
    return " ".join(
        "".join(run) for is_token, run in groupby(written, is_token_character) if is_token
    )


def unescaped(text: str) -> str:
    """The text with every character reference that ends in a semicolon read."""
    done = ""
    while "&" in text:
        before, text = text.split("&", 1)
        size, character = reference_in(text)
        done += before + character
        text = text[size:]
    return done + text


def reference_in(text: str) -> tuple[int, str]:
    """How long the rest of the reference is that began before `text`, and what it stands for."""
    escapes = 0
    while escapes < MOST_ESCAPES and text[4 * escapes :].startswith("amp;"):
        escapes += 1
    for skipped in range(escapes, -1, -1):
        name, semicolon, _ = text[4 * skipped :].partition(";")
        if semicolon and is_reference(name):
            return 4 * skipped + len(name) + 1, unescape(f"&{name};")
    return 0, "&"


def is_reference(name: str) -> bool:
    """Whether there is a reference of that name or number."""
    digits, hexadecimal = name[1:], name[2:]
    if not name.isascii() or not name.startswith("#"):
        return f"{name};" in html5
    if digits.isdigit():
        return len(digits) <= 7
    is_hexadecimal = all(digit in "0123456789abcdefABCDEF" for digit in hexadecimal)
    return digits[:1] in ("x", "X") and is_hexadecimal and 1 <= len(hexadecimal) <= 6


def joined(text: str) -> str:
    """The text with the words whole that were broken at a line end behind a hyphen."""
    at, parts = 0, []
    while at < len(text):
        end = at + 1
        if text[at] in HYPHENS and text[end : end + 1] and text[end] in LINE_ENDS:
            end += 2 if text.startswith("\r\n", end) else 1
            while text[end : end + 1] and text[end] in " \t":
                end += 1
            left, right = text[at - 1 : at] if at else "", text[end : end + 1]
            lower, upper = left.islower() and right.islower(), left.isupper() and right.isupper()
            if lower or upper:
                at = end
                continue
        parts.append(text[at])
        at += 1
    return "".join(parts)


def as_written(character: str) -> str:
    """What is left of a character of Arabic or Hebrew; others stay."""
    mark = unicodedata.category(character) == "Mn"
    hebrew = "\u0591" <= character <= "\u05c7"
    arabic = "\u0610" <= character <= "\u06ed" or "\u08ca" <= character <= "\u08ff"
    if character == "ـ" or (mark and (hebrew or arabic)):
        return ""
    return "ا" if character in "آأإٱ" else character


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
