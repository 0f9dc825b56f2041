"""Inputs made on the spot, and everything `read` says of them."""

import json
from typing import Any, NamedTuple

import pyarrow as pa

from dedup.config import Config
from dedup.schemas import RAW_ARTICLES, REJECTS, check
from dedup.stages.read import InputFile, read

__all__ = ["Everything", "json_lines", "take"]


class Everything(NamedTuple):
    """All batches of a run, as rows."""

    articles: list[dict[str, Any]]
    rejects: list[dict[str, Any]]
    files: list[InputFile]
    n_batches: int

    @property
    def reasons(self):
        """Where each reject stands, and why."""
        return [(row["input_row"], row["reason"]) for row in self.rejects]

    @property
    def texts(self):
        """The texts, in order."""
        return [row["text"] for row in self.articles]

    @property
    def ids(self):
        """The ids, in order."""
        return [row["article_id"] for row in self.articles]


def take(*inputs, **settings):
    """Read everything; schemas and the sum of rows are checked on the way."""
    batches = list(read([str(one) for one in inputs], Config(**settings)))
    articles = pa.concat_tables([check(batch.articles, RAW_ARTICLES) for batch in batches])
    rejects = pa.concat_tables([check(batch.rejects, REJECTS) for batch in batches])
    articles.validate(full=True)
    rejects.validate(full=True)
    files = [batch.file for batch in batches if batch.file]
    assert batches[-1].file
    assert len(files) == len({file.path for file in files})
    assert sum(file.rows_read for file in files) == articles.num_rows + rejects.num_rows
    assert sum(file.rows_rejected for file in files) == rejects.num_rows
    everything = Everything(articles.to_pylist(), rejects.to_pylist(), files, len(batches))
    balance(everything)
    return everything


def balance(everything):
    """Every row read of every file is an article or a reject of that file."""
    for file in everything.files:
        kept = sum(row["input_path"] == file.path for row in everything.articles)
        lost = sum(row["input_path"] == file.path for row in everything.rejects)
        assert (file.rows_read, file.rows_rejected) == (kept + lost, lost)


def json_lines(*records):
    """Records as JSON lines."""
    return "".join(json.dumps(record) + "\n" for record in records)
