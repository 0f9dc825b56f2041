"""Which facts differ between the two texts of many pairs, and texts with their facts masked."""

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
    ROLE,
    SIZE,
    VALUE,
    WORD,
)
from dedup.kernels.facts.names import mark_names, misses_name
from dedup.kernels.facts.negations import count_negations
from dedup.kernels.facts.numbers import number_facts
from dedup.kernels.facts.phrases import merge_phrases
from dedup.kernels.facts.tokens import LOWERS, UPPERS, tokenize
from dedup.kernels.jit import inlined, kernel

__all__ = ["NOT_EXAMINED", "UNKNOWN", "Scratch", "compare_facts", "mask_facts"]

UNKNOWN = -1
NOT_EXAMINED = 2
MOST_WORDS = 24  # of a text, looked at to tell its language; sums of lanes stay below 256
LONGEST_COMMON = 5  # letters: the commonest words are short
LANE, LANE_MASK = 8, 0xFF
SCRIPTS = 8


class Scratch(NamedTuple):
    """Room for the tokens of two texts."""

    old: Text
    new: Text


@inlined
def evidence(text: Text, n: int, lexicon: Lexicon) -> int:
    """How many of the commonest words of each language a text has, eight bits a language."""
    lanes = np.int64(0)
    for i in range(min(n, MOST_WORDS)):
        short = text.cells[i, SIZE] <= LONGEST_COMMON
        if text.cells[i, KIND] == WORD and text.cells[i, VALUE] == 0 and short:
            lanes += look_up(lexicon, text.keys[i], GUESS)
    return lanes


@inlined
def letters_of(old: Text, new: Text, script: int) -> int:
    """Letters of one script in both texts."""
    return old.tally[script] + new.tally[script]


@inlined
def guess(old: Text, n: int, new: Text, m: int, lexicon: Lexicon) -> int:
    """The language of two texts that were read as English: by script, then by common words."""
    han, kana = letters_of(old, new, HAN), letters_of(old, new, KANA)
    latin = letters_of(old, new, LATIN)
    if han + kana > latin:
        return JAPANESE if kana > 0 else CHINESE
    if letters_of(old, new, CYRILLIC) > latin:
        return RUSSIAN
    if letters_of(old, new, ARABIC) > latin:
        return ARABIC_ID
    lanes = evidence(old, n, lexicon) + evidence(new, m, lexicon)
    best, most = 0, lanes & LANE_MASK
    for language in range(1, N_LATIN):
        count = lanes >> LANE * language & LANE_MASK
        if count > most:
            best, most = language, count
    return best


@inlined
def read_facts(text: Text, n: int, language: int, lexicon: Lexicon) -> tuple[int, np.uint64]:
    """Merge phrases and mark numbers and names; returns the number of tokens and the numbers."""
    n = merge_phrases(text, n, lexicon)
    facts = number_facts(text, n, language)
    mark_names(text, n)
    return n, facts


@inlined
def has_capitals(old: Text, new: Text) -> bool:
    """Whether at least half of the letters are of scripts with capitals."""
    letters = 0
    for script in range(SCRIPTS):
        letters += letters_of(old, new, script)
    return 2 * (letters_of(old, new, UPPERS) + letters_of(old, new, LOWERS)) >= letters


@inlined
def has_words(old: Text, new: Text, language: int) -> bool:
    """Whether at least half of the letters are of languages whose negations are known."""
    known, letters = 0, 0
    for script in range(SCRIPTS):
        letters += letters_of(old, new, script)
        if script >= CYRILLIC or (script == LATIN and language != UNSUPPORTED):
            known += letters_of(old, new, script)
    return 2 * known >= letters


@kernel
def compare_facts(
    data: Bytes,
    offsets: Longs,
    old_rows: Longs,
    new_rows: Longs,
    languages: Longs,
    lexicon: Lexicon,
    scratch: Scratch,
    flags: Bytes,
) -> None:
    """flags[p]: whether numbers, names and negations of pair p differ: 0, 1 or NOT_EXAMINED.

    The texts are data[offsets[r]:offsets[r + 1]]; a language is its place in LANGUAGES, or UNKNOWN.
    """
    old, new = scratch.old, scratch.new
    for p in range(old_rows.shape[0]):
        i, j, language = old_rows[p], new_rows[p], max(languages[p], 0)
        n = tokenize(data, offsets[i], offsets[i + 1], language, lexicon, old)
        m = tokenize(data, offsets[j], offsets[j + 1], language, lexicon, new)
        if languages[p] == UNKNOWN:
            language = guess(old, n, new, m, lexicon)
            if language != 0:
                n = tokenize(data, offsets[i], offsets[i + 1], language, lexicon, old)
                m = tokenize(data, offsets[j], offsets[j + 1], language, lexicon, new)
        n, old_facts = read_facts(old, n, language, lexicon)
        m, new_facts = read_facts(new, m, language, lexicon)
        names = misses_name(old, n, new, m) or misses_name(new, m, old, n)
        negations = count_negations(old, n) != count_negations(new, m)
        flags[p, 0] = old_facts != new_facts
        flags[p, 1] = names if names or has_capitals(old, new) else NOT_EXAMINED
        flags[p, 2] = negations if has_words(old, new, language) else NOT_EXAMINED


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


@kernel
def mask_facts(
    data: Bytes,
    offsets: Longs,
    rows: Longs,
    languages: Longs,
    lexicon: Lexicon,
    text: Text,
    keys: Keys,
    words: Longs,
) -> None:
    """keys[i]: equal for texts that differ in numbers, dates and names only; of row rows[i].

    words[i]: how many words are left beside them.
    """
    for i in range(rows.shape[0]):
        start, end, language = offsets[rows[i]], offsets[rows[i] + 1], max(languages[i], 0)
        n = tokenize(data, start, end, language, lexicon, text)
        if languages[i] == UNKNOWN:
            language = guess(text, n, text, n, lexicon)
            if language != 0:
                n = tokenize(data, start, end, language, lexicon, text)
        n, _ = read_facts(text, n, language, lexicon)
        keys[i], words[i] = masked_key(text, n)
