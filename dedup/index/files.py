"""The files that a version of an index is made of."""

from collections.abc import Iterator

from dedup.index.manifest import File, Manifest, Night

__all__ = ["files_of", "files_of_night"]


def files_of_night(night: Night) -> Iterator[File]:
    """The tables of a night, and the list of what was removed from it."""
    yield from night.files
    if night.removed is not None:
        yield night.removed


def files_of(manifest: Manifest) -> Iterator[File]:
    """Every file of a version, night by night."""
    for night in manifest.nights:
        yield from files_of_night(night)
    if manifest.touched is not None:
        yield manifest.touched
