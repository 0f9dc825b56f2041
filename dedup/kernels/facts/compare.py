"""What texts say, each read once, and which facts differ between the two texts of many pairs."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Keys, Longs
from dedup.kernels.facts.lexicon import (
    ARABIC_ID,
    CHINESE,
    FNV_PRIME,
    FNV_START,
    GUESS,
    JAPANESE,
    N_LATIN,
    RUSSIAN,
    UNSUPPORTED,
    Lexicon,
    Text,
    look_up,
)  # fmt: skip
from dedup.kernels.facts.marks import (
    ARABIC,
    CYRILLIC,
    HAN,
    KANA,
    KIND,
    LATIN,
    NAME,
    OPENS,
    ROLE,
    SHAPE,
    SIZE,
    VALUE,
    WORD,
)
from dedup.kernels.facts.names import is_same, mark_names
from dedup.kernels.facts.negations import count_negations
from dedup.kernels.facts.numbers import number_facts
from dedup.kernels.facts.phrases import merge_phrases
from dedup.kernels.facts.tokens import LOWERS, UPPERS, tokenize
from dedup.kernels.jit import inlined, kernel

__all__ = [
    "BESIDE", "FIGURES", "NOT_EXAMINED", "OTHERWISE", "UNKNOWN", "Readings", "compare_facts", "read_texts",
]  # fmt: skip

UNKNOWN = -1
NOT_EXAMINED, OTHERWISE = 2, 3
MOST_WORDS = 24  # of a text, looked at to tell its language; sums of lanes stay below 256
LONGEST_COMMON = 5  # letters: the commonest words are short
LANE, LANE_MASK = 8, 0xFF
SCRIPTS = 8

# Figures of a text: letters by script and common words by language, as it reads in English; then the
# language it was read in, letters, those with two cases, those of languages whose negations are
# known, negations, and words beside its numbers and names.
IN_LATIN, IN_CYRILLIC, IN_ARABIC, IN_HAN, IN_KANA, LANES = range(6)
LANGUAGE, LETTERS, CASED, WORDED, NEGATIONS, BESIDE = range(6, 12)
FIGURES = 12

# A word of a text: whether it is a name, and whether it opens a sentence.
IS_NAME, IS_FIRST = 1, 2


class Readings(NamedTuple):
    """What each of some texts says: the sum of its numbers, its masked key, its figures, its words.

    The words of text t are words[bounds[t]:bounds[t + 1]], with a shape each.
    """

    numbers: Keys
    masked: Keys
    figures: Longs
    bounds: Longs
    words: Keys
    shapes: Bytes


@inlined
def note_evidence(text: Text, n: int, lexicon: Lexicon, figures: Longs) -> None:
    """Note the letters of each script, and how many of the commonest words of each language.

    That is eight bits a language.
    """
    figures[IN_LATIN], figures[IN_CYRILLIC] = text.tally[LATIN], text.tally[CYRILLIC]
    figures[IN_ARABIC], figures[IN_HAN] = text.tally[ARABIC], text.tally[HAN]
    figures[IN_KANA] = text.tally[KANA]
    lanes = np.int64(0)
    for i in range(min(n, MOST_WORDS)):
        short = text.cells[i, SIZE] <= LONGEST_COMMON
        if text.cells[i, KIND] == WORD and text.cells[i, VALUE] == 0 and short:
            lanes += look_up(lexicon, text.keys[i], GUESS)
    figures[LANES] = lanes


@inlined
def guess(old: Longs, new: Longs) -> int:
    """The language of two texts, by their figures: by script, then by common words."""
    han, kana = old[IN_HAN] + new[IN_HAN], old[IN_KANA] + new[IN_KANA]
    latin = old[IN_LATIN] + new[IN_LATIN]
    if han + kana > latin:
        return JAPANESE if kana > 0 else CHINESE
    if old[IN_CYRILLIC] + new[IN_CYRILLIC] > latin:
        return RUSSIAN
    if old[IN_ARABIC] + new[IN_ARABIC] > latin:
        return ARABIC_ID
    lanes = old[LANES] + new[LANES]
    best, most = 0, lanes & LANE_MASK
    for language in range(1, N_LATIN):
        count = lanes >> LANE * language & LANE_MASK
        if count > most:
            best, most = language, count
    return best


@inlined
def count_letters(text: Text, language: int, figures: Longs) -> None:
    """Note how many letters there are, of two cases, and of languages whose negations are known."""
    letters, known = np.int64(0), np.int64(0)
    for script in range(SCRIPTS):
        letters += text.tally[script]
        if script >= CYRILLIC or (script == LATIN and language != UNSUPPORTED):
            known += text.tally[script]
    figures[LETTERS], figures[WORDED] = letters, known
    figures[CASED] = text.tally[UPPERS] + text.tally[LOWERS]


@inlined
def masked_key(text: Text, n: int) -> tuple[np.uint64, int]:
    """The key of the words in order, a run of numbers or names as one mark, and the words left."""
    key, words, last = FNV_START, 0, 0
    for i in range(n):
        role = text.cells[i, ROLE]
        if role == 0 and text.cells[i, KIND] != WORD:
            continue
        if role == 0:
            key = (key ^ text.keys[i]) * FNV_PRIME
            words += 1
        elif role != last:
            key = (key ^ np.uint64(role)) * FNV_PRIME
        last = role
    return key, words


@inlined
def keep_words(text: Text, n: int, readings: Readings, to: int) -> int:
    """Write the words of a text and their shapes; returns where they end."""
    for i in range(n):
        if text.cells[i, KIND] == WORD:
            name = (text.cells[i, ROLE] == NAME) * IS_NAME
            first = (text.cells[i, SHAPE] & OPENS != 0) * IS_FIRST
            readings.words[to], readings.shapes[to] = text.keys[i], name | first
            to += 1
    return to


@kernel
def read_texts(
    data: Bytes,
    offsets: Longs,
    rows: Longs,
    languages: Longs,
    lexicon: Lexicon,
    text: Text,
    readings: Readings,
) -> None:
    """Read the texts data[offsets[r]:offsets[r + 1]] of `rows`, the first text's words from 0 on.

    A language is its place in LANGUAGES, or UNKNOWN: then it is told from the text.
    """
    to = np.int64(0)
    readings.bounds[0] = to
    for t in range(rows.shape[0]):
        start, end, language = offsets[rows[t]], offsets[rows[t] + 1], max(languages[t], 0)
        figures = readings.figures[t]
        n = tokenize(data, start, end, language, lexicon, text)
        if languages[t] == UNKNOWN:
            note_evidence(text, n, lexicon, figures)
            language = guess(figures, figures)
            if language != 0:
                n = tokenize(data, start, end, language, lexicon, text)
        n = merge_phrases(text, n, lexicon)
        readings.numbers[t] = number_facts(text, n, language)
        mark_names(text, n)
        count_letters(text, language, figures)
        figures[LANGUAGE], figures[NEGATIONS] = language, count_negations(text, n)
        readings.masked[t], figures[BESIDE] = masked_key(text, n)
        to = keep_words(text, n, readings, to)
        readings.bounds[t + 1] = to


@inlined
def misses_name(readings: Readings, old: int, new: int) -> bool:
    """Whether a name of one text occurs more often than the same word, in any case, in the other."""
    words, shapes, start = readings.words, readings.shapes, readings.bounds[old]
    for i in range(start, readings.bounds[old + 1]):
        if shapes[i] & IS_NAME == 0:
            continue
        count = 0
        for j in range(start, i + 1):
            count += shapes[j] & IS_NAME != 0 and words[j] == words[i]
        for j in range(readings.bounds[new], readings.bounds[new + 1]):
            count -= is_same(words[i], words[j], shapes[i] & IS_FIRST)
        if count > 0:
            return True
    return False


@kernel
def compare_facts(
    old: Longs, new: Longs, languages: Longs, readings: Readings, flags: Bytes
) -> None:
    """flags[p]: whether numbers, names and negations of pair p differ: 0, 1 or NOT_EXAMINED.

    old[p] and new[p] are texts of `readings`.  An UNKNOWN language is told from both; where one was
    read in another, the flags are OTHERWISE, and languages[p] is the one to read both in.
    """
    figures = readings.figures
    for p in range(old.shape[0]):
        i, j, language = old[p], new[p], languages[p]
        if language == UNKNOWN:
            language = guess(figures[i], figures[j])
            languages[p] = language
        if figures[i, LANGUAGE] != language or figures[j, LANGUAGE] != language:
            flags[p, 0] = flags[p, 1] = flags[p, 2] = OTHERWISE
            continue
        letters = figures[i, LETTERS] + figures[j, LETTERS]
        names = misses_name(readings, i, j) or misses_name(readings, j, i)
        cased = 2 * (figures[i, CASED] + figures[j, CASED]) >= letters
        worded = 2 * (figures[i, WORDED] + figures[j, WORDED]) >= letters
        flags[p, 0] = readings.numbers[i] != readings.numbers[j]
        flags[p, 1] = names if names or cased else NOT_EXAMINED
        differ = figures[i, NEGATIONS] != figures[j, NEGATIONS]
        flags[p, 2] = differ if worded else NOT_EXAMINED
