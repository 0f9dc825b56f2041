"""What only the end of a run needs, loaded while many texts are matched, which leaves the lock free."""

from importlib import import_module
from threading import Thread

from dedup.facts import prepare, worth_compiling

__all__ = ["load_ahead"]

# Of fewer units the end comes sooner than anything is loaded.
MANY_UNITS = 1 << 17


def load_ahead(units: int) -> None:
    """Begin to load what so many units are worth; nothing waits for it, and nobody needs it to be done."""
    if units >= MANY_UNITS:
        Thread(target=load, name="dedup-ahead", daemon=True).start()


def load() -> None:
    """The quantiles of the audit's intervals, a fifth of a second, and what tells changed facts."""
    import_module("scipy.special")
    if not worth_compiling():
        prepare(1 << 30)
