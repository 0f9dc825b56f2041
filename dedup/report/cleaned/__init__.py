"""A cleaned copy of a run's input: repeated spans dropped, masked or marked; the input is only read.

Of every group one occurrence is kept; each span that went is a row of the ledger, which says where
that one stands.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, NamedTuple

import polars as pl
import pyarrow as pa

from dedup.config import Config, fields_changing_nothing
from dedup.errors import UsageError
from dedup.report.cleaned.check import Known
from dedup.report.cleaned.choose import spans_to_go
from dedup.report.cleaned.cut import ACTIONS
from dedup.report.cleaned.write import CLEANED, LEDGER, SUFFIXES, writer_of
from dedup.report.staging import staged
from dedup.report.views import rows_of
from dedup.schemas import ARTICLES
from dedup.stages.read import Batch, read
from dedup.storage import read_manifest

__all__ = ["ACTIONS", "CLEANED", "LEDGER", "Cleaned", "Wish", "clean"]

OTHER = (".csv", ".tsv", ".json", ".ndjson", ".txt", ".md", ".gz", ".zst", ".pq")


class Wish(NamedTuple):
    """What happens to a repeat, which occurrence of a group is kept, and which others may go."""

    action: Literal["drop", "mask", "mark"] = "drop"
    keep: str = "first"
    where: str | None = None
    drop_empty: bool = False


class Cleaned(NamedTuple):
    """What was written, and where."""

    articles: Path
    ledger: Path
    n_read: int
    n_rejected: int
    n_changed: int
    n_empty: int
    n_written: int
    n_spans: int
    n_chars: int


def clean(run: Path, inputs: Sequence[str], target: Path, wish: Wish = Wish()) -> Cleaned:  # noqa: B008
    """Write a cleaned copy of `inputs`, the input of the published run `run`, as `target`.

    Args:
        run: the folder of a published run.
        inputs: the files, globs or folders that the run read.
        target: a `.parquet` or `.jsonl` file, or a folder; it must not exist.
        wish: what happens to which spans.

    Raises:
        UsageError: `target` exists, or an expression cannot be understood.
        IncompatibleError: an article is not the one that the run read; nothing is written.
    """
    places = places_of(target)
    spans = spans_to_go(run, wish.keep, wish.where)
    known = Known(rows_of(run, ARTICLES), spans)
    batches = read(inputs, config_of(read_manifest(run)))
    with ExitStack() as stack:
        drafts = drafts_of(places, target, stack)
        counts = write_all(batches, known, wish, drafts[0], places[0].suffix)
        write_ledger(spans, wish.action, drafts[1])
        known.refuse_missing()
    return Cleaned(*places, *counts, spans.height, int(spans["n_chars"].sum()))


def places_of(target: Path) -> tuple[Path, Path]:
    """Where the articles and the ledger go; raises UsageError for a suffix that is not written."""
    if target.suffix in SUFFIXES:
        return target, target.with_suffix(".ledger.parquet")
    if target.suffix in OTHER:
        todo = f"name a file ending in {' or '.join(SUFFIXES)}, or a folder"
        raise UsageError(f"{target.suffix} files are not written", where=str(target), todo=todo)
    return target / "articles.parquet", target / "ledger.parquet"


def drafts_of(places: tuple[Path, Path], target: Path, stack: ExitStack) -> tuple[Path, Path]:
    """Where both are written until they are whole; of two files, the ledger is named first."""
    if target == places[0]:
        articles = stack.enter_context(staged(places[0]))
        return articles, stack.enter_context(staged(places[1]))
    folder = stack.enter_context(staged(target))
    folder.mkdir()
    return folder / places[0].name, folder / places[1].name


def config_of(manifest: dict[str, Any]) -> Config:
    """The settings of the run, for they decide what is an article; how fast is this machine's."""
    names = set(Config.__struct_fields__) - fields_changing_nothing
    return Config.build(
        {name: manifest["config"][name] for name in names & set(manifest["config"])}
    )


def write_all(
    batches: Iterator[Batch], known: Known, wish: Wish, draft: Path, suffix: str
) -> tuple[int, int, int, int, int]:
    """Clean and write batch after batch; returns the counts of `Cleaned`, in its order."""
    counts = [0, 0, 0, 0, 0]
    with writer_of(suffix, draft) as write:
        for batch in batches:
            rows = known.matched(pl.DataFrame(batch.articles), batch.articles)
            done = cleaned(rows, wish)
            kept = done.filter(~pl.col("is_empty")) if wish.drop_empty else done
            write(pa.table(kept.select(CLEANED.schema.names)).cast(CLEANED.schema))
            found = (rows.height, batch.rejects.num_rows, *sums(done), kept.height)
            counts = [a + b for a, b in zip(counts, found, strict=True)]
    return tuple(counts)  # type: ignore[return-value]


def cleaned(rows: pl.DataFrame, wish: Wish) -> pl.DataFrame:
    """The rows with their new text; `is_empty` when only white space is left of it."""
    act = ACTIONS[wish.action]
    texts = [
        act(text, [tuple(span.values()) for span in spans]) if spans else text
        for text, spans in rows.select("text", "spans").iter_rows()
    ]
    new = pl.Series("text", texts, pl.String)
    return rows.with_columns(new, is_empty=new.str.strip_chars().str.len_chars() == 0)


def sums(rows: pl.DataFrame) -> tuple[int, int]:
    """How many articles have a span that went, and how many became empty."""
    return int((rows["n_spans"] > 0).sum()), int(rows["is_empty"].sum())


def write_ledger(spans: pl.DataFrame, action: str, draft: Path) -> None:
    """One row for each span."""
    rows = spans.with_columns(action=pl.lit(action)).select(LEDGER.schema.names)
    with writer_of(".parquet", draft, LEDGER) as write:
        write(pa.table(rows).cast(LEDGER.schema))
