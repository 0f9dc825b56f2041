"""Sentences of paragraphs: one pass over the bytes, decisions in a bounded window around each dot.

A table of first bytes finds the next possible sentence end.  Every position is looked at a bounded
number of times, whatever the text, so the time is linear.
"""

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Longs
from dedup.kernels.bits import first_byte, full_word_at, unlike
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.scan.ahead import look_ahead, skip_space
from dedup.kernels.scan.characters import char_at, code_point, kind_at, start_before
from dedup.kernels.scan.decide import Run, ends_sentence
from dedup.kernels.scan.kinds import (
    CLOSER,
    DANDA,
    DOT,
    ELLIPSIS,
    ENDERS,
    OPENER,
    SPACES,
    STRONG,
    WIDE,
)  # fmt: skip
from dedup.kernels.scan.wide import step_bracket, wide_end
from dedup.kernels.scan.words import Rules

__all__ = ["SENTENCE_ROWS", "find_sentences"]

FULL_STOP, QUESTION, BLANK, COMMA, SLASH, SEMICOLON = 0x2E, 0x3F, 0x20, 0x2C, 0x2F, 0x3B
FIRST_GREEK, LAST_GREEK, FIRST_POLYTONIC, LAST_POLYTONIC = 0x0386, 0x03FF, 0x1F00, 0x1FFF
LEAD, LOW_BITS, PAIRS = 0x80, 0x3F, 256

# Every ASCII character that the table of first bytes stops at, eight times each.
U64 = np.uint64
FULL_STOPS, QUESTIONS = U64(0x2E2E2E2E2E2E2E2E), U64(0x3F3F3F3F3F3F3F3F)
EXCLAMATIONS, SEMICOLONS = U64(0x2121212121212121), U64(0x3B3B3B3B3B3B3B3B)
HIGH_BITS = U64(0x8080808080808080)
GLUE = 1
NO_END = -1


# Rows of a table of sentences, int64: the paragraph each is in, its first byte and the one behind.
PARAGRAPH, START, END = range(3)
SENTENCE_ROWS = 3


@inlined
def stops_in(word: np.uint64) -> np.uint64:
    """The high bit of each byte that may begin a terminator, the first of them told right."""
    dull = unlike(word, FULL_STOPS) & unlike(word, EXCLAMATIONS)
    dull &= unlike(word, SEMICOLONS) & unlike(word, QUESTIONS)
    return U64(~dull | word) & HIGH_BITS


@inlined
def begins_stop(text: Bytes, at: np.uint64, rules: Rules) -> bool:
    """Whether the byte text[at], with the next one if it is not ASCII, begins a terminator."""
    if rules.hot[text[at]] == 0 or text[at] < LEAD:
        return rules.hot[text[at]] != 0
    low = np.int64(text[at + U64(1)]) & LOW_BITS
    return rules.hot[PAIRS + ((np.int64(text[at]) & LOW_BITS) << 6 | low)] != 0


@inlined
def next_hot(text: Bytes, at: int, end: int, rules: Rules) -> int:
    """Where the next byte is that may begin a terminator, or `end`."""
    here, stop = U64(at), U64(end)
    while here < stop:
        if here + U64(8) <= stop and text[here] < LEAD:
            found = stops_in(full_word_at(text, np.int64(here)))
            if found == U64(0):
                here += U64(8)
                continue
            here += U64(first_byte(found))
        if begins_stop(text, here, rules):
            break
        here += U64(1)
    return np.int64(here)


@inlined
def read_run(text: Bytes, start: int, end: int, signs: Hashes) -> Run:
    """The terminators from text[start] on; dots with blanks between them are one run."""
    at, seen, dots, asks, stop = start, 0, 0, False, start
    while at < end:
        char, size, kind = char_at(text, at, signs)
        spaced = char == BLANK and dots > 0 and at + 1 < end and text[at + 1] == FULL_STOP
        if ENDERS >> kind & 1 == 0 and not spaced:
            break
        at += size
        if not spaced:
            seen, dots, stop = seen | 1 << kind, dots + (kind == DOT), at
            asks = asks or char == QUESTION
    strong, ellipsis = seen >> STRONG & 1 == 1, seen >> ELLIPSIS & 1 == 1
    return Run(start, stop, seen, dots, strong, ellipsis, asks)


