"""Which spans stand inside quotation marks, paragraph by paragraph, from UTF-8 bytes.

A quotation ends with the mark that closes it, or with its paragraph: news opens each paragraph of a
long one anew.  Inside a quotation only its own closing mark counts, so inner ones do no harm.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Flags, Ints, Longs
from dedup.kernels.bits import first_byte, full_word_at, unlike
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.scan.characters import code_point, start_before
from dedup.kernels.scan.positions import count_chars

__all__ = ["quoted_spans"]

STRAIGHT, SINGLE, LEFT, RIGHT, LOW = 0x22, 0x27, 0x201C, 0x201D, 0x201E
SINGLE_LEFT, SINGLE_RIGHT, SINGLE_LOW = 0x2018, 0x2019, 0x201A
OPEN_ANGLE, CLOSE_ANGLE, CORNER, CORNER_END = 0xAB, 0xBB, 0x300C, 0x300D
WHITE_CORNER, WHITE_CORNER_END = 0x300E, 0x300F
SPACE, LETTER, POINT, DIGIT = range(4)
LEAD = 0x80

U64, HIGH_BITS = np.uint64, np.uint64(0x8080808080808080)
STRAIGHTS, SINGLES = U64(0x2222222222222222), U64(0x2727272727272727)


@inlined
def sort_of(char: int) -> int:
    """White space, a letter, a digit, or a point, which is anything else."""
    if char <= 0x20 or char == 0xA0 or char == 0x3000 or char == 0x202F:
        return SPACE
    if 0x30 <= char <= 0x39:
        return DIGIT
    low = char | 0x20
    if 0x61 <= low <= 0x7A or 0xC0 <= char < 0x2000 or char >= 0x3040:
        return LETTER
    return POINT


@inlined
def before(data: Bytes, start: int, at: int) -> int:
    """The character that ends at data[at], a blank at the beginning."""
    return np.int64(0x20) if at <= start else code_point(data, start_before(data, at))[0]


@inlined
def behind(data: Bytes, at: int, end: int) -> int:
    """The character at data[at], a blank at the end."""
    return np.int64(0x20) if at >= end else code_point(data, at)[0]


@inlined
def closer_of(mark: int) -> int:
    """The mark that closes a quotation opened by `mark`; 0 when it opens none."""
    if mark == STRAIGHT or mark == RIGHT or mark == SINGLE:
        return mark
    if mark == LEFT or mark == LOW:
        return RIGHT
    if mark == SINGLE_LEFT or mark == SINGLE_LOW:
        return SINGLE_RIGHT
    if mark == OPEN_ANGLE or mark == CLOSE_ANGLE:
        return CLOSE_ANGLE if mark == OPEN_ANGLE else OPEN_ANGLE
    if mark == CORNER or mark == WHITE_CORNER:
        return mark + 1
    return 0


@inlined
def closes(char: int, closer: int, last: int, following: int) -> bool:
    """Whether a mark between two characters closes what `closer` closes."""
    if closer == RIGHT and char == LEFT:
        return sort_of(last) != SPACE and sort_of(following) != LETTER  # German: low, then left
    if char != closer:
        return False
    if char == SINGLE_RIGHT or char == SINGLE:
        stopped = last == 0x2C or last == 0x2E or last == 0x21 or last == 0x3F or last == 0x2026
        free = sort_of(following) != LETTER and sort_of(following) != DIGIT
        return free and (stopped or (char == SINGLE_RIGHT and sort_of(following) == POINT))
    return char != STRAIGHT or sort_of(last) != SPACE or sort_of(following) != LETTER


@inlined
def opens(char: int, last: int, following: int) -> bool:
    """Whether a mark between two characters may open a quotation."""
    if closer_of(char) == 0 or sort_of(last) == DIGIT:
        return False
    if char == CLOSE_ANGLE or char == RIGHT or char == STRAIGHT or char == SINGLE:
        starts = sort_of(last) == SPACE or last == 0x28 or last == 0x2014 or last == 0x5B
        return starts and sort_of(following) != SPACE
    return sort_of(last) != LETTER or char >= CORNER


@inlined
def next_mark(data: Bytes, at: int, end: int) -> int:
    """Where the next byte is that may begin a quotation mark, or `end`: a straight one, or no ASCII."""
    here, stop = U64(at), U64(end)
    while here < stop and data[here] != STRAIGHT and data[here] != SINGLE and data[here] < LEAD:
        if here + U64(8) > stop:
            here += U64(1)
            continue
        word = full_word_at(data, np.int64(here))
        found = U64(~(unlike(word, STRAIGHTS) & unlike(word, SINGLES)) | word) & HIGH_BITS
        if found != U64(0):
            return np.int64(here) + first_byte(found)
        here += U64(8)
    return np.int64(here)


@inlined
def quotation_end(data: Bytes, at: int, end: int, closer: int) -> int:
    """Where the quotation whose text begins at data[at] ends, behind its closing mark; -1: nowhere."""
    start = at
    while True:
        at = next_mark(data, at, end)
        if at >= end:
            return -1
        char, size = code_point(data, at)
        if char == closer or (char == LEFT and closer == RIGHT):
            if closes(char, closer, before(data, start, at), behind(data, at + size, end)):
                return at + size
        at += size


@inlined
def find_quotations(data: Bytes, at: int, end: int, found: Longs) -> int:
    """Fill found[i] with the first byte of quotation i of a paragraph, and the one behind its last.

    Returns how many there are.
    """
    n, start = 0, at
    while True:
        at = next_mark(data, at, end)
        if at >= end:
            return n
        char, size = code_point(data, at)
        closer = closer_of(char)
        if closer == 0 or not opens(char, before(data, start, at), behind(data, at + size, end)):
            at += size
            continue
        stop = quotation_end(data, at + size, end, closer)
        if stop < 0:
            single = closer == SINGLE or closer == SINGLE_RIGHT
            stop = at + size if single else end
        if stop > at + size:
            found[n, 0], found[n, 1] = at, stop
            n += 1
        at = stop


@inlined
def is_mostly_inside(data: Bytes, start: int, end: int, found: Longs, n: int) -> bool:
    """Whether at least half of the characters of data[start:end] are in one of n quotations."""
    inside = 0
    for i in range(n):
        first, last = max(start, found[i, 0]), min(end, found[i, 1])
        if first < last:
            inside += count_chars(data[first:last])
    return inside > 0 and 2 * inside >= count_chars(data[start:end])


@kernel
def quoted_spans(
    data: Bytes,
    offsets: Longs,
    article: Ints,
    paragraph: Ints,
    starts: Ints,
    ends: Ints,
    found: Longs,
    quoted: Flags,
) -> None:
    """quoted[i]: whether span i stands in quotation marks, with at least half of its characters.

    Span i is bytes starts[i]:ends[i] of data[offsets[article[i]]:]; those of one paragraph of one
    article follow each other.  `found` has two columns and half as many rows as the longest
    paragraph has bytes, and one more.
    """
    first, n_spans = 0, article.shape[0]
    while first < n_spans:
        last, begin, end = first, np.int64(starts[first]), np.int64(ends[first])
        while (
            last < n_spans
            and article[last] == article[first]
            and paragraph[last] == paragraph[first]
        ):
            begin, end = min(begin, np.int64(starts[last])), max(end, np.int64(ends[last]))
            last += 1
        base = offsets[article[first]]
        n = find_quotations(data, base + begin, base + end, found)
        for i in range(first, last):
            start, stop = base + np.int64(starts[i]), base + np.int64(ends[i])
            quoted[i] = is_mostly_inside(data, start, stop, found, n)
        first = last
