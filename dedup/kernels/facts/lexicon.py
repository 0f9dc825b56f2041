"""What is known of characters and words, and how it is looked up."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Keys, Longs
from dedup.kernels.facts.marks import (
    ARABIC,
    CLASS,
    CYRILLIC,
    FLAGS,
    HAN,
    KANA,
    LATIN,
    N_SIGNS,
    OTHER,
    PAYLOAD,
    SCRIPT,
    SIGN_SHIFT,
    SKIP,
    WIDE,
    WORDCLASS,
)  # fmt: skip
from dedup.kernels.jit import inlined, kernel
from dedup.kernels.scan.characters import code_point

__all__ = [
    "FNV_PRIME", "FNV_START", "GUESS", "LANGUAGES", "Lexicon", "Text", "class_of", "flags_of", "joined",
    "look_up", "payload_of", "salt_of", "sign_at", "word_keys",
]  # fmt: skip

FNV_START, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
SPREAD, HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
LOWEST = np.int64(0xFF)

# The order of languages; UNSUPPORTED has no words, GUESS has the commonest
# words of those in Latin letters, SYMBOLS what is no letter.
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "ar", "zh", "ja")
RUSSIAN, ARABIC_ID, CHINESE, JAPANESE, UNSUPPORTED, GUESS, SYMBOLS = range(7, 14)
N_LATIN = 7


class Lexicon(NamedTuple):
    """Signs of characters, and an open-addressing table of words: key and info; 0 is a free slot."""

    signs: Hashes
    words: Keys


class Text(NamedTuple):
    """Room for the tokens of one text, one more than it has bytes, and what is counted of it.

    `cells` has a row a token: kind, info, shape, value, places, size, role.  The value is the
    digits of a figure, the language of a word, or the code point of a sign; `places` how many of
    the digits are decimals, or the class of a sign; `size` how many digits or letters.
    `tally`: letters of each script, upper and lower case ones, and what reading keeps in mind.
    """

    cells: Longs
    keys: Keys
    tally: Longs


@inlined
def sign_at(data: Bytes, at: int, signs: Hashes) -> tuple[int, int]:
    """The sign of the character at data[at], and its size in bytes."""
    char, size = code_point(data, at)
    if char < N_SIGNS:
        return np.int64(signs[char]), size
    if char >= 0x20000:
        return np.int64(WIDE | HAN << SCRIPT | char << SIGN_SHIFT), size
    return np.int64(OTHER | char << SIGN_SHIFT), size


@inlined
def salt_of(script: int, language: int) -> int:
    """Whose words to look up for a word in `script`; UNSUPPORTED where nobody's are known."""
    if script == LATIN:
        return language if language < N_LATIN else UNSUPPORTED
    if script == CYRILLIC:
        return RUSSIAN
    if script == ARABIC:
        return ARABIC_ID
    if script == HAN or script == KANA:
        return JAPANESE if language == JAPANESE else CHINESE
    return UNSUPPORTED


@inlined
def joined(key: np.uint64, following: np.uint64) -> np.uint64:
    """The key of a phrase that goes on with a word."""
    return (key ^ (following >> HALF)) * FNV_PRIME ^ following


@inlined
def look_up(lexicon: Lexicon, key: np.uint64, language: int) -> int:
    """What is known of a word in a language, 0 for nothing."""
    wanted = (key ^ np.uint64(language + 1) * SPREAD) * FNV_PRIME
    mask = np.uint64(lexicon.words.shape[0] - 1)
    slot = (wanted ^ wanted >> HALF) & mask
    while lexicon.words[slot, 0] != 0:
        if lexicon.words[slot, 0] == wanted:
            return np.int64(lexicon.words[slot, 1])
        slot = (slot + np.uint64(1)) & mask
    return np.int64(0)


@inlined
def class_of(info: int) -> int:
    """The word class."""
    return info >> WORDCLASS & LOWEST


@inlined
def payload_of(info: int) -> int:
    """The payload of the word class."""
    return info >> PAYLOAD


@inlined
def flags_of(info: int) -> int:
    """The flags."""
    return info & FLAGS


@kernel
def word_keys(
    data: Bytes, offsets: Longs, languages: Longs, signs: Hashes, keys: Keys, slots: Keys
) -> None:
    """keys[i]: of the phrase data[offsets[i]:offsets[i + 1]]; slots[i]: as it stands in the table.

    Words of a phrase are parted by one blank; a character of a wide script is a word.
    """
    for i in range(offsets.shape[0] - 1):
        key, whole, words = FNV_START, np.uint64(0), 0
        at, end = offsets[i], offsets[i + 1]
        while at < end:
            sign, size = sign_at(data, at, signs)
            at += size
            wide = sign & CLASS == WIDE
            if sign >> SIGN_SHIFT != 32 and sign & CLASS != SKIP:
                key = (key ^ np.uint64(sign >> SIGN_SHIFT)) * FNV_PRIME
            if at == end or wide or data[at] == 32:
                whole = joined(whole, key) if words > 0 else key
                words, key = words + 1, FNV_START
                at += at < end and data[at] == 32
        keys[i] = whole
        slots[i] = (whole ^ np.uint64(languages[i] + 1) * SPREAD) * FNV_PRIME
