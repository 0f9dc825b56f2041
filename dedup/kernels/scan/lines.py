"""Lines of articles, and the paragraphs they make up.

A line ends at LF, CR, CRLF, VT, FF, NEL, U+2028 or U+2029.  A blank line always ends a paragraph.
A single line break ends one too, unless the article is hard-wrapped: then it is mere white space.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Longs
from dedup.kernels.bits import full_word_at
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.scan.characters import char_at, code_point, is_unspaced, kind_at, start_before
from dedup.kernels.scan.kinds import SPACE
from dedup.kernels.scan.positions import count_chars

__all__ = [
    "ARTICLE",
    "AUTO",
    "BLANK",
    "END",
    "LINE",
    "LINE_ROWS",
    "START",
    "find_lines",
    "join_lines",
]

AUTO, BLANK, LINE = range(3)

U64 = np.uint64
HIGH_BITS, BEHIND_BREAKS = U64(0x8080808080808080), U64(0x0E0E0E0E0E0E0E0E)

LF, VT, FF, CR, BLANK_BYTE = 0x0A, 0x0B, 0x0C, 0x0D, 0x20
NEL_LEAD, NEL_TAIL = 0xC2, 0x85
SEPARATOR_LEAD, SEPARATOR_MIDDLE, SEPARATOR_TAIL = 0xE2, 0x80, 0xA8  # or 0xA9

# Text wrapped by a program fills lines of 30 to 120 characters as far as the next word allows,
# give or take 6, in at least 80 % of the line breaks, of which there are two or more.
NARROWEST, WIDEST, SLACK, FULL_SHARE, FEWEST_BREAKS = 30, 120, 6, 0.8, 2
BYTES_PER_CHAR, LEAD = 4, 0x80


# Rows of a table of lines, int64, one column per line that holds more than white space:
ARTICLE, BEGIN, START, END, OPENS = range(5)
# the article's row; its first byte; its first and the byte behind its last that is no white space;
# 1 when it is the first of its article or below a blank line.
LINE_ROWS = 5


@inlined
def break_size(text: Bytes, at: int, end: int) -> int:
    """Bytes of the line break at text[at], 0 when there is none."""
    byte = np.int64(text[at])
    if byte == CR and at + 1 < end and text[at + 1] == LF:
        return 2
    if LF <= byte <= CR:
        return 1
    if byte == NEL_LEAD and text[at + 1] == NEL_TAIL:
        return 2
    if byte == SEPARATOR_LEAD and text[at + 1] == SEPARATOR_MIDDLE:
        return 3 if text[at + 2] & 0xFE == SEPARATOR_TAIL else 0
    return 0


@inlined
def is_plain(word: np.uint64) -> bool:
    """Whether all eight bytes are ASCII and none of them ends a line."""
    return (word | U64(word - BEHIND_BREAKS)) & HIGH_BITS == U64(0)


@inlined
def next_break(text: Bytes, at: int, end: int, line_hot: Bytes) -> int:
    """Where the next line break is, or `end`."""
    here, stop = U64(at), U64(end)
    while here < stop:
        until = here + U64(8)
        if until <= stop and is_plain(full_word_at(text, np.int64(here))):
            here = until
            continue
        until = until if until < stop else stop
        while here < until:
            if line_hot[text[here]] and break_size(text, np.int64(here), end) > 0:
                return np.int64(here)
            here += U64(1)
    return np.int64(here)


@inlined
def trimmed(text: Bytes, start: int, end: int, signs: Hashes) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end:
        _char, size, kind = char_at(text, start, signs)
        if kind != SPACE:
            break
        start += size
    while end > start:
        last = start_before(text, end)
        if kind_at(text, last, signs) != SPACE:
            break
        end = last
    return start, end


@inlined
def put_line(
    lines: Longs, row: int, article: int, begin: int, start: int, end: int, opens: int
) -> None:
    """Write one line, when there is room."""
    if row < lines.shape[1]:
        lines[ARTICLE, row] = article
        lines[BEGIN, row] = begin
        lines[START, row] = start
        lines[END, row] = end
        lines[OPENS, row] = opens


@kernel
def find_lines(text: Bytes, offsets: Longs, line_hot: Bytes, signs: Hashes, lines: Longs) -> int:
    """Fill `lines` with every line of every article; returns how many there are, room or not."""
    count = np.int64(0)
    for article in range(offsets.shape[0] - 1):
        at, end, opens = offsets[article], offsets[article + 1], np.int64(1)
        while at < end:
            stop = next_break(text, at, end, line_hot)
            start, last = trimmed(text, at, stop, signs)
            if start < last:
                put_line(lines, count, article, at, start, last, opens)
                count += 1
            opens = np.int64(start == last)
            at = stop + break_size(text, stop, end) if stop < end else end
    return count


@inlined
def word_end(text: Bytes, start: int, end: int) -> int:
    """Where the first blank after `start` is, or `end`; a line may break behind any Thai letter."""
    if start < end and text[start] >= LEAD:
        char, size = code_point(text, start)
        if is_unspaced(char):
            return start + size
    while start < end and text[start] != BLANK_BYTE:
        start += 1
    return start


@inlined
def width_of(text: Bytes, lines: Longs, row: int) -> int:
    """Characters of a line that holds a blank, one more than WIDEST if too many; 0 without one."""
    if word_end(text, lines[START, row], lines[END, row]) == lines[END, row]:
        return 0
    if lines[END, row] - lines[BEGIN, row] > BYTES_PER_CHAR * WIDEST:
        return WIDEST + 1
    return count_chars(text[lines[BEGIN, row] : lines[END, row]])


@inlined
def widest_line(text: Bytes, lines: Longs, first: int, last: int) -> int:
    """The largest width among lines[first:last], measured no further than WIDEST + 1."""
    widest = 0
    for row in range(first, last):
        width = width_of(text, lines, row)
        widest = width if width > widest else widest
        if widest > WIDEST:
            break
    return widest


@inlined
def is_wrapped(text: Bytes, lines: Longs, first: int, last: int) -> bool:
    """Whether the breaks between lines[first:last] look like those of a wrapping program."""
    widest = widest_line(text, lines, first, last)
    if widest < NARROWEST or widest > WIDEST:
        return False
    breaks = full = 0
    for row in range(first + 1, last):
        if lines[OPENS, row] == 0:
            used = count_chars(text[lines[BEGIN, row - 1] : lines[END, row - 1]])
            word = word_end(text, lines[START, row], lines[END, row])
            needed = used + 1 + count_chars(text[lines[START, row] : word])
            breaks += 1
            full += needed > widest - SLACK
    return breaks >= FEWEST_BREAKS and full >= FULL_SHARE * breaks


@kernel
def join_lines(text: Bytes, lines: Longs, mode: int, starts: Bytes) -> None:
    """Set starts[i] to 1 when line i begins a paragraph, else 0."""
    first, total = np.int64(0), lines.shape[1]
    while first < total:
        last = first + 1
        while last < total and lines[ARTICLE, last] == lines[ARTICLE, first]:
            last += 1
        each = mode == LINE or (mode == AUTO and not is_wrapped(text, lines, first, last))
        for row in range(first, last):
            starts[row] = 1 if each else lines[OPENS, row]
        first = last
