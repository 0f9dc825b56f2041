"""Every table: one constant per table, one documented line per column.

Report tables are what `dedup run` publishes; work tables pass between stages.  Offsets are 0-based,
half-open code points of the text as given; scores lie in 0..1; `_a` is the earlier side
(published_at, then article_id).
"""

from dedup.errors import DedupError
from dedup.schemas.define import Table, check, empty
from dedup.schemas.reports import (
    ARTICLE_PAIRS,
    ARTICLES,
    CLUSTERS,
    OCCURRENCES,
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
    "ARTICLES",
    "ARTICLE_PAIRS",
    "BANDS",
    "CANDIDATES",
    "CLUSTERS",
    "COLLISIONS",
    "FACTS",
    "FINGERPRINTS",
    "MEMBERS",
    "NORMALIZED",
    "OCCURRENCES",
    "PAIRS",
    "QUALITY",
    "RAW_ARTICLES",
    "REJECTS",
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
