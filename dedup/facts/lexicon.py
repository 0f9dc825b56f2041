"""Word tables: read from `words/`, hashed for the kernels, all languages in one table."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from dedup.facts.characters import character_signs, folded, kind_of
from dedup.kernels.arrays import Keys
from dedup.kernels.facts import LANGUAGES, Lexicon, marks, word_keys
from dedup.kernels.facts.lexicon import GUESS, SYMBOLS
from dedup.words import is_unspaced

__all__ = ["Entries", "entries", "lexicon"]

# What stands in a file: flags under a name, or a word class with or without values.
FLAG_LISTS = {
    "common": marks.COMMON, "stems": marks.COMMON, "titles": marks.NEVER, "named": marks.NAMED,
    "negations": marks.NEGATION | marks.NEVER, "again": marks.AGAIN | marks.NEVER, "after_ne": marks.AFTER_NE, "ne": marks.NE,
    "neutral": marks.COMMON, "ending": marks.ENDING, "ambiguous": marks.AMBIGUOUS,
}  # fmt: skip
CLASS_LISTS = {
    "unit": marks.UNIT, "tens": marks.TENS, "hundred": marks.HUNDRED, "hundreds": marks.HUNDREDS,
    "scale": marks.SCALE, "scale_short": marks.SCALE_SHORT, "ordinal": marks.ORDINAL,
    "quarters": marks.QUARTERS, "half": marks.HALF, "dozen": marks.DOZEN, "vague": marks.VAGUE,
    "month": marks.MONTH, "month_short": marks.MONTH_SHORT, "weekday": marks.WEEKDAY,
    "dayword": marks.DAYWORD, "unitword": marks.UNITWORD, "currency": marks.CURRENCY,
    "article": marks.ARTICLE, "and": marks.AND, "of": marks.OF, "to": marks.TO,
    "minus": marks.MINUS, "ampm": marks.AMPM, "clock": marks.CLOCK, "noon": marks.NOON,
    "han_digit": marks.HAN_DIGIT, "han_unit": marks.HAN_UNIT, "alias": marks.ALIAS,
}  # fmt: skip
VOWELS = "aeiou"
SLOTS_PER_WORD = 3
LANE = 8

# What is known of a phrase, by language; no tuples for keys, as so many wake the garbage collector.
Entries = list[dict[str, int]]


class Item(NamedTuple):
    """A word or phrase of a list, and its value."""

    phrase: str
    value: int


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All that the kernels know of characters and words."""
    return Lexicon(character_signs(), hashed(entries()))


@lru_cache(maxsize=1)
def entries() -> Entries:
    """What is known of each word or phrase, folded, in each language."""
    known: Entries = [{} for _ in range(SYMBOLS + 1)]
    for language, name in enumerate(LANGUAGES):
        lists = word_file(name)
        for item in items(lists.pop("frequent", "")):
            lanes = known[GUESS].get(item.phrase, 0)
            known[GUESS][item.phrase] = lanes + (1 << LANE * language)
        note_lists(known[language], lists)
    note_lists(known[SYMBOLS], word_file("shared"))
    return known


def word_file(name: str) -> dict[str, str]:
    """One file of `words/`."""
    text = files(__package__).joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def note_lists(known: dict[str, int], lists: dict[str, str]) -> None:
    """Add the lists of a file to a language; a word keeps the first class it is given."""
    for name, text in lists.items():
        for item in items(text):
            forms = FORMS.get(name, just)(item.phrase)
            for form in forms:
                note(known, form, info_of(name, item.value))


def note(known: dict[str, int], phrase: str, info: int) -> None:
    """Add what is known of a phrase, and that its beginnings begin one."""
    before = known.get(phrase, 0)
    if before >> marks.WORDCLASS:
        info &= marks.FLAGS
    known[phrase] = before | info
    for beginning in beginnings(phrase):
        known[beginning] = known.get(beginning, 0) | marks.PREFIX


def beginnings(phrase: str) -> list[str]:
    """The shorter phrases that a phrase begins with."""
    if phrase.isascii() and " " not in phrase:
        return []
    if is_unspaced(phrase[0]):
        return [phrase[:n] for n in range(1, len(phrase))]
    words = phrase.split(" ")
    return [" ".join(words[:n]) for n in range(1, len(words))]


def info_of(name: str, value: int) -> int:
    """The info of a word of the list `name`."""
    if name in FLAG_LISTS:
        return marks.KNOWN | FLAG_LISTS[name]
    return marks.KNOWN | CLASS_LISTS[name] << int(marks.WORDCLASS) | value << int(marks.PAYLOAD)


def items(text: str) -> Iterator[Item]:
    """The items of a list: `word`, `two_words`, `word=3` or `word|another=3`."""
    for item in text.split():
        phrases, _, value = item.partition("=")
        for phrase in phrases.split("|"):
            yield Item(folded_phrase(phrase.replace("_", " ")), int(value or 0))


def folded_phrase(phrase: str) -> str:
    """A phrase as the kernels compare it."""
    return phrase.lower() if phrase.isascii() else "".join(map(folded_char, phrase))


@lru_cache(maxsize=1 << 14)
def folded_char(char: str) -> str:
    """A character as the kernels compare it; nothing if they skip it."""
    return "" if kind_of(char) == marks.SKIP else folded(char)


def inflected(stem: str) -> list[str]:
    """The regular forms of an English noun or verb, and its adverb."""
    if stem.endswith("y") and stem[-2:-1] not in VOWELS:
        short = stem[:-1]
        return [stem, short + "ies", short + "ied", stem + "ing", short + "ily", short + "ier"]
    if stem.endswith("e"):
        return [
            stem,
            stem + "s",
            stem + "d",
            stem[:-1] + "ing",
            stem + "ly",
            stem + "r",
            stem + "rs",
        ]
    plural = stem + ("es" if stem.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    double = stem + stem[-1]
    return [stem, plural, stem + "ed", stem + "ing", stem + "ly", double + "ed", double + "ing"]


def just(phrase: str) -> list[str]:
    """The phrase alone."""
    return [phrase]


def with_plural(word: str) -> list[str]:
    """A word, and what it is as a noun in the plural: "local", "locals"."""
    return [word, word + "s"]


FORMS = {"stems": inflected, "common": with_plural}


def hashed(known: Entries) -> Keys:
    """An open-addressing table of the entries."""
    slots = slots_of(known).tolist()
    infos = [info for words in known for info in words.values()]
    size = 1 << (SLOTS_PER_WORD * len(slots) // 2).bit_length()
    table = np.zeros((size, 2), np.uint64)
    taken: dict[int, int] = {}
    keys: dict[int, int] = {}
    for wanted, info in zip(slots, infos, strict=True):
        slot = (wanted ^ wanted >> 32) & size - 1
        while slot in taken:
            slot = slot + 1 & size - 1
        taken[slot] = info
        keys[slot] = wanted
    table[list(taken)] = np.array([[*keys.values()], [*taken.values()]], np.uint64).T
    return table


def slots_of(known: Entries) -> Keys:
    """The keys of phrases as they stand in the table."""
    raw = [phrase.encode() for words in known for phrase in words]
    data = np.frombuffer(b"".join(raw), np.uint8)
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in raw], dtype=np.int64)])
    languages = np.repeat(np.arange(len(known)), [len(words) for words in known])
    keys, slots = np.empty(len(raw), np.uint64), np.empty(len(raw), np.uint64)
    word_keys(data, offsets, languages, character_signs(), keys, slots)
    return slots
