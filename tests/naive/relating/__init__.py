"""Slow twin of everything between the articles and the report tables, in plain Python.

An article is a dict with the columns of RAW_ARTICLES, but `paragraphs` for its text: a list of lists
of sentences.  `text_of` says what text that makes, so nothing need be split to know the spans.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from dedup.schemas import REPORTS
from tests.naive.relating import articles as per_article
from tests.naive.relating import groups as per_group
from tests.naive.relating.groups import Floors, Found, find
from tests.naive.relating.units import Row, text_of

__all__ = ["Floors", "Row", "find", "reports", "text_of"]


def reports(articles: list[Row], units: list[str], floors: Floors) -> dict[str, Any]:
    """Every report table of these articles; article tables are made of the first unit's repeats."""
    found = [find(articles, unit, floors) for unit in units]
    rows = per_group.occurrences(found[0])
    pairs = per_article.article_pairs(rows, units[0])
    tables = {
        "occurrences": rows + each(per_group.occurrences, found[1:]),
        "pairs": each(per_group.pairs, found),
        "clusters": each(per_group.clusters, found),
        "article_pairs": pairs,
        "articles": per_article.articles(articles, rows, pairs, units[0]),
        "source_flow": per_article.source_flow(rows),
        "sentences": each(all_units, found),
    }
    return {kind.name: in_order(tables[kind.name], kind) for kind in REPORTS if kind.name in tables}


def each(table: Callable[[Found], list[Row]], found: list[Found]) -> list[Row]:
    """The rows of one table for several kinds of unit."""
    return [row for one in found for row in table(one)]


def all_units(found: Found) -> list[Row]:
    """Every unit that was cut."""
    return [per_group.common(one, found.unit) for one in found.units]


def in_order(rows: list[Row], kind: Any) -> list[Row]:
    """The rows with the schema's columns and in its order; nulls come last.

    `n_bands` is left out: it is a fact of the banding, not of the texts.
    """
    names = [name for name in kind.schema.names if name != "n_bands"]
    for key, way in reversed(kind.sort):
        known = [row for row in rows if row[key] is not None]
        known.sort(key=lambda row, key=key: published(row[key]), reverse=way == "descending")
        rows = known + [row for row in rows if row[key] is None]
    return [{name: published(row[name]) for name in names} for row in rows]


def published(value: Any) -> Any:
    """A value as a table holds it: scores are single precision."""
    return float(np.float32(value)) if isinstance(value, float) else value
