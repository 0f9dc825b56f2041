"""A published run folder -> `report.html`, within its budget."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa

from dedup.errors import OutputError
from dedup.report.html.anonymous import anonymous
from dedup.report.html.choose import Choice, choose
from dedup.report.html.document import document
from dedup.report.html.load import Tables, load
from dedup.report.html.pack import pack
from dedup.report.html.payload import Payload, build
from dedup.report.html.story import story
from dedup.report.html.totals import totals
from dedup.storage import os_errors_explained

__all__ = ["Page", "PageOptions", "write_page"]

TRIES, GROWING = 10, 2
MOST_GROWTH, AIM, FULL = 2.0, 0.96, 0.88
NO_TEXTS = pl.DataFrame(schema={"article_id": pl.String, "text": pl.String})


class PageOptions(NamedTuple):
    """How large the page may be (in decimal megabytes), and what it must not show."""

    max_mb: float = 25.0
    anonymous: bool = False
    with_text: bool = True


class Page(NamedTuple):
    """A page that was written: its size, and how much of each table it holds."""

    path: Path
    n_bytes: int
    shown: dict[str, list[int]]


def write_page(
    run: Path,
    target: Path,
    options: PageOptions = PageOptions(),  # noqa: B008 - a frozen value
    texts: Iterable[pa.Table] | None = None,
) -> Page:
    """Write the page of the run in the folder `run` as the file `target`, in one step.

    Args:
        run: the folder with run.json and the tables.
        target: the file that is made or replaced.
        options: size and discretion.
        texts: tables with the columns article_id and text, in any number and order; without them
            an article shows its repeated sentences only.

    Raises:
        OutputError: a table is damaged, the disk is full, or not even one group fits.
    """
    tables = load(run)
    if not tables.manifest["config"].get("publish_text", True):
        options = options._replace(with_text=False)
    names: dict[str, str] = {}
    if options.anonymous:
        tables, names = anonymous(tables)
    source = Texts(texts if options.with_text else None, names)
    html, shown = fitted(visible(tables, options), options, source)
    replace(target, html)
    return Page(target, len(html), shown)


class Texts(NamedTuple):
    """Where texts of articles come from, and the pseudonyms of the articles."""

    source: Iterable[pa.Table] | None
    names: dict[str, str]

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return self.source is not None

    def of(self, wanted: pl.Series) -> pl.DataFrame:
        """The texts of the articles `wanted`; read part by part, once."""
        kept = [NO_TEXTS]
        for part in self.source or ():
            rows = pl.DataFrame(part.select(["article_id", "text"]))
            if self.names:
                new = rows["article_id"].replace_strict(self.names, default=None)
                rows = rows.with_columns(new.cast(pl.String))
            kept.append(rows.filter(pl.col("article_id").is_in(wanted.implode())))
        return pl.concat(kept).unique("article_id", keep="first", maintain_order=True)


def fitted(
    tables: Tables, options: PageOptions, texts: Texts
) -> tuple[bytes, dict[str, list[int]]]:
    """The page in at most its budget, and what it shows of how much."""
    most, facts = options.max_mb * 1e6, totals(tables)
    frame = frame_bytes(tables, facts, options)
    budget, html = max(0.0, most - frame), b""
    whole = texts.of(choose(tables, MOST_GROWTH * budget, has_whole=texts.any).whole)
    for attempt in range(TRIES):
        choice = choose(tables, budget, has_whole=texts.any)
        payload = build(tables, choice, whole)
        shown = shown_of(tables, choice, payload)
        if choice.clusters.height < tables.clusters.height and "floors" not in facts:
            facts["floors"] = floors(tables)
        header = payload.header | story(tables, facts, shown, options._asdict())
        html = document(header, pack(header, payload.columns))
        full = len(html) > FULL * most or is_everything(choice, tables, whole)
        if len(html) <= most and (full or attempt >= GROWING):
            return html, shown
        budget *= min(MOST_GROWTH, AIM * (most - frame) / max(1, len(html) - frame))
    what = f"the page takes {len(html) / 1e6:,.2f} MB, {options.max_mb:g} MB are allowed"
    raise OutputError(what, where=str(tables.run), todo="allow more with --max-mb")


def is_everything(choice: Choice, tables: Tables, whole: pl.DataFrame) -> bool:
    """Whether the page holds every group, and every whole text that can be had."""
    kept = whole["article_id"].is_in(choice.whole.implode()).sum()
    return choice.clusters.height == tables.clusters.height and kept == whole.height


def floors(tables: Tables) -> list[list[int]]:
    """The groups at each floor, which a page with a part of the run cannot count itself."""
    # The kernels take a moment to load: only a page that is cut needs them.
    from dedup.report.html.floors import groups_by_floor

    return groups_by_floor(tables.run, tables.manifest["config"]["similarity"])


def frame_bytes(tables: Tables, facts: dict[str, Any], options: PageOptions) -> int:
    """The size of a page without a single row."""
    header = story(tables, facts, {}, options._asdict())
    return len(document(header, pack(header, {})))


def visible(tables: Tables, options: PageOptions) -> Tables:
    """The tables, without texts when none may be shown."""
    if options.with_text:
        return tables
    hidden = pl.lit(None, pl.String).alias("text")
    return tables._replace(clusters=tables.clusters.with_columns(hidden), has_text=False)


def shown_of(tables: Tables, choice: Choice, payload: Payload) -> dict[str, list[int]]:
    """How many rows of each table the page holds, of how many."""
    columns = payload.columns
    return {
        "groups": [choice.clusters.height, tables.clusters.height],
        "occurrences": [len(columns["occurrence.group"]), tables.occurrences.height],
        "pairs": [len(columns["pair.group"]), tables.pairs.height],
        "articles": [choice.articles.height, tables.articles.height],
        "texts": [payload.n_whole, tables.articles["n_chars"].count()],
    }


def replace(target: Path, html: bytes) -> None:
    """Write the file beside its place, then move it there."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with os_errors_explained(target):
        try:
            beside.write_bytes(html)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
