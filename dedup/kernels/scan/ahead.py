"""What follows a run of terminators: closing marks, white space, and the next word's first letter."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Longs
from dedup.kernels.jit import inlined
from dedup.kernels.scan.characters import char_at, kind_at
from dedup.kernels.scan.kinds import (
    CLOSER,
    DASH,
    EMOJI,
    GAP,
    MARK,
    OPENER,
    OPENING,
    QUOTE,
    SPACE,
    TRAILING,
    WORDLIKE,
)  # fmt: skip
from dedup.kernels.scan.references import shown_at

__all__ = ["Ahead", "closing_end", "look_ahead", "skip_space"]

NOTE_OPENS, NOTE_CLOSES, NOTE_DIGITS, ZERO, NINE = 0x5B, 0x5D, 5, 0x30, 0x39
ROUND_OPENS, ROUND_CLOSES, STRAIGHT_QUOTE = 0x28, 0x29, 0x22
COLON, SEMICOLON, EQUALS, HYPHEN, LETTER_D, LETTER_P = 0x3A, 0x3B, 0x3D, 0x2D, 0x44, 0x50
APOSTROPHE, MULTIBYTE, EMOJI_LEAD = 0x27, 0x80, 0xF0
MOST_OPENERS = 5
NOTHING = -1


class Ahead(NamedTuple):
    """What follows a run of terminators."""

    cut: int  # where the sentence would end: behind closing marks
    gap: int  # where the next visible character is
    at: int  # the same, behind opening marks
    char: int  # that character
    kind: int  # its kind; NOTHING at the end
    closed: bool  # a quotation was closed
    quoted: bool  # opening marks were passed
    dashed: bool  # a dash or a bullet was passed


@inlined
def note_size(text: Bytes, at: int, end: int) -> int:
    """Bytes of a footnote mark like [12] at text[at], or 0."""
    if text[at] != NOTE_OPENS:
        return 0
    last = at + 1
    while last < end and last - at <= NOTE_DIGITS and ZERO <= text[last] <= NINE:
        last += 1
    return last + 1 - at if last > at + 1 and last < end and text[last] == NOTE_CLOSES else 0


@inlined
def closing_end(text: Bytes, at: int, end: int, signs: Hashes) -> tuple[int, bool]:
    """Where the closing marks, terminators and notes from text[at] end; is a quotation closed?"""
    closed = False
    while at < end:
        char, size, kind = shown_at(text, at, end, signs)
        either = kind == QUOTE or (kind == OPENER and char >= MULTIBYTE)
        if either and at + size < end:
            if WORDLIKE >> kind_at(text, at + size, signs) & 1 == 1:
                break
        if kind == CLOSER or either:
            closed = closed or (char != ROUND_CLOSES and char != NOTE_CLOSES)
        elif TRAILING >> kind & 1 == 0:
            size = note_size(text, at, end)
        if size == 0:
            break
        at += size
    return at, closed


@inlined
def skip_space(text: Bytes, at: int, end: int, signs: Hashes, passed: int) -> int:
    """Where the first character is whose kind is not in `passed`, or `end`."""
    while at < end:
        _char, size, kind = char_at(text, at, signs)
        if passed >> kind & 1 == 0:
            break
        at += size
    return at


@inlined
def skip_gap(text: Bytes, at: int, end: int, signs: Hashes) -> int:
    """Where the first character is that is neither white space, also as a reference, nor a mark."""
    while at < end:
        _char, size, kind = shown_at(text, at, end, signs)
        if GAP >> kind & 1 == 0:
            break
        at += size
    return at


@inlined
def count_quotes(text: Bytes, state: Longs, at: int) -> bool:
    """Whether text[at] is inside straight quotes; state is (byte counted to, quotes so far)."""
    for i in range(state[0], at):
        state[1] += text[i] == STRAIGHT_QUOTE
    if at > state[0]:
        state[0] = at
    return state[1] % 2 == 1


@inlined
def lone_closer_size(text: Bytes, at: int, end: int, signs: Hashes, state: Longs) -> int:
    """Bytes of a note, or of a mark or smiley with white space behind, at text[at]; else 0."""
    char, size, kind = char_at(text, at, signs)
    if char == NOTE_OPENS:
        return note_size(text, at, end)
    if char == COLON or char == SEMICOLON or char == EQUALS:
        size = smiley_size(text, at, end)
    elif kind == QUOTE and not count_quotes(text, state, at):
        return 0
    elif kind != CLOSER and kind != QUOTE and kind != EMOJI:
        return 0
    if size == 0:
        return 0
    alone = at + size == end or GAP >> kind_at(text, at + size, signs) & 1 == 1
    return size if alone else 0


@inlined
def smiley_size(text: Bytes, at: int, end: int) -> int:
    """Bytes of a smiley like :-) at text[at], or 0."""
    last = at + 1
    if last < end and text[last] == HYPHEN:
        last += 1
    if last >= end:
        return 0
    mouth = np.int64(text[last])
    happy = mouth == ROUND_CLOSES or mouth == LETTER_D or mouth == LETTER_P
    return last + 1 - at if happy or mouth == ROUND_OPENS else 0


@inlined
def closes_quotation(byte: int) -> bool:
    """Whether a lone mark that starts with this byte is a closing quotation mark."""
    return byte == STRAIGHT_QUOTE or byte == APOSTROPHE or MULTIBYTE <= byte < EMOJI_LEAD


@inlined
def look_ahead(text: Bytes, at: int, end: int, signs: Hashes, state: Longs) -> Ahead:
    """What follows the terminators that end at text[at]."""
    cut, closed = closing_end(text, at, end, signs)
    gap = skip_gap(text, cut, end, signs)
    while cut < gap < end:
        size = lone_closer_size(text, gap, end, signs, state)
        if size == 0:
            break
        closed = closed or closes_quotation(text[gap])
        cut = gap + size
        gap = skip_gap(text, cut, end, signs)
    if gap == end and cut < end and text[end - 1] == SEMICOLON:
        cut = end  # a blank as a reference is visible, but no sentence of its own
    at, char, kind, quoted, dashed = pass_openers(text, gap, end, signs)
    return Ahead(cut, gap, at, char, kind, closed, quoted, dashed)


@inlined
def pass_openers(text: Bytes, at: int, end: int, signs: Hashes) -> tuple[int, int, int, bool, bool]:
    """The first character behind opening marks, dashes and bullets at text[at], and which those."""
    openers, quoted, dashed = 0, False, False
    while at < end:
        char, size, kind = shown_at(text, at, end, signs)
        opening, dash = OPENING >> kind & 1 == 1, kind == DASH
        passed = opening or dash or kind == MARK or (kind == SPACE and openers > 0)
        if not passed or openers == MOST_OPENERS:
            return at, char, kind, quoted, dashed
        quoted, dashed = quoted or opening, dashed or dash
        openers += 1
        at += size
    return at, 0, NOTHING, quoted, dashed
