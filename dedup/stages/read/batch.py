"""What `read` yields, and what a format reader says of each row."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

__all__ = ["Batch", "InputFile", "Reject", "Row"]


class InputFile(NamedTuple):
    """What run.json says of one input; `rows_read` = articles yielded + `rows_rejected`.

    `undated` counts its articles without a publication date, `bad_dates` the dates that could not
    be understood, `repaired` the rows in which a lone surrogate became U+FFFD.  An input that was
    not opened has no sha256; the format of one that was passed over is `skipped`.
    """

    path: str
    format: str
    n_bytes: int
    sha256: str
    rows_read: int
    rows_rejected: int
    columns: dict[str, str]
    undated: int = 0
    bad_dates: int = 0
    repaired: int = 0


class Batch(NamedTuple):
    """Consecutive rows, of several files when those are small.

    `file`, if set, is one whose last row was in this batch or in an earlier one; every file comes
    once, so some batches have a file and no rows.
    """

    articles: pa.Table
    rejects: pa.Table
    file: InputFile | None


class Row(NamedTuple):
    """One row before its cells are checked: values by role, in the order of `ROLES`."""

    number: int
    values: Sequence[Any]
    raw: bytes
    repaired: bool = False


class Reject(NamedTuple):
    """One row, or with number 0 a whole file, that cannot be used."""

    number: int
    reason: str
    message: str
    raw: bytes = b""
    article_id: str | None = None
