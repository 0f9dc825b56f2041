"""A grammar as flat arrays, made from the files in `words/`.

A production is a row of symbols.  Symbols below `n_open` are replaced by one of their productions;
the others are literals, whose rows are themselves.  Weights become a table of equal chances, so
that drawing a production is one look-up.
"""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.errors import DedupError
from dedup.generator.lexicon import classes, word_file
from dedup.kernels.arrays import Doubles, Flags, Ints

__all__ = ["END", "Grammar", "Rules", "compiled", "news_grammar", "parsed"]

Rules = dict[str, list[tuple[float, list[str]]]]

END = "\0"  # the literal that ends every text
CHANCES_PER_PRODUCTION = 16
OPENING_QUOTES = ('"_', "“_")
SOUNDS_OPEN = re.compile(
    r"[aeiou](?!ni[fotv]|ni |s[aeu]|urop|ne\b|wn)|uni[mn]|hour|honest|heir", re.I
)


class Chances(NamedTuple):
    """The rows that a symbol may become: row[first[symbol]:][: n[symbol]], all equally likely."""

    first: Ints
    n: Ints
    row: Ints


class Literals(NamedTuple):
    """How literals are written, and which join to what follows, open a quotation, ask for `an`.

    `forms` holds each literal three times: after a space, without one, and as a first word.
    """

    forms: npt.NDArray[np.object_]
    glues: Flags
    quotes: Flags
    vowels: Flags


class Grammar(NamedTuple):
    """The symbols, and their rows laid end to end; the row of a literal is it + literal_shift."""

    symbols: dict[str, int]
    n_open: int
    literal_shift: int
    row_start: Ints
    row_size: Ints
    row_symbols: Ints
    chances: Chances
    literals: Literals


@cache
def news_grammar() -> Grammar:
    """The grammar of news sentences over the word lists."""
    rules: Rules = {name: weighted(words) for name, words in classes().items()}
    for name in ("names", "grammar"):
        rules |= parsed(word_file(name))
    return compiled(rules)


def weighted(words: list[str]) -> list[tuple[float, list[str]]]:
    """A list of words as productions: early and short ones are commoner than late and long ones."""
    return [((rank + 20) ** -0.5 * 0.86 ** len(word), [word]) for rank, word in enumerate(words)]


def parsed(text: str) -> Rules:
    """The productions in a grammar file, by the symbol they replace."""
    rules: Rules = {}
    for line in text.splitlines():
        head = re.fullmatch(r"\[(\S+)( words)?\]", line)
        if head:
            name, is_list = head[1], head[2] is not None
            rules[name] = []
        elif line and not line.startswith("#"):
            rules[name] += listed(line) if is_list else [production(line)]
    return rules


def listed(line: str) -> list[tuple[float, list[str]]]:
    """Each word of a line as a production of equal weight."""
    return [(1.0, [word]) for word in line.split()]


def production(line: str) -> tuple[float, list[str]]:
    """The weight of a production and its symbols."""
    found = re.match(r"(\d+)\* ", line)
    return (float(found[1]), line[found.end() :].split()) if found else (1.0, line.split())


def compiled(rules: Rules) -> Grammar:
    """The arrays of a grammar; raises DedupError for a symbol that has no production."""
    rows = [body for bodies in rules.values() for _, body in bodies]
    literals = [END, "a", "an", *(word for body in rows for word in body if not is_symbol(word))]
    literals = list(dict.fromkeys(literals))
    rows += [[literal] for literal in literals]
    symbols = {name: i for i, name in enumerate([*(f"<{n}>" for n in rules), *literals])}
    refuse_unknown(rows, symbols)
    size = np.array([len(body) for body in rows], np.int32)
    flat = np.array([symbols[word] for body in rows for word in body], np.int32)
    shift = len(rows) - len(symbols)
    layout = (symbols, len(rules), shift, starts_of(size), size, flat)
    return Grammar(*layout, chances_of(rules), spelled(literals))


def starts_of(sizes: Ints) -> Ints:
    """Where each of some rows begins when they stand end to end."""
    return (np.cumsum(sizes) - sizes).astype(np.int32)


def chances_of(rules: Rules) -> Chances:
    """The chances of every symbol, as its weights say."""
    owned = np.array([len(bodies) for bodies in rules.values()], np.int32)
    n_chances = owned * np.int32(CHANCES_PER_PRODUCTION)
    drawn = [weighed(np.array([weight for weight, _ in bodies])) for bodies in rules.values()]
    rows = np.concatenate(drawn) + np.repeat(starts_of(owned), n_chances)
    return Chances(starts_of(n_chances), n_chances, rows)


def weighed(weights: Doubles) -> Ints:
    """A table of production numbers in which each is as common as its weight says."""
    ends = np.cumsum(weights) / weights.sum()
    places = (np.arange(len(weights) * CHANCES_PER_PRODUCTION) + 0.5) / len(weights)
    drawn = np.searchsorted(ends, places / CHANCES_PER_PRODUCTION)
    return np.minimum(drawn, len(weights) - 1).astype(np.int32)


def is_symbol(word: str) -> bool:
    """Whether a word of a production is replaced by others."""
    return len(word) > 2 and word[0] == "<" and word[-1] == ">"


def refuse_unknown(rows: list[list[str]], symbols: dict[str, int]) -> None:
    """Raise DedupError for the first symbol that has no production."""
    for body in rows:
        for word in body:
            if word not in symbols:
                raise DedupError(f"the grammar does not say what {word} is", where=" ".join(body))


def spelled(literals: list[str]) -> Literals:
    """How each literal is written."""
    bare = [word.strip("_").removeprefix("~").replace(END, "") for word in literals]
    spaced = [
        text if word[0] == "~" or word == END else f" {text}"
        for word, text in zip(literals, bare, strict=True)
    ]
    capital = [text[:1].upper() + text[1:] for text in bare]
    glues = np.array([word.endswith("_") or word == END for word in literals])
    quotes = np.array([word in OPENING_QUOTES for word in literals])
    vowels = np.array([SOUNDS_OPEN.match(text) is not None for text in bare])
    return Literals(np.array([*spaced, *bare, *capital], object), glues, quotes, vowels)
