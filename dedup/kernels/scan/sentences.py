"""Sentences of paragraphs: one pass over the bytes, decisions in a bounded window around each dot.

A table of first bytes finds the next possible sentence end.  Every position is looked at a bounded
number of times, whatever the text, so the time is linear.
"""

from typing import NamedTuple

import numpy as np

from dedup.kernels.scan.compiled import inlined, kernel
from dedup.kernels.scan.ahead import look_ahead, skip_space
from dedup.kernels.scan.characters import char_at, start_before
from dedup.kernels.scan.decide import Run, ends_sentence
from dedup.kernels.scan.kinds import (
    CLOSER, DANDA, DOT, ENDERS, OPENER, SPACE, STRONG, WIDE,
)  # fmt: skip
from dedup.kernels.scan.wide import wide_end, step_bracket
from dedup.kernels.scan.words import Rules

__all__ = ["Sentences", "find_sentences"]

FULL_STOP, QUESTION, BLANK, COMMA, SLASH = 0x2E, 0x3F, 0x20, 0x2C, 0x2F
LEAD, LOW_BITS, PAIRS = 0x80, 0x3F, 256
GLUE = 1
NO_END = -1


class Sentences(NamedTuple):
    """Sentences found: the paragraph each is in, and its bytes."""

    paragraph: np.ndarray  # int64
    start: np.ndarray  # int64
    end: np.ndarray  # int64


@inlined
def next_hot(text, at, end, rules: Rules):
    """Where the next byte is that may begin a terminator, or `end`."""
    here, stop = np.uint64(at), np.uint64(end)
    while True:
        while here < stop and rules.hot[text[here]] == 0:
            here += np.uint64(1)
        if here >= stop or text[here] < LEAD:
            return np.int64(here)
        low = np.int64(text[here + np.uint64(1)]) & LOW_BITS
        if rules.hot[PAIRS + ((np.int64(text[here]) & LOW_BITS) << 6 | low)] != 0:
            return np.int64(here)
        here += np.uint64(2)


@inlined
def read_run(text, start, end, signs):
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
    return Run(start, stop, seen, dots, asks)


@inlined
def is_glued(text, at, end):
    """Whether the dot before text[at] is inside a word, a number or an address."""
    if at >= end:
        return False
    byte = np.int64(text[at])
    letter = 0x61 <= byte | 0x20 <= 0x7A
    return letter or 0x30 <= byte <= 0x39 or byte == COMMA or byte == SLASH


@inlined
def is_omission(text, begin, run: Run, end, signs):
    """Whether the run is dots between brackets, (...) or [...]: words left out."""
    if run.start == begin or run.end == end or run.seen & (1 << STRONG) != 0 or run.end - run.start < 2:
        return False
    before = char_at(text, start_before(text, run.start), signs)[2]
    return before == OPENER and char_at(text, run.end, signs)[2] == CLOSER


@inlined
def judge(text, begin, at, end, rules: Rules, state):
    """Judge the terminators at text[at]: where the sentence ends or NO_END, and where to go on."""
    run = read_run(text, at, end, rules.signs)
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


@inlined
def next_end(text, begin, at, end, rules: Rules, state):
    """Where the sentence that starts at `begin` ends, searching from `at`."""
    while True:
        at = next_hot(text, at, end, rules)
        if at >= end:
            return end
        char, size, kind = char_at(text, at, rules.signs)
        if ENDERS >> kind & 1 == 0:
            step_bracket(char, rules, state)
            at += size
            continue
        stop, at = judge(text, begin, at, end, rules, state)
        if stop != NO_END:
            return stop


@kernel
def find_sentences(text, starts, ends, rules, state, sentences):
    """Fill `sentences` with those of every paragraph text[starts[i]:ends[i]], which is trimmed.

    `state` is int64[4], scratch.  Returns how many there are, room or not.
    """
    count = 0
    for paragraph in range(starts.shape[0]):
        begin, end = starts[paragraph], ends[paragraph]
        state[0], state[1], state[2], state[3] = begin, 0, 0, 0
        while begin < end:
            stop = next_end(text, begin, begin, end, rules, state)
            if count < sentences.start.shape[0]:
                sentences.paragraph[count] = paragraph
                sentences.start[count] = begin
                sentences.end[count] = stop
            count += 1
            begin = skip_space(text, stop, end, rules.signs, 1 << SPACE)
    return count
