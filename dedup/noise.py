"""Noise that machines left in a text and that can be undone: references, words broken at line ends.

A kernel finds where there may be any; see dedup.kernels.noise.
"""

import html
import re
from html.entities import html5

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.arrow import bytes_of
from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.noise import find_noise

__all__ = ["REFERENCE", "breaks_word", "noise_of", "reading", "without_noise", "without_noise_rows"]

FEW = 1024
# A page that was escaped twice holds &amp;#8217; for an apostrophe.
REFERENCE = re.compile(
    r"(&(?:amp;){0,4})(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
)
LINE_END = re.compile(r"(?<=(.))[-\u00ad\u2010](?:\r\n|\n|\r)[ \t]*(?=(.))", re.DOTALL)


def noise_of(data: Bytes, start: int, end: int) -> Longs:
    """Where in data[start:end] a reference may begin, or a line end stands behind a hyphen."""
    places = np.empty(FEW, np.int64)
    n = find_noise(data, start, end, places)
    if n > len(places):
        places = np.empty(n, np.int64)
        find_noise(data, start, end, places)
    return places[:n]


def without_noise_rows(strings: pa.StringArray) -> pa.StringArray:
    """The texts without noise; nearly always they are the texts themselves."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    places = noise_of(data, int(offsets[0]), int(offsets[-1]))
    if len(places) == 0:
        return strings
    rows = np.unique(np.searchsorted(offsets, places, "right") - 1)
    mask = np.zeros(len(strings), np.bool_)
    mask[rows] = True
    clean = [without_noise(text) for text in strings.take(pa.array(rows)).to_pylist()]
    return pc.replace_with_mask(strings, pa.array(mask), pa.array(clean, strings.type))


def without_noise(text: str) -> str:
    """The text with its character references read and its broken words joined."""
    if "&" in text:
        text = REFERENCE.sub(lambda found: reading(found[0]), text)
    return LINE_END.sub(lambda found: "" if breaks_word(found[1], found[2]) else found[0], text)


def reading(reference: str) -> str:
    """What a character reference, escaped once or more, stands for; itself if there is no such."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return reference
    escaped, body = found[1], found[2]
    if body[0] == "#" or body in html5:
        return html.unescape("&" + body)
    return reference if escaped == "&" else "&" + body


def breaks_word(before: str, after: str) -> bool:
    """Whether a hyphen and a line end between these two characters stand inside a word.

    Of a compound like "US-led" as often as not one side is a capital; a lower-case compound that was
    broken at its own hyphen cannot be told from a word that was.
    """
    lower = before.islower() and after.islower()
    return lower or (before.isupper() and after.isupper())
