"""What every step of a job needs."""

from collections.abc import Callable
from typing import NamedTuple

from dedup.config import Config
from dedup.engine.contract import Engine
from dedup.ledger import Ledger
from dedup.memory import Memory
from dedup.stages.candidates import Traits
from dedup.stages.sketch import Bands
from dedup.storage.spill import Parts, Shelf

__all__ = ["Job"]


class Job(NamedTuple):
    """The settings, who maps over parts, who sets them aside, how much fits, and who is told.

    With an index the banding is that of the index, `keep_keys` stores the keys of each unit, and
    `keep_phrases` its phrases.
    """

    config: Config
    engine: Engine
    shelf: Shelf
    memory: Memory
    ledger: Ledger
    bands: Bands | None = None
    keep_keys: Callable[[str, Parts, Parts], None] | None = None
    keep_phrases: Callable[[str, Parts, Parts, Traits], None] | None = None
