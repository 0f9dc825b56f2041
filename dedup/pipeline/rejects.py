"""The rows that could not be used, while the input is read."""

from collections.abc import Iterable, Iterator

import polars as pl
import pyarrow as pa

from dedup.config import Config
from dedup.errors import RejectedError
from dedup.ledger import Ledger
from dedup.schemas import REJECTS, empty
from dedup.stages.read import Batch
from dedup.stages.relate.report import as_report

__all__ = ["Rejects"]


class Rejects:
    """Takes the rejects out of what is read, and tells the ledger of each file."""

    def __init__(self, ledger: Ledger, config: Config) -> None:
        """Nothing is read yet."""
        self.ledger, self.config = ledger, config
        self.tables = [empty(REJECTS)]

    def without(self, batches: Iterable[Batch]) -> Iterator[pa.Table]:
        """The articles as they are read; raises RejectedError at the end if too many rows are bad."""
        for batch in batches:
            self.tables.append(batch.rejects)
            yield batch.articles
            if batch.file is not None:
                self.ledger.read(batch.file._asdict())
        self.refuse_too_many()

    def table(self) -> pa.Table:
        """The rejects by file and row, however they were cut into batches."""
        plain = pl.col(pl.Categorical).cast(pl.String)
        return as_report([pl.DataFrame(part).with_columns(plain) for part in self.tables], REJECTS)

    def refuse_too_many(self) -> None:
        """Raise RejectedError when more rows than allowed are bad."""
        rejected = sum(part.num_rows for part in self.tables)
        allowed = self.config.max_rejects
        if rejected > allowed * self.ledger.rows_read:
            first = self.table().slice(0, 1).to_pylist()[0]
            raise RejectedError(
                f"{rejected:,} of {self.ledger.rows_read:,} rows rejected, {allowed:.1%} allowed",
                where=f"{first['input_path']}:{first['input_row']}: {first['message']}",
                todo="repair the input, or allow more with --max-rejects",
            )
