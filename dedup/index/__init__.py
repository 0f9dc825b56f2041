"""The archive that tonight is compared with: immutable tables a night, and numbered versions."""

from dedup.index.append import write_articles, write_groups, write_keys, write_units
from dedup.index.archive import Archive, open_archive
from dedup.index.check import Checked, check
from dedup.index.compact import Compacted, compact
from dedup.index.drop_before import Dropped, drop_before
from dedup.index.events import events_of
from dedup.index.files import files_of
from dedup.index.info import Info, info
from dedup.index.known import Known
from dedup.index.live import days_of_live, live_articles
from dedup.index.lookup import (
    HASH,
    collisions_with,
    groups_of,
    in_groups,
    rows_by_hash,
    texts_of_groups,
)
from dedup.index.manifest import File, Manifest, Night, Pending, newest, read, versions
from dedup.index.occurring import articles_at, occurrences_of
from dedup.index.params import containment_of, params_of, refuse_other_params, settings_of
from dedup.index.phrases import Reunited, phrases_in, reunited, write_phrases
from dedup.index.reading import opened_to_read
from dedup.index.recall import Recalled, recall, refuse_other_texts
from dedup.index.remove import Removal, remove
from dedup.index.removed import with_removed
from dedup.index.store import held, make, new_name, next_version, night_of, staged
from dedup.index.structure import Damage
from dedup.index.verify import EVERYTHING, Share, Verified, verify

__all__ = [
    "EVERYTHING",
    "HASH",
    "Archive",
    "Checked",
    "Compacted",
    "Damage",
    "Dropped",
    "File",
    "Info",
    "Known",
    "Manifest",
    "Night",
    "Pending",
    "Recalled",
    "Removal",
    "Reunited",
    "Share",
    "Verified",
    "articles_at",
    "check",
    "collisions_with",
    "compact",
    "containment_of",
    "days_of_live",
    "drop_before",
    "events_of",
    "files_of",
    "groups_of",
    "held",
    "in_groups",
    "info",
    "live_articles",
    "make",
    "new_name",
    "newest",
    "next_version",
    "night_of",
    "occurrences_of",
    "open_archive",
    "opened_to_read",
    "params_of",
    "phrases_in",
    "read",
    "recall",
    "refuse_other_params",
    "refuse_other_texts",
    "remove",
    "reunited",
    "rows_by_hash",
    "settings_of",
    "staged",
    "texts_of_groups",
    "verify",
    "versions",
    "with_removed",
    "write_articles",
    "write_groups",
    "write_keys",
    "write_phrases",
    "write_units",
]
