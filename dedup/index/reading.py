"""An index opened to be looked at, without a lock, while others may write to it."""

from pathlib import Path

from dedup.errors import OutputError, UsageError
from dedup.index.archive import Archive, open_archive
from dedup.index.manifest import newest, versions

__all__ = ["opened_to_read"]


def opened_to_read(index: Path) -> Archive:
    """The newest version; once it is open it stays usable, whatever others write or delete.

    A version that is compacted away while it is opened is no damage: the next one is opened.
    """
    while True:
        known = versions(index)
        try:
            return open_archive(index, newest(index))
        except (OutputError, UsageError):
            if versions(index) == known:
                raise
