"""Every table: one constant per table, one documented line per column.

Report tables are what `dedup run` publishes; work tables pass between stages.  Offsets are 0-based,
half-open code points of the text as given; scores lie in 0..1; `_a` is the earlier side
(published_at, then article_id).
"""

from dedup.errors import DedupError
from dedup.schemas.define import Table, check, empty
from dedup.schemas.index import (
    ARCHIVED_ARTICLES,
    ARCHIVED_TEXTS,
    ARCHIVED_UNITS,
    GROUPS,
    HASHES,
    KEYS,
    PHRASES,
    REMOVED,
)
from dedup.schemas.reports import (
    ARTICLE_PAIRS,
    ARTICLES,
    CLUSTER_EVENTS,
    CLUSTERS,
    OCCURRENCES,
    ONLY_IF_ASKED,
    PAIRS,
    QUALITY,
    REJECTS,
    REPORTS,
    SCHEMA_VERSION,
    SENTENCES,
    SOURCE_FLOW,
)
from dedup.schemas.work import (
    BANDS,
    CANDIDATES,
    COLLISIONS,
    FACTS,
    FINGERPRINTS,
    MEMBERS,
    NORMALIZED,
    RAW_ARTICLES,
    ROWS,
    SPANS,
    TEXTS,
    UNITS,
    VERIFIED,
)

__all__ = [
    "ARCHIVED_ARTICLES",
    "ARCHIVED_TEXTS",
    "ARCHIVED_UNITS",
    "ARTICLES",
    "ARTICLE_PAIRS",
    "BANDS",
    "CANDIDATES",
    "CLUSTERS",
    "CLUSTER_EVENTS",
    "COLLISIONS",
    "FACTS",
    "FINGERPRINTS",
    "GROUPS",
    "HASHES",
    "KEYS",
    "MEMBERS",
    "NORMALIZED",
    "OCCURRENCES",
    "ONLY_IF_ASKED",
    "PAIRS",
    "PHRASES",
    "QUALITY",
    "RAW_ARTICLES",
    "REJECTS",
    "REMOVED",
    "REPORTS",
    "ROWS",
    "SCHEMA_VERSION",
    "SENTENCES",
    "SOURCE_FLOW",
    "SPANS",
    "TEXTS",
    "UNITS",
    "VERIFIED",
    "Table",
    "check",
    "empty",
    "report_named",
]


def report_named(name: str) -> Table:
    """The report table called `name`; raises DedupError naming those there are."""
    for report in REPORTS:
        if report.name == name:
            return report
    known = ", ".join(report.name for report in REPORTS)
    raise DedupError(f"no table is called {name!r}", todo=f"the tables are: {known}")
