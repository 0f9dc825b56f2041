"""The sentences that every tool is given."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dedup.arrow import bytes_of, strings_of, values
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import memory_of
from dedup.pipeline.intake import take_in
from dedup.pipeline.job import Job
from dedup.pipeline.matching import fold_units
from dedup.stages.read import read
from dedup.storage.spill import Shelf

__all__ = ["sentences_of", "write_lines"]


def sentences_of(inputs: list[str], most: int) -> pa.Table:
    """The first `most` sentences of the input that differ from one another when normalized.

    Columns: sentence, as it was written; text, as it is compared.  What is left out repeats an
    earlier sentence exactly, so that no tool is charged for exact repeats, or has no letter or digit.
    """
    config, ledger = Config(), Ledger()
    with local_engine(config.jobs) as engine:
        job = Job(config, engine, Shelf(), memory_of(config), ledger)
        cut = take_in((batch.articles for batch in read(inputs, config)), job)
        parts = zip(cut.articles, cut.spans["sentence"], strict=True)
        written = pa.concat_arrays([slices(*part) for part in parts])
        texts, units = fold_units(cut, "sentence", job)
    numbers = pa.concat_tables(units.columns("text"))["text"]
    firsts = pc.index_in(pa.array(range(texts.num_rows), pa.int32()), numbers)
    text = strings_of(*bytes_of(pa.concat_tables(texts), "normalized"))
    table = pa.table({"sentence": written.take(firsts), "text": text})
    return table.filter(pc.not_equal(text, "")).slice(0, most)


def slices(articles: pa.Table, spans: pa.Table) -> pa.Array:
    """The sentences of one part, cut from their articles."""
    data, offsets = bytes_of(articles, "text")
    base = offsets[values(spans, "article")]
    starts, ends = base + values(spans, "byte_start"), base + values(spans, "byte_end")
    cut = [data[start:end].tobytes().decode() for start, end in zip(starts, ends, strict=True)]
    return pa.array(cut, pa.string())


def write_lines(column: pa.ChunkedArray, path: Path) -> None:
    """One JSON string a line."""
    lines = [json.dumps(text, ensure_ascii=False) + "\n" for text in column.to_pylist()]
    path.write_text("".join(lines), encoding="utf-8")