@inlined
def is_glued(text: Bytes, at: int, end: int) -> bool:
    """Whether the dot before text[at] is inside a word, a number or an address."""
    if at >= end:
        return False
    byte = np.int64(text[at])
    letter = 0x61 <= byte | 0x20 <= 0x7A
    return letter or 0x30 <= byte <= 0x39 or byte == COMMA or byte == SLASH


@inlined
def behind_greek(text: Bytes, begin: int, at: int) -> bool:
    """Whether a Greek letter ends at text[at]: behind it a semicolon is a question mark."""
    if at <= begin:
        return False
    char, _size = code_point(text, start_before(text, at))
    return FIRST_GREEK <= char <= LAST_GREEK or FIRST_POLYTONIC <= char <= LAST_POLYTONIC


@inlined
def is_omission(text: Bytes, begin: int, run: Run, end: int, signs: Hashes) -> bool:
    """Whether the run is dots between brackets, (...) or [...]: words left out."""
    if run.start == begin or run.end == end or run.strong or run.end - run.start < 2:
        return False
    before = kind_at(text, start_before(text, run.start), signs)
    return before == OPENER and kind_at(text, run.end, signs) == CLOSER


@inlined
def put_sentence(sentences: Longs, row: int, paragraph: int, start: int, end: int) -> None:
    """Write one sentence, when there is room."""
    if row < sentences.shape[1]:
        sentences[PARAGRAPH, row] = paragraph
        sentences[START, row] = start
        sentences[END, row] = end


@inlined
def judge(
    text: Bytes, begin: int, at: int, end: int, rules: Rules, state: Longs
) -> tuple[int, int]:
    """Judge what is at text[at]: where the sentence ends or NO_END, and where to go on."""
    if at >= end:
        return end, end
    char, size, kind = char_at(text, at, rules.signs)
    greek = char == SEMICOLON and behind_greek(text, begin, at)
    if ENDERS >> kind & 1 == 0 and not greek:
        step_bracket(char, rules, state)
        return NO_END, at + size
    run = read_run(text, at, end, rules.signs)
    if greek:
        run = Run(at, at + 1, 1 << STRONG, 0, True, False, True)
    if run.seen & (1 << WIDE | 1 << DANDA) != 0:
        return wide_end(text, run, end, rules, state)
    if run.seen == 1 << DOT and run.dots == 1 and is_glued(text, run.end, end):
        return NO_END, run.end
    if is_omission(text, begin, run, end, rules.signs):
        return NO_END, run.end
    ahead = look_ahead(text, run.end, end, rules.signs, state)
    if ends_sentence(text, begin, end, run, ahead, rules):
        return ahead.cut, ahead.cut
    return NO_END, ahead.cut


@kernel
def find_sentences(
    text: Bytes, starts: Longs, ends: Longs, rules: Rules, state: Longs, sentences: Longs
) -> int:
    """Fill `sentences` with those of every paragraph text[starts[i]:ends[i]], which is trimmed.

    `state` is int64[4], scratch.  Returns how many there are, room or not.
    """
    count = np.int64(0)
    for paragraph in range(starts.shape[0]):
        begin = at = starts[paragraph]
        end = ends[paragraph]
        state[0], state[1], state[2], state[3] = begin, 0, 0, 0
        while begin < end:
            at = next_hot(text, at, end, rules)
            stop, at = judge(text, begin, at, end, rules, state)
            if stop == NO_END:
                continue
            put_sentence(sentences, count, paragraph, begin, stop)
            count += 1
            begin = at = skip_space(text, stop, end, rules.signs, SPACES)
    return count
