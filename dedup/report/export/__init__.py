"""A run, written for other tools."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from dedup.errors import UsageError
from dedup.report.export.dolma import to_dolma
from dedup.report.export.drop import to_ids, to_nemo
from dedup.report.export.hub import to_hub
from dedup.report.export.sketches import to_datasketch
from dedup.report.export.tables import to_csv, to_ndjson
from dedup.report.staging import staged

__all__ = ["FORMS", "Wanted", "export"]


class Wanted(NamedTuple):
    """Which rows of which table; None: the form's own."""

    table: str | None = None
    where: str | None = None


class Form(NamedTuple):
    """One way to write a run: what it counts, what does it, and what it may be asked for."""

    counted: str
    write: Callable[[Path, Path, Any], int]
    takes: tuple[str, ...]


FORMS = {
    "csv": Form("rows", to_csv, ("table", "where")),
    "ndjson": Form("rows", to_ndjson, ("table", "where")),
    "dolma": Form("documents", to_dolma, ("where",)),
    "nemo": Form("ids", to_nemo, ("where",)),
    "hf": Form("tables", to_hub, ()),
    "ids": Form("ids", to_ids, ("where",)),
    "datasketch": Form("sketches", to_datasketch, ()),
}


def export(run: Path, to: str, target: Path, wanted: Wanted = Wanted()) -> int:  # noqa: B008
    """Write the run in the form `to` as `target`, all at once; returns how many things it counts.

    Raises UsageError for an option the form does not have, or when `target` exists.
    """
    form = FORMS[to]
    for name, value in wanted._asdict().items():
        if value is not None and name not in form.takes:
            able = ", ".join(other for other, one in FORMS.items() if name in one.takes)
            todo = f"leave it out, or use --to with one of: {able}"
            raise UsageError(f"--{name} says nothing about --to {to}", where=value, todo=todo)
    with staged(target) as draft:
        return form.write(run, draft, wanted)
