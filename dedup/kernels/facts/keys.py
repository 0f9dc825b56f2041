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
    if parts == 2 or parts == 4 or parts == 5 or parts == 8 or parts == 10:
        times = 5 if parts == 2 else 25 if parts == 4 else 2 if parts == 5 else 125
        value = value * (times if parts != 10 else 1)
        places, parts = places + (1 if parts != 4 and parts != 8 else 2 if parts == 4 else 3), 1
    while value != 0 and value % 10 == 0:
        value, places = value // 10, places - 1
    while parts > 1 and parts % 3 == 0 and value % 3 == 0 and value != 0:
        value, parts = value // 3, parts // 3
    return fact_key(kind, value, places if value != 0 else 0, parts, unit)
