"""BANDS -> CANDIDATES: the texts that share a band key; wide, by band."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.join import bucket_pairs, count_bucket_pairs, keep_seen_twice, merge_pairs
from dedup.schemas import BANDS, CANDIDATES

__all__ = ["candidates"]

Each = Callable[[Callable[[str], Keys], Iterable[str]], Iterable[Keys]]


def candidates(parts: Sequence[pa.Table], each: Each = map) -> pa.Table:
    """Every pair of texts with an equal key in some band, once, with the number of such bands.

    Args:
        parts: BANDS tables with the same bands, over distinct texts.
        each: `map` or an engine's, which may do the bands side by side.
    """
    texts = np.concatenate([np.empty(0, np.int32), *(values(part, "text") for part in parts)])
    bands = [name for name in parts[0].column_names if name not in BANDS.schema.names]

    def pairs_of(band: str) -> Keys:
        return band_pairs(np.concatenate([values(part, band) for part in parts]), texts)

    found = np.concatenate([np.empty(0, np.uint64), *each(pairs_of, bands)])
    found.sort()
    return merged(found)


def band_pairs(keys: Keys, texts: Ints) -> Keys:
    """The pairs of texts with equal keys, coded as left << 32 | right."""
    kept = seen_twice(keys)
    order = kept[np.argsort(keys[kept], kind="stable")]
    runs = keys[order]
    pairs = np.empty(count_bucket_pairs(runs), np.uint64)
    bucket_pairs(runs, texts[order], pairs)
    return pairs


def seen_twice(keys: Keys) -> Ints:
    """The rows whose key may occur twice: all that do, and about one in eight of the others."""
    bits = max(6, (8 * len(keys)).bit_length())
    once, twice = np.zeros(1 << bits - 6, np.uint64), np.zeros(1 << bits - 6, np.uint64)
    kept = np.empty(len(keys), np.int32)
    return kept[: keep_seen_twice(keys, np.uint64(64 - bits), once, twice, kept)]


def merged(pairs: Keys) -> pa.Table:
    """The CANDIDATES table of sorted pair codes."""
    left, right = np.empty(len(pairs), np.int32), np.empty(len(pairs), np.int32)
    n_bands = np.empty(len(pairs), np.int16)
    n = merge_pairs(pairs, left, right, n_bands)
    return pa.table([left[:n], right[:n], n_bands[:n]], schema=CANDIDATES.schema)
