"""Stable names: ids made of text hashes only, so that a rerun or another night gives the same."""

import numpy as np
import pyarrow as pa

from dedup.arrow import strings_of, values
from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.hashing import hex_rows

__all__ = ["cluster_ids", "half", "hex_names", "pair_ids", "text_ids"]


SHORT, LONG = 16, 20
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def text_ids(units: pa.Table) -> pa.StringArray:
    """`t-` and the first 20 hex digits of the 128-bit hash of the normalized text, of UNITS rows."""
    return hex_names("t", values(units, "hash_high"), values(units, "hash_low"), LONG)


def cluster_ids(names: Keys) -> pa.StringArray:
    """`c-` and the 16 hex digits of `half` the hash of the oldest member."""
    return hex_names("c", names, names, SHORT)


def pair_ids(texts: pa.Table, left: Ints, right: Ints, unit: str) -> pa.StringArray:
    """`p-` and 16 hex digits made of both hashes; the same whichever of the two is older."""
    halves = values(texts, half(unit))
    low = np.minimum(halves[left], halves[right])
    high = np.maximum(halves[left], halves[right])
    mixed = (low ^ (low >> np.uint64(29))) * SPREAD + (high ^ (high >> np.uint64(31)))
    return hex_names("p", mixed, mixed, SHORT)


def half(unit: str) -> str:
    """The half of the hash that names things of this unit, so that units never share a name."""
    return "hash_high" if unit == "sentence" else "hash_low"


def hex_names(prefix: str, high: Keys, low: Keys, digits: int) -> pa.StringArray:
    """One name a row."""
    out = np.empty((len(high), digits + 2), np.uint8)
    hex_rows(np.ascontiguousarray(high), np.ascontiguousarray(low), ord(prefix), out)
    offsets = np.arange(len(high) + 1, dtype=np.int64) * (digits + 2)
    return strings_of(out.reshape(-1), offsets)
