"""The archive that tonight is compared with: immutable tables a night, and numbered versions."""

from dedup.index.append import write_articles, write_groups, write_keys, write_units
from dedup.index.archive import Archive, open_archive
from dedup.index.events import events_of
from dedup.index.known import Known
from dedup.index.lookup import HASH, collisions_with, rows_by_hash, texts_of_groups
from dedup.index.manifest import File, Manifest, Night, Pending, newest, versions
from dedup.index.params import params_of, refuse_other_params
from dedup.index.recall import Recalled, recall, refuse_other_texts
from dedup.index.removed import with_removed
from dedup.index.store import added, held, make, new_name, next_version, staged

__all__ = [
    "HASH",
    "Archive",
    "File",
    "Known",
    "Manifest",
    "Night",
    "Pending",
    "Recalled",
    "added",
    "collisions_with",
    "events_of",
    "held",
    "make",
    "new_name",
    "newest",
    "next_version",
    "open_archive",
    "params_of",
    "recall",
    "refuse_other_params",
    "refuse_other_texts",
    "rows_by_hash",
    "staged",
    "texts_of_groups",
    "versions",
    "with_removed",
    "write_articles",
    "write_groups",
    "write_keys",
    "write_units",
]
