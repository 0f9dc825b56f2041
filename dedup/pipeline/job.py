"""What every step of a job needs."""

from typing import NamedTuple

from dedup.config import Config
from dedup.engine.contract import Engine
from dedup.ledger import Ledger
from dedup.memory import Memory
from dedup.storage.spill import Shelf

__all__ = ["Job"]


class Job(NamedTuple):
    """The settings, who maps over parts, who sets them aside, how much fits, and who is told."""

    config: Config
    engine: Engine
    shelf: Shelf
    memory: Memory
    ledger: Ledger
