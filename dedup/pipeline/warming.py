"""Two sentences taken through all stages but the cutting: every kernel they need is compiled."""

import pyarrow as pa

from dedup.config import DEFAULTS
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import memory_of
from dedup.pipeline.auditing import quality_of
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.relating import collected, match_all
from dedup.schemas import RAW_ARTICLES, SPANS
from dedup.stages.normalize import normalize
from dedup.stages.relate import facts_of
from dedup.storage.spill import Shelf

__all__ = ["warm"]

SAID = (
    "The council approved the new harbour budget late on Monday evening.",
    "The council approved the new harbour budget late on Tuesday evening.",
    "The council approved the new harbour budget late on Tuesday evening.",
)


def warm() -> None:
    """Compile the kernels of all stages after segmentation, where they are not."""
    with local_engine(1) as engine:
        job = Job(DEFAULTS, engine, Shelf(), memory_of(DEFAULTS), Ledger())
        cut = cut_by_hand(job)
        matched = match_all(cut, job)
        with job.ledger.stage("audit") as stage:
            quality_of(matched, job, stage)
        collected(cut, matched, job)


def cut_by_hand(job: Job) -> Cut:
    """An article of each sentence."""
    articles, spans = articles_of(SAID), spans_of(SAID)
    facts, normalized = facts_of(articles, spans, "sentence"), normalize(articles, spans)
    article_parts, fact_parts, span_parts, normalized_parts = (
        job.shelf.parts([one]) for one in (articles, facts, spans, normalized)
    )
    by_unit = {"sentence": span_parts}, {"sentence": normalized_parts}
    return Cut(article_parts, fact_parts, *by_unit, len(SAID))


def articles_of(texts: tuple[str, ...]) -> pa.Table:
    """RAW_ARTICLES."""
    known = {
        "article_id": [str(i) for i in range(len(texts))],
        "text": list(texts),
        "input_path": [""] * len(texts),
        "input_row": list(range(len(texts))),
    }
    columns = [known.get(name, [None] * len(texts)) for name in RAW_ARTICLES.schema.names]
    return pa.table(columns, schema=RAW_ARTICLES.schema)


def spans_of(texts: tuple[str, ...]) -> pa.Table:
    """SPANS: one sentence a text, all of it; every other figure is 0."""
    ends, nothing = [len(text) for text in texts], [0] * len(texts)
    known = {"article": list(range(len(texts))), "char_end": ends, "byte_end": ends}
    columns = [pa.array(known.get(field.name, nothing)).cast(field.type) for field in SPANS.schema]
    return pa.table(columns, schema=SPANS.schema)
