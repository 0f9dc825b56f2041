"""Word tables: read from `words/`, hashed for the scanner, one table per language."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from dedup.kernels.arrays import Keys
from dedup.kernels.scan import Rules, words
from dedup.stages.segment.characters import characters

__all__ = ["rules_of", "table_of"]

AUTO = "auto"
SHARED = "shared"  # names and companies keep their abbreviations in every language
BEFORE_DOT = {
    "title": words.TITLE, "number": words.NUMBER, "maybe": words.MAYBE, "never": words.NEVER,
}  # fmt: skip
ALIASES = {"bs": "hr", "nb": "no", "nn": "no", "sr": "hr"}
SLOTS_PER_WORD = 4


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages that have a table of their own."""
    names = (f.name.removesuffix(".toml") for f in files(__package__).joinpath("words").iterdir())
    return frozenset(names) - {SHARED}


def table_of(language: str) -> str:
    """The table for a language like "en"; unknown ones get AUTO's."""
    name = ALIASES.get(language, language)
    return name if name in known_languages() else AUTO


@lru_cache(maxsize=64)
def rules_of(table: str) -> Rules:
    """The scanner's rules for one table; AUTO is the union of most, without ordinals."""
    read = auto_files() if table == AUTO else [language_file(table)]
    signs = characters()
    return Rules(
        signs.signs,
        signs.hot,
        hashed(merged([language_file(SHARED), *read])),
        int(table != AUTO and any(entry.get("ordinals", False) for entry in read)),
        int(any(entry.get("brackets", False) for entry in read)),
    )


def auto_files() -> list[dict[str, Any]]:
    """The tables for texts in an unknown language: those whose words mean little elsewhere."""
    read = [language_file(name) for name in sorted(known_languages())]
    return [entry for entry in read if entry.get("auto", True)]


@lru_cache(maxsize=64)
def language_file(name: str) -> dict[str, Any]:
    """One file of `words/`."""
    text = files(__package__).joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def merged(read: Iterable[dict[str, Any]]) -> dict[int, int]:
    """The traits of every word, by its digest."""
    traits: dict[int, int] = {}
    for entry in read:
        for key, trait in BEFORE_DOT.items():
            note(traits, entry.get(key, "").split(), trait)
        note(traits, entry.get("starters", "").split(), words.STARTER)
        note(traits, entry.get("loose", "").split(), words.LOOSE)
    return traits


def note(traits: dict[int, int], members: Iterable[str], trait: int) -> None:
    """Add a trait to some words."""
    for word in members:
        key = digest(word)
        traits[key] = traits.get(key, 0) | trait


def digest(word: str) -> int:
    """The FNV-1a digest of a word's code points, as the scanner computes it."""
    value = int(words.FNV_BASIS)
    for char in word:
        value = (value ^ ord(char)) * int(words.FNV_PRIME) & 0xFFFF_FFFF_FFFF_FFFF
    return value or 1


def hashed(traits: dict[int, int]) -> Keys:
    """An open-addressing table of digests, whose low bits give way to the traits."""
    size = 1 << (SLOTS_PER_WORD * len(traits)).bit_length()
    slots = np.zeros(size, np.uint64)
    for key, trait in traits.items():
        slot = (key ^ key >> 32) & size - 1
        while slots[slot]:
            slot = slot + 1 & size - 1
        slots[slot] = key & ~int(words.TRAITS) | trait
    return slots
