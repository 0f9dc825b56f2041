"""The texts that people listed as boilerplate, as hashes."""

from pathlib import Path

import pyarrow as pa

from dedup.config import Config
from dedup.kinds import as_units, load_boilerplate
from dedup.schemas import NORMALIZED, empty
from dedup.stages.normalize import normalize

__all__ = ["listed_texts"]


def listed_texts(config: Config) -> pa.Table:
    """hash_high, hash_low and source of every text of the list, if the config names one.

    Raises:
        UsageError: the list is not there, or is none.
    """
    fixtures = [] if config.boilerplate is None else load_boilerplate(Path(config.boilerplate))
    found = normalize(*as_units(fixtures)) if fixtures else empty(NORMALIZED)
    hashes = found.select(["hash_high", "hash_low"])
    sources = pa.array([one.source for one in fixtures], pa.string())
    return hashes.append_column("source", sources)
