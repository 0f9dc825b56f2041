"""TEXTS made of strings, and what brute force finds among them."""

import hashlib

import pyarrow as pa

from dedup.schemas import TEXTS
from dedup.storage.spill import Shelf
from tests.naive.matching import verified_pairs, words_of

__all__ = ["parts_of", "true_pairs"]


def parts_of(several):
    """TEXTS in parts: one for each list of normalized texts."""
    return Shelf().parts([table_of(texts) for texts in several])


def table_of(texts):
    """One TEXTS table; hashes need only be spread."""
    digests = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    columns = {
        "normalized": pa.array([text.encode() for text in texts], pa.large_binary()),
        "hash_high": [int.from_bytes(one[:8]) for one in digests],
        "hash_low": [int.from_bytes(one[8:]) for one in digests],
        "n_words": [words_of(text) for text in texts],
        "n_occurrences": [1] * len(texts),
    }
    return pa.table(columns, schema=TEXTS.schema)


def true_pairs(texts, similarity, min_words):
    """Every pair at or above the floor of texts with so many words, by brute force."""
    found = verified_pairs(texts, similarity)
    return {
        pair: score
        for pair, score in found.items()
        if all(words_of(texts[one]) >= min_words for one in pair)
    }
