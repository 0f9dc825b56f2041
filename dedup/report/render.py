"""A view as text: for people on a terminal, or as TSV, CSV, JSON, JSON lines and Markdown."""

import csv
import datetime
import io
import json
import re
from collections.abc import Callable, Iterator

from dedup.report.formulas import guarded
from dedup.report.layout import Style, laid_out
from dedup.report.safe import safe, safe_json
from dedup.report.views import View
from dedup.report.where import chosen

__all__ = ["FORMATS", "Style", "narrowed", "render"]


def narrowed(view: View, where: str | None, limit: int | None) -> View:
    """The view with only the rows for which the expression `where` holds, at most `limit`.

    Raises UsageError naming the columns there are when `where` cannot be understood.
    """
    rows = chosen(view.rows, where)
    return view._replace(rows=rows if limit is None else rows.head(limit))


def render(view: View, form: str, style: Style = Style()) -> str:  # noqa: B008 - a frozen value
    """The view in the format `form`, without the last line break."""
    return FORMATS[form](view, style).rstrip("\n")


def cell(value: object) -> str:
    """One value in one line, harmless for a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%MZ}"
    return safe(str(value))


def human_rows(view: View) -> tuple[list[str], list[list[str]]]:
    """The names and the cells of what a person sees."""
    shown = view.rows.select(view.columns)
    return shown.columns, [[cell(value) for value in row] for row in shown.iter_rows()]


def as_tsv(view: View, _style: Style) -> str:
    """A header line and one line a row, tab-separated."""
    names, rows = human_rows(view)
    return "\n".join("\t".join(row) for row in [names, *rows])


def as_csv(view: View, _style: Style) -> str:
    """What TSV shows, quoted by RFC 4180; text that a spreadsheet would run stays text."""
    shown = guarded(view.rows.select(view.columns))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(shown.columns)
    writer.writerows([cell(value) for value in row] for row in shown.iter_rows())
    return out.getvalue()


def as_markdown(view: View, _style: Style) -> str:
    """The heading and a table."""
    names, rows = human_rows(view)
    table = [names, ["---"] * len(names), *([mark_safe(c) for c in row] for row in rows)]
    heading = [mark_safe(safe(line.strip())) for line in view.heading]
    return "\n".join(
        [*(line + "  " for line in heading), "", *(f"| {' | '.join(r)} |" for r in table)]
    )


def mark_safe(text: str) -> str:
    """`text` with the characters that mean something in Markdown escaped."""
    return re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", text)


def as_table(view: View, style: Style) -> str:
    """The heading and aligned columns, for a terminal; columns that hold nothing are left out."""
    names, rows = human_rows(view)
    last = len(names) - 1
    kept = [i for i in range(last) if any(row[i] for row in rows)] + [last]
    shown = [[row[i] for i in kept] for row in [names, *rows]]
    return laid_out([safe(line) for line in view.heading], shown[0], shown[1:], style)


def plain_value(value: object) -> object:
    """Times as ISO 8601, the rest as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def objects(view: View) -> Iterator[dict[str, object]]:
    """The rows with all their columns."""
    for row in view.rows.iter_rows(named=True):
        yield {name: plain_value(value) for name, value in row.items()}


def encoded(value: object) -> str:
    """JSON in one line, harmless for a terminal; scores keep what float32 holds."""
    return safe_json(json.dumps(value, ensure_ascii=False))


def as_json(view: View, _style: Style) -> str:
    """One object: what the thing is, and its rows."""
    facts = {name: plain_value(value) for name, value in view.facts.items()}
    return encoded({"view": view.name, **facts, "rows": list(objects(view))})


def as_ndjson(view: View, _style: Style) -> str:
    """One object a row."""
    return "\n".join(encoded(row) for row in objects(view))


FORMATS: dict[str, Callable[[View, Style], str]] = {
    "table": as_table,
    "tsv": as_tsv,
    "csv": as_csv,
    "json": as_json,
    "ndjson": as_ndjson,
    "md": as_markdown,
}
