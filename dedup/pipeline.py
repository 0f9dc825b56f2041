"""The whole job on one page: one line per stage.

    read -> segment -> normalize -> fold -> sketch -> candidates -> verify -> cluster -> relate -> publish

A stage is a function from tables to tables; an engine runs the narrow ones side by side.  Nothing
here depends on how the input was cut up, so any number of jobs gives the same bytes.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from dedup.config import DEFAULTS, Config
from dedup.engine.contract import Engine
from dedup.engine.local import local_engine
from dedup.errors import RejectedError
from dedup.kernels.jit import compiled_before
from dedup.kernels.sketch import sketch_texts
from dedup.ledger import Ledger, Progress, ignore
from dedup.schemas import OCCURRENCES, RAW_ARTICLES, REJECTS, VERIFIED, empty
from dedup.stages.candidates import candidates
from dedup.stages.cluster import cluster
from dedup.stages.fold import Folded, Part, fold
from dedup.stages.normalize import normalize
from dedup.stages.publish import Published, publish
from dedup.stages.read import Batch, read
from dedup.stages.relate import Matched, relate
from dedup.stages.relate.report import as_report
from dedup.stages.segment import segment
from dedup.stages.sketch import Bands, choose_bands, collision, sketch
from dedup.stages.verify import verify
from dedup.storage import refuse_unwritable

__all__ = ["Progress", "Published", "find_tables", "in_slices", "run"]

TEXTS_AT_ONCE = 1 << 14
PAIRS_AT_ONCE = 1 << 18

Tables = dict[str, pa.Table]


class Loaded(NamedTuple):
    """The input: articles part by part, and the rows that could not be used."""

    articles: list[pa.Table]
    rejects: pa.Table


def run(
    inputs: Sequence[str],
    out: Path,
    config: Config = DEFAULTS,
    watch: Callable[[Progress], None] = ignore,
) -> Published:
    """Read `inputs`, find what repeats, and publish a run below `out`.

    Raises:
        DedupError: one of the tree in `dedup.errors`; what was published before stays as it was.
    """
    ledger, started = Ledger(watch), time.time()
    refuse_unwritable(out)
    loaded = load(read(inputs, config), ledger)
    refuse_too_many_rejects(loaded, ledger, config)
    tables = find_tables(loaded.articles, config, ledger) | {REJECTS.name: loaded.rejects}
    return publish(tables, ledger, config, out, started)


def find_tables(articles: list[pa.Table], config: Config, ledger: Ledger) -> Tables:
    """Every report table but the rejects, from RAW_ARTICLES parts."""
    articles = articles or [empty(RAW_ARTICLES)]
    with local_engine(config.jobs) as engine:
        spans = cut(articles, config, engine, ledger)
        matched = [match(articles, spans, unit, config, engine, ledger) for unit in config.units]
    with ledger.stage("relate", sum(one.units.num_rows for one in matched)) as stage:
        tables = relate(articles, spans, matched, config)
        stage.rows_out = tables[OCCURRENCES.name].num_rows
    return tables


def load(batches: Iterable[Batch], ledger: Ledger) -> Loaded:
    """Read everything, and tell of each file what was taken for what."""
    articles, rejects = [], [empty(REJECTS)]
    with ledger.stage("read") as stage:
        for batch in batches:
            articles.append(batch.articles)
            rejects.append(batch.rejects)
            stage.advance(batch.articles.num_rows + batch.rejects.num_rows)
            stage.rows_out += batch.articles.num_rows
            if batch.file is not None:
                ledger.read(batch.file._asdict())
    return Loaded([part for part in articles if part.num_rows], in_order(rejects))


def in_order(rejects: list[pa.Table]) -> pa.Table:
    """The rejects by file and row, however they were cut into batches."""
    plain = pl.col(pl.Categorical).cast(pl.String)
    return as_report([pl.DataFrame(part).with_columns(plain) for part in rejects], REJECTS)


def refuse_too_many_rejects(loaded: Loaded, ledger: Ledger, config: Config) -> None:
    """Raise RejectedError when more rows than allowed are bad."""
    rejected = loaded.rejects.num_rows
    if rejected > config.max_rejects * ledger.rows_read:
        first = loaded.rejects.slice(0, 1).to_pylist()[0]
        raise RejectedError(
            f"{rejected:,} of {ledger.rows_read:,} rows rejected, {config.max_rejects:.1%} allowed",
            where=f"{first['input_path']}:{first['input_row']}: {first['message']}",
            todo="repair the input, or allow more with --max-rejects",
        )


def cut(articles: list[pa.Table], config: Config, engine: Engine, ledger: Ledger) -> list[pa.Table]:
    """The spans of each part."""
    sizes = [part.num_rows for part in articles]
    if not compiled_before(sketch_texts):
        ledger.note("segment", "compiling the kernels, once per machine: this takes some seconds")
    with ledger.stage("segment", sum(sizes)) as stage:
        return stage.tables(engine.map(lambda part: segment(part, config), articles), sizes)


def match(
    articles: list[pa.Table],
    spans: list[pa.Table],
    unit: str,
    config: Config,
    engine: Engine,
    ledger: Ledger,
) -> Matched:
    """What repeats among the units of one kind; paragraphs never meet sentences."""
    folded = fold_unit(articles, spans, unit, engine, ledger)
    pairs = compare(folded.texts, unit, config, engine, ledger)
    with ledger.stage("cluster", pairs.num_rows) as stage:
        members = cluster(pairs, folded.texts)
        stage.rows_out = members.num_rows
    ledger.add(**{f"{unit}s": folded.units.num_rows, "texts": folded.texts.num_rows})
    return Matched(unit, folded.units, folded.texts, pairs, members)


def fold_unit(
    articles: list[pa.Table], spans: list[pa.Table], unit: str, engine: Engine, ledger: Ledger
) -> Folded:
    """The distinct texts of one kind of unit, and where each occurs."""
    kept = [of_unit(part, unit) for part in spans]
    sizes = [part.num_rows for part in kept]
    with ledger.stage("normalize", sum(sizes)) as stage:
        texts = stage.tables(
            engine.map(lambda pair: normalize(*pair), zip(articles, kept, strict=True)), sizes
        )
    firsts = [sum(part.num_rows for part in articles[:i]) for i in range(len(articles))]
    with ledger.stage("fold", sum(sizes)) as stage:
        folded = fold([Part(*part) for part in zip(kept, texts, firsts, strict=True)])
        stage.rows_out = folded.texts.num_rows
    return folded


def of_unit(spans: pa.Table, unit: str) -> pa.Table:
    """The spans of one kind."""
    is_paragraph = spans.column("is_paragraph").to_numpy()
    return spans.filter(pa.array(is_paragraph == (unit == "paragraph")))


def compare(texts: pa.Table, unit: str, config: Config, engine: Engine, ledger: Ledger) -> pa.Table:
    """The verified pairs of texts."""
    sketched = sketch_all(texts, choose(texts, unit, config, ledger), config, engine, ledger)
    found = propose(sketched, engine, ledger)
    slices = in_slices(found, PAIRS_AT_ONCE)

    def check(part: pa.Table) -> pa.Table:
        return verify(part, texts, config.similarity)

    with ledger.stage("verify", found.num_rows) as stage:
        pairs = stage.tables(engine.map(check, slices), [part.num_rows for part in slices])
    ledger.add(candidates=found.num_rows)
    return pa.concat_tables([empty(VERIFIED), *pairs])


def choose(texts: pa.Table, unit: str, config: Config, ledger: Ledger) -> Bands:
    """The banding for so many texts, and a note of it."""
    bands = choose_bands(config.similarity, config.recall, texts.num_rows)
    recall = round(collision(config.similarity, bands), 6)
    facts = {"unit": unit, **bands._asdict(), "n_texts": texts.num_rows, "recall_at_floor": recall}
    ledger.bands.append(facts)
    return bands


def sketch_all(
    texts: pa.Table, bands: Bands, config: Config, engine: Engine, ledger: Ledger
) -> list[pa.Table]:
    """The sketches of all texts, slice by slice."""
    starts = range(0, max(texts.num_rows, 1), TEXTS_AT_ONCE)
    slices = [texts.slice(start, TEXTS_AT_ONCE) for start in starts]

    def sketch_slice(at: int) -> pa.Table:
        return sketch(slices[at], starts[at], bands, config.min_words, config.seed)

    with ledger.stage("sketch", texts.num_rows) as stage:
        numbers = range(len(slices))
        made = stage.tables(engine.map(sketch_slice, numbers), [s.num_rows for s in slices])
        stage.rows_out = sum(part.num_rows for part in made)
    return made


def propose(bands: list[pa.Table], engine: Engine, ledger: Ledger) -> pa.Table:
    """The pairs of texts that meet in a band."""
    with ledger.stage("candidates", sum(part.num_rows for part in bands)) as stage:
        found = candidates(bands, engine.map)
        stage.rows_out = found.num_rows
    return found


def in_slices(table: pa.Table, rows: int) -> list[pa.Table]:
    """The table in slices of that many rows; none when it is empty."""
    return [table.slice(start, rows) for start in range(0, table.num_rows, rows)]
