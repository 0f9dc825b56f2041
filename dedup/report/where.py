"""Rows chosen by an expression: the one language of `--where` and `--keep`.

It is the condition of an SQL WHERE clause as polars understands it, over the columns of one table:
comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, arithmetic, CASE, and functions of values
such as LOWER, LENGTH, COALESCE and CAST.  Times compare with dates: `published_at >= DATE
'2025-03-01'`.  A null counts as false.  Nothing else can be reached: a sub-query is refused, and no
function reads a file (docs.pola.rs, "SQL interface").
"""

import re

import polars as pl

from dedup.errors import UsageError

__all__ = ["chosen", "holds"]

QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
SUBQUERY = re.compile(r"\bselect\b", re.IGNORECASE)


def chosen(rows: pl.DataFrame, where: str | None, flag: str = "--where") -> pl.DataFrame:
    """The rows for which the expression holds; all without one.

    Raises UsageError naming the columns there are when it cannot be understood.
    """
    return rows if where is None else rows.filter(holds(rows, where, flag))


def holds(rows: pl.DataFrame, where: str, flag: str = "--where") -> pl.Series:
    """For each row whether the expression holds; raises UsageError as `chosen` does."""
    refuse_subquery(rows, where, flag)
    try:
        found = rows.select(pl.all(), pl.sql_expr(where).alias("\0")).get_column("\0")
    except (pl.exceptions.PolarsError, UnicodeEncodeError) as error:
        raise bad(rows, where, flag, str(error).splitlines()[0].partition(";")[0]) from error
    if found.dtype != pl.Boolean:
        raise bad(rows, where, flag, f"it must be true or false of a row, got `{found.dtype}`")
    return found.fill_null(value=False)


def refuse_subquery(rows: pl.DataFrame, where: str, flag: str) -> None:
    """Raise UsageError for a sub-query: it is the one construct that could name another table."""
    if SUBQUERY.search(QUOTED.sub("", where)):
        raise bad(rows, where, flag, "no sub-queries")


def bad(rows: pl.DataFrame, where: str, flag: str, reason: str) -> UsageError:
    """The error for an expression that cannot be used, naming the columns."""
    todo = f"the columns are: {', '.join(rows.columns)}"
    return UsageError(f"bad {flag}: {reason}", where=where, todo=todo)
