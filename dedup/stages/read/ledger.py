"""What has been read of one file: rows waiting for their batch, and the counts for run.json."""

from collections.abc import Callable, Sequence

import pyarrow as pa

from dedup.config import Config
from dedup.errors import UsageError
from dedup.schemas import RAW_ARTICLES, REJECTS, empty
from dedup.stages.read.batch import InputFile, Reject, Row
from dedup.stages.read.cells import checked_text, given_id, plain
from dedup.stages.read.columns import ROLES, Sample, choose
from dedup.stages.read.dates import micros
from dedup.stages.read.discover import Source
from dedup.stages.read.faults import BadFileError, BadRowError, MissingColumnError, escape

__all__ = ["NO_ARTICLES", "NO_REJECTS", "REJECT_BYTES", "Event", "Ledger", "Tables"]

Event = Row | Reject | BadFileError
Tables = tuple[pa.Table, pa.Table]

REJECT_BYTES = 1024  # bytes a reject is reckoned at when a batch is filled
NO_ARTICLES, NO_REJECTS = empty(RAW_ARTICLES), empty(REJECTS)


class Ledger:
    """The one mutable thing in `read`: it lives as long as one file is open."""

    def __init__(self, source: Source, config: Config) -> None:
        self.source, self.config = source, config
        self.lacking: UsageError | None = None
        self.columns: dict[str, str] = {}
        self.rows_read = self.rows_rejected = self.bad_dates = self.repaired = 0
        self.last_row = self.waiting_bytes = 0
        self.articles: list[tuple[str | int | None, ...]] = []
        self.rejects: list[Reject] = []

    def choose(self, names: Sequence[str], sample: Callable[[], Sample]) -> list[str | None]:
        """Decide the columns; the chosen one, or None, of each role."""
        self.columns = choose(names, self.config, self.source.shown, sample)
        return [self.columns.get(role) for role in ROLES]

    @property
    def is_full(self) -> bool:
        """Whether the rows waiting are enough for a batch."""
        return self.waiting_bytes >= self.config.batch_bytes

    def take(self, event: Event) -> None:
        """Count one row and keep it; raises the BadFileError that ends a file."""
        if isinstance(event, BadFileError):
            raise event
        self.rows_read += 1
        self.last_row = event.number
        if isinstance(event, Reject):
            self.keep_reject(event)
        else:
            self.keep_row(event)

    def keep_reject(self, reject: Reject) -> None:
        """Keep a row that cannot be used."""
        self.rejects.append(reject)
        self.rows_rejected += 1
        self.waiting_bytes += REJECT_BYTES

    def keep_row(self, row: Row) -> None:
        """Keep a row as an article, or as a reject when its id or text is unfit."""
        known = None
        try:
            known = given_id(row.values[0], self.columns.get("id", ""))
            text = checked_text(row.values[1], self.columns.get("text", ""))
        except BadRowError as fault:
            self.keep_reject(Reject(row.number, fault.reason, fault.message, row.raw, known))
            return
        self.articles.append((
            known or self.default_id(row.number), text, self.dated(row.values[2]),
            *map(plain, row.values[3:]), row.number,
        ))  # fmt: skip
        self.repaired += row.repaired
        self.waiting_bytes += len(text)

    def default_id(self, number: int) -> str:
        """The id of a row that has none: the file, and the row unless the file is one article."""
        name = self.source.name
        return name if self.source.format == "text" else f"{name}:{number}"

    def dated(self, value: object) -> int | None:
        """A date cell in microseconds; one that cannot be understood is counted, and None."""
        try:
            return micros(value)
        except ValueError:
            self.bad_dates += 1
            return None

    def refuse(self, failure: BadFileError) -> None:
        """Note why the file ends, as one more row read and rejected."""
        number = self.last_row + 1 if failure.at_row else 0
        if isinstance(failure, MissingColumnError):
            self.lacking = failure.usage
        self.rows_read += 1
        self.keep_reject(Reject(number, failure.reason, failure.message, failure.raw))

    def flush(self) -> Tables:
        """The rows waiting, as tables; none wait afterwards."""
        tables = self.article_table(), self.reject_table()
        self.articles, self.rejects, self.waiting_bytes = [], [], 0
        return tables

    def article_table(self) -> pa.Table:
        """The articles waiting."""
        if not self.articles:
            return NO_ARTICLES
        ids, texts, dates, sources, titles, languages, urls, rows = zip(*self.articles, strict=True)
        paths = [self.source.shown] * len(rows)
        columns = (ids, texts, dates, sources, titles, languages, urls, paths, rows)
        return pa.Table.from_arrays(
            [pa.array(c, f.type) for c, f in zip(columns, RAW_ARTICLES.schema, strict=True)],
            schema=RAW_ARTICLES.schema,
        )

    def reject_table(self) -> pa.Table:
        """The rejects waiting."""
        if not self.rejects:
            return NO_REJECTS
        rows = [
            (self.source.shown, r.number, r.article_id, r.reason, r.message, escape(r.raw) or None)
            for r in self.rejects
        ]
        columns = zip(*rows, strict=True)
        return pa.Table.from_arrays(
            [pa.array(c, f.type) for c, f in zip(columns, REJECTS.schema, strict=True)],
            schema=REJECTS.schema,
        )

    def closed(self, n_bytes: int, sha256: str) -> InputFile:
        """What run.json says of the file."""
        return InputFile(
            path=self.source.shown, format=self.source.kind, n_bytes=n_bytes, sha256=sha256,
            rows_read=self.rows_read, rows_rejected=self.rows_rejected, columns=self.columns,
            bad_dates=self.bad_dates, repaired=self.repaired,
        )  # fmt: skip
