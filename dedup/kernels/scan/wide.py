"""Terminators that need no space behind them: Chinese and Japanese full stops, dandas and kin."""

import numpy as np

from dedup.kernels.arrays import Bytes, Longs
from dedup.kernels.jit import inlined
from dedup.kernels.scan.ahead import count_quotes
from dedup.kernels.scan.characters import char_at, code_point
from dedup.kernels.scan.decide import Run
from dedup.kernels.scan.kinds import CLOSER, QUOTE, STRONG, WIDE
from dedup.kernels.scan.words import Rules

__all__ = ["DEPTH", "KNOWN_TO", "NO_END", "step_bracket", "wide_end"]

NO_END = -1
DEPTH, KNOWN_TO = 2, 3  # state: open corner brackets; the byte up to which 。 is known to be inside
CORNER_OPEN, CORNER_CLOSE = 0x300C, 0x300D  # of 「」; those of 『』 are 2 above
SINGLE = ~2  # turns one sort into the other
LEAD, MIDDLE, TAIL_OPEN, TAIL_CLOSE = 0xE3, 0x80, 0x8C, 0x8D
FIRST_HIRAGANA, LAST_HIRAGANA = 0x3041, 0x309F
WIDE_COMMA, IDEOGRAPHIC_COMMA, WIDE_SEMICOLON, WIDE_COLON = 0xFF0C, 0x3001, 0xFF1B, 0xFF1A
WIDE_PAREN, WIDE_STOP, WIDE_ZERO, WIDE_NINE = 0xFF08, 0xFF0E, 0xFF10, 0xFF19
REACH = 900  # bytes looked ahead for the closing bracket


@inlined
def step_bracket(char: int, rules: Rules, state: Longs) -> None:
    """Count corner brackets, in languages that put whole sentences inside a sentence."""
    if rules.brackets == 0:
        return
    if char & SINGLE == CORNER_OPEN:
        state[DEPTH] += 1
    elif char & SINGLE == CORNER_CLOSE and state[DEPTH] > 0:
        state[DEPTH] -= 1


@inlined
def bracket_end(text: Bytes, at: int, end: int) -> int:
    """Where the corner bracket open at text[at] is closed, or 0 when that is not within REACH."""
    depth, start = 1, at
    while at + 2 < end and at - start < REACH:
        if text[at] == LEAD and text[at + 1] == MIDDLE:
            if np.int64(text[at + 2]) & SINGLE == TAIL_OPEN:
                depth += 1
            elif np.int64(text[at + 2]) & SINGLE == TAIL_CLOSE:
                depth -= 1
            if depth == 0:
                return at + 3
        at += 1
    return 0


@inlined
def is_hiragana(char: int) -> bool:
    """Whether the code point is Hiragana: behind a closing bracket, a particle."""
    return FIRST_HIRAGANA <= char <= LAST_HIRAGANA


@inlined
def is_comma(char: int) -> bool:
    """Whether the code point is a Chinese or Japanese comma."""
    return char == WIDE_COMMA or char == IDEOGRAPHIC_COMMA


@inlined
def is_inside(text: Bytes, run: Run, end: int, state: Longs) -> bool:
    """Whether the run stands in corner brackets behind which the sentence goes on."""
    if state[DEPTH] == 0:
        return False
    if run.start < state[KNOWN_TO]:
        return True
    close = bracket_end(text, run.end, end)
    if close == 0 or close >= end:
        return False
    char, _size = code_point(text, close)
    if is_hiragana(char) or is_comma(char) or char == WIDE_PAREN:
        state[KNOWN_TO] = close
        return True
    return False


@inlined
def goes_on(text: Bytes, run: Run, at: int, end: int) -> bool:
    """Whether what follows closing marks at text[at] belongs to the same sentence."""
    if at >= end:
        return False
    char, _size = code_point(text, at)
    if is_comma(char) or char == WIDE_SEMICOLON or char == WIDE_COLON:
        return True
    if at > run.end and is_hiragana(char):
        return True
    last, _size = code_point(text, run.start)
    return last == WIDE_STOP and at == run.end and WIDE_ZERO <= char <= WIDE_NINE


@inlined
def wide_end(text: Bytes, run: Run, end: int, rules: Rules, state: Longs) -> tuple[int, int]:
    """Judge a run with a terminator of this sort: where the sentence ends, and where to go on."""
    wide = run.seen >> WIDE & 1 == 1
    if wide and is_inside(text, run, end, state):
        return NO_END, run.end
    at = run.end
    while at < end:
        _char, size, kind = char_at(text, at, rules.signs)
        quote = kind == QUOTE and count_quotes(text, state, at)
        if not (quote or kind == CLOSER or kind == WIDE or kind == STRONG):
            break
        at += size
    if wide and goes_on(text, run, at, end):
        return NO_END, at
    return at, at
