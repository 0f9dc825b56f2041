"""TEXTS -> FINGERPRINTS: the phrases by which a text is found inside another; narrow.

A band key says that two texts are alike as a whole; a sentence that was cut, split or merged is not.
So every text also gets keys of single phrases, made of the text alone: two texts that share
`SHARED` code points in a row share a key, and so do two that begin or end with the same `PHRASE`.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of, values
from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.shingle import WIDTH
from dedup.kernels.winnow import PHRASE, SHARED, Fingerprints, winnow_texts
from dedup.schemas import FINGERPRINTS

__all__ = ["PER_TEXT", "PHRASE", "SHARED", "winnow"]

ROOM = 1 << 16

# Fingerprints of a text of news, on the average: what they will take is foretold by it.
PER_TEXT = 12


def winnow(texts: pa.Table, first: int, min_words: int) -> pa.Table:
    """The fingerprints of the texts with at least `min_words` words, in order of text.

    Args:
        texts: a slice of the TEXTS table.
        first: the row of the whole table at which the slice starts.
        min_words: shorter texts are left out: they are matched exactly only.
    """
    data, offsets = bytes_of(texts, "normalized")
    chosen = np.flatnonzero(values(texts, "n_words") >= min_words).astype(np.int32)
    longest = int(np.diff(offsets).max(initial=0))
    out = Fingerprints(*empty(max(ROOM, longest + 2)), np.zeros(1, np.int64))
    scratch, at, made = np.empty(longest + WIDTH, np.uint64), 0, [empty(0)]
    while at < len(chosen):
        out.used[0] = 0
        at = winnow_texts(data, offsets, chosen, at, scratch, out)
        made.append((out.keys[: out.used[0]].copy(), out.texts[: out.used[0]] + np.int32(first)))
    keys, owners = (np.concatenate(column) for column in zip(*made, strict=True))
    return pa.table([owners, keys], schema=FINGERPRINTS.schema)


def empty(n: int) -> tuple[Keys, Ints]:
    """Room for n keys and their texts."""
    return np.empty(n, np.uint64), np.empty(n, np.int32)
