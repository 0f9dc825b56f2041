"""HTML character references that were left in a text, where they matter to a sentence's end.

Behind a full stop may stand &quot; or &nbsp;, before a first word &ldquo; or &#8220;.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes
from dedup.kernels.jit import inlined
from dedup.kernels.scan.characters import char_at, kind_of

__all__ = ["shown_at"]

AMPERSAND, SEMICOLON, NUMBER_SIGN, ZERO = 0x26, 0x3B, 0x23, 0x30
AMP = np.uint64(int.from_bytes(b"amp;", "big"))
LONGEST, AMP_SIZE = 8, 4  # bytes behind the ampersand, of &amp;quot; behind the first reference
MARKS = {
    "quot": '"', "apos": "'", "nbsp": "\u00a0", "ensp": "\u2002", "emsp": "\u2003", "thinsp": "\u2009",
    "ldquo": "\u201c", "rdquo": "\u201d", "lsquo": "\u2018", "rsquo": "\u2019", "bdquo": "\u201e",
    "sbquo": "\u201a", "laquo": "«", "raquo": "»", "ndash": "\u2013", "mdash": "—", "bull": "•",
}  # fmt: skip
NAMES = tuple(np.uint64(int.from_bytes(name.encode(), "big")) for name in MARKS)
SHOWN = tuple(ord(mark) for mark in MARKS.values())


@inlined
def packed(text: Bytes, start: int, end: int) -> np.uint64:
    """At most eight bytes as a big-endian number."""
    word = np.uint64(0)
    for i in range(start, end):
        word = word << np.uint64(8) | np.uint64(text[i])
    return word


@inlined
def named(name: np.uint64) -> int:
    """The code point of a packed name, 0 for one that is not listed."""
    for i in range(len(NAMES)):
        if NAMES[i] == name:
            return SHOWN[i]
    return 0


@inlined
def numbered(text: Bytes, start: int, end: int) -> int:
    """The decimal number text[start:end], 0 if it is none."""
    value = 0
    for i in range(start, end):
        digit = np.int64(text[i]) - ZERO
        if digit < 0 or digit > 9:
            return 0
        value = 10 * value + digit
    return value


@inlined
def reference(text: Bytes, at: int, end: int) -> tuple[int, int]:
    """The code point and the bytes of the reference at text[at], an ampersand; 0 bytes if none."""
    start = at + 1
    if start + AMP_SIZE < end and packed(text, start, start + AMP_SIZE) == AMP:
        start += AMP_SIZE
    stop = start
    while stop < end and stop - start < LONGEST and text[stop] != SEMICOLON:
        stop += 1
    if stop >= end or stop == start or text[stop] != SEMICOLON:
        return 0, 0
    if text[start] == NUMBER_SIGN:
        char = numbered(text, start + 1, stop)
    else:
        char = named(packed(text, start, stop))
    return char, stop + 1 - at if char > 0 else 0


@inlined
def shown_at(text: Bytes, at: int, end: int, signs: Hashes) -> tuple[int, int, int]:
    """Like char_at, but of a reference the character it stands for, and the size of it all."""
    if text[at] != AMPERSAND:
        return char_at(text, at, signs)
    char, size = reference(text, at, end)
    return (char, size, kind_of(char, signs)) if size > 0 else char_at(text, at, signs)
