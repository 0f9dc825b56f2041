"""Word tables: open addressing, one uint64 per word, its digest with its traits in the low bits."""

from typing import NamedTuple

import numpy as np

from dedup.kernels.arrays import Bytes, Hashes, Keys
from dedup.kernels.jit import inlined

__all__ = [
    "DOTTED", "FNV_BASIS", "FNV_PRIME", "LOOSE", "MAYBE", "NEVER", "NUMBER", "STARTER", "TITLE",
    "Rules", "mixed", "traits_of",
]  # fmt: skip

# What a word table knows of a word.  The first four are about the word before a dot:
TITLE, NUMBER, MAYBE, NEVER = 1, 2, 4, 8  # a name follows; a number follows; see below; no end
# MAYBE: a sentence ends behind it only when a STARTER follows, a word that often begins one.
STARTER = 16
LOOSE = 32  # begins a sentence even in lower case
DOTTED = 64  # no matter of the table: a dot stands right behind the word

FNV_BASIS, FNV_PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
HALF, ONE = np.uint64(32), np.uint64(1)
TRAITS = np.uint64(0xFF)  # the low bits of a slot: traits; the others: those of the digest


class Rules(NamedTuple):
    """All the scanner knows of characters and words of one language."""

    signs: Hashes  # kind and lower case per code point below N_BMP, uint32
    hot: Bytes  # 1 where a sentence may end: for a byte, then for two, uint8[256 + 4096]
    words: Keys  # hash table, uint64, a power of two long: digests with traits, 0 is free
    ordinals: int  # 1: "3." means "third"
    brackets: int  # 1: 「...。」 may be a part of a sentence


@inlined
def mixed(digest: np.uint64, char: int) -> np.uint64:
    """The FNV-1a digest of a word that goes on with `char`."""
    return (digest ^ np.uint64(char)) * FNV_PRIME


@inlined
def traits_of(words: Keys, digest: np.uint64) -> int:
    """The traits of the word with this digest, 0 when it is unknown."""
    mask = np.uint64(words.shape[0] - 1)
    slot = (digest ^ (digest >> HALF)) & mask
    while words[slot] != 0:
        if words[slot] | TRAITS == digest | TRAITS:
            return np.int64(words[slot] & TRAITS)
        slot = (slot + ONE) & mask
    return 0
