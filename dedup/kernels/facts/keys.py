"""The keys of facts: equal for equal facts, added up over a text."""

import numpy as np

from dedup.kernels.facts.lexicon import FNV_PRIME, FNV_START
from dedup.kernels.jit import inlined

__all__ = [
    "AT_TIME", "DAY_OR_MONTH", "FALLING", "MANY", "OF_DAY", "OF_MONTH", "OF_WEEK", "PLACE", "QUANTITY",
    "amount_key", "fact_key",
]  # fmt: skip

QUANTITY, OF_MONTH, OF_WEEK, OF_DAY, MANY, AT_TIME, FALLING, PLACE, DAY_OR_MONTH = range(1, 10)
HALF_BITS = np.uint64(32)
SHIFT, LOW = 1000, 0xFFFFFF  # keep places positive in a key


@inlined
def fact_key(kind: int, first: int, second: int, third: int, unit: int) -> np.uint64:
    """The key of one fact; keys are added, so that their order does not matter."""
    key = (FNV_START ^ np.uint64(kind)) * FNV_PRIME
    key = (key ^ np.uint64(first)) * FNV_PRIME
    key = (key ^ key >> HALF_BITS ^ np.uint64((second + SHIFT) & LOW)) * FNV_PRIME
    key = (key ^ np.uint64(third)) * FNV_PRIME
    key = (key ^ key >> HALF_BITS ^ np.uint64(unit)) * FNV_PRIME
    return (key ^ key >> HALF_BITS) * FNV_PRIME


@inlined
def amount_key(kind: int, value: int, places: int, parts: int, unit: int) -> np.uint64:
    """The key of value / 10**places / parts, whichever way it was written."""
    while parts % 2 == 0:
        value, places, parts = value * 5, places + 1, parts // 2
    while parts % 5 == 0:
        value, places, parts = value * 2, places + 1, parts // 5
    shared, rest = parts, value
    while rest != 0:
        shared, rest = rest, shared % rest
    value, parts = value // shared, parts // shared
    while value != 0 and value % 10 == 0:
        value, places = value // 10, places - 1
    return fact_key(kind, value, places if value != 0 else 0, parts, unit)
