"""What an index holds, what it takes, and whether it has outgrown what it was made for."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from dedup.index.files import files_of
from dedup.index.manifest import Manifest, newest, read, versions
from dedup.schemas import HASHES
from dedup.stages.sketch import OF_NEWS, Bands, chance_candidates, choose_bands
from dedup.storage.mapped import mapped

__all__ = ["Info", "info"]


class Info(NamedTuple):
    """One version of an index, in figures.

    `articles` are those still in the index; units, texts (distinct within a night) and bytes are what
    lies in its files.  `waiting` texts lost occurrences since the last run.
    """

    index_id: str
    version: int
    versions: tuple[int, int]
    action: str
    made_at: str
    made_by: str
    nights: int
    first_day: str
    last_day: str
    articles: int
    removed: int
    units: dict[str, int]
    texts: dict[str, int]
    n_bytes: int
    bytes_per_unit: float
    waiting: int
    bands: int
    rows: int
    expect: int
    full: float
    chance_candidates: float
    chance_candidates_rebuilt: float
    settings: dict[str, Any]
    run_to_publish: str | None

    @property
    def outgrown(self) -> bool:
        """Whether it holds more than it was made for."""
        return self.full > 1


def info(index: Path, version: int | None = None) -> Info:
    """The figures of the newest version, or of another one; no table is read.

    Raises UsageError where there is no index or no such version.
    """
    last = newest(index)
    manifest = last if version is None else read(index, version)
    facts = of_version(index, manifest) | of_nights(manifest) | of_sizes(manifest)
    facts |= {**manifest.bands, **cost_of(manifest), "waiting": waiting(index, manifest)}
    return Info(**facts)


def of_version(index: Path, manifest: Manifest) -> dict[str, Any]:
    """What the manifest says of itself."""
    found = versions(index)
    names = ("index_id", "version", "action", "made_at", "made_by", "expect")
    facts = {name: getattr(manifest, name) for name in names}
    facts |= {"versions": (found[0], found[-1]), "settings": settings_of(manifest)}
    return facts | {"run_to_publish": to_publish(manifest)}


def of_nights(manifest: Manifest) -> dict[str, Any]:
    """Nights and articles."""
    nights = manifest.nights
    days = [night.day for night in nights] or [""]
    removed = sum(night.n_removed for night in nights)
    n_articles = sum(night.rows["articles"] for night in nights) - removed
    facts = {"nights": len(nights), "first_day": min(days), "last_day": max(days)}
    return facts | {"articles": n_articles, "removed": removed}


def of_sizes(manifest: Manifest) -> dict[str, Any]:
    """Units, texts and bytes."""
    units, n_bytes = counted(manifest, "units"), sum(f.n_bytes for f in files_of(manifest))
    n_units = sum(units.values())
    facts = {"units": units, "texts": counted(manifest, "texts"), "n_bytes": n_bytes}
    full = round(max(units.values()) / manifest.expect, 4)
    return facts | {"bytes_per_unit": round(n_bytes / max(1, n_units), 1), "full": full}


def counted(manifest: Manifest, table: str) -> dict[str, int]:
    """Rows of a table over all nights, by unit."""
    units = manifest.params["units"]
    return {unit: sum(night.rows[f"{unit} {table}"] for night in manifest.nights) for unit in units}


def waiting(index: Path, manifest: Manifest) -> int:
    """How many texts wait for the next run to relate their groups."""
    if manifest.touched is None:
        return 0
    n_rows: int = mapped(index / manifest.touched.path, HASHES.schema).num_rows
    return n_rows


def settings_of(manifest: Manifest) -> dict[str, Any]:
    """The settings that a run must share with the index."""
    return {name: value for name, value in manifest.params.items() if name != "text_rules"}


def to_publish(manifest: Manifest) -> str | None:
    """The run that is complete, and that the next one will publish, if there is one."""
    run = manifest.run
    with suppress(PermissionError):  # whoever may not look beside the output may look at the index
        if run is not None and Path(run.staged).is_dir():
            return run.run_id
    return None


def cost_of(manifest: Manifest) -> Mapping[str, float]:
    """Chance candidates a text that a rebuild at this size makes, and one with bands of its own."""
    params, n = manifest.params, max(1, *counted(manifest, "texts").values())
    best = choose_bands(params["similarity"], params["recall"], n)
    several = {"chance_candidates": Bands(*manifest.banding), "chance_candidates_rebuilt": best}
    return {
        name: round(chance_candidates(bands, n, OF_NEWS) / n, 2) for name, bands in several.items()
    }
