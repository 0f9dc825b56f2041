"""The sentences that every tool is given."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dedup import pipeline
from dedup.arrow import bytes_of, strings_of, values
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.stages.read import read

__all__ = ["sentences_of", "write_lines"]


def sentences_of(inputs: list[str], most: int) -> pa.Table:
    """The first `most` sentences of the input that differ from one another when normalized.

    Columns: sentence, as it was written; text, as it is compared.  What is left out repeats an
    earlier sentence exactly, so that no tool is charged for exact repeats, or has no letter or digit.
    """
    config, ledger = Config(), Ledger()
    articles = pipeline.load(read(inputs, config), ledger).articles
    with local_engine(config.jobs) as engine:
        spans = pipeline.cut(articles, config, engine, ledger)
        folded = pipeline.fold_unit(articles, spans, "sentence", engine, ledger)
    written = pa.concat_arrays([slices(*part) for part in zip(articles, spans, strict=True)])
    firsts = pc.index_in(pa.array(range(folded.texts.num_rows), pa.int32()), folded.units["text"])
    text = strings_of(*bytes_of(folded.texts, "normalized"))
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
