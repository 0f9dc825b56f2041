"""RAW_ARTICLES -> SPANS: paragraphs and sentences with exact spans; narrow."""

from functools import partial
from typing import Protocol

import pyarrow as pa

from dedup.config import Config
from dedup.kinds import quoted
from dedup.schemas import RAW_ARTICLES, SPANS, check
from dedup.stages.segment.flat import Flat, flat_text
from dedup.stages.segment.libraries import cut_by, punkt, sentencex
from dedup.stages.segment.paragraphs import Paragraphs, Sentences, cut_paragraphs
from dedup.stages.segment.scanner import scan_sentences
from dedup.stages.segment.spans import sentence_rows, spans_table, with_paragraph_rows
from dedup.stages.segment.tags import Languages, languages_of

__all__ = ["segment"]


class Segmenter(Protocol):
    """Cuts paragraphs into sentences: trimmed, in order, covering every visible character."""

    def __call__(self, flat: Flat, paragraphs: Paragraphs, languages: Languages) -> Sentences:
        """The sentences of every paragraph."""


SEGMENTERS: dict[str, Segmenter] = {
    "scanner": scan_sentences,
    "punkt": partial(cut_by, punkt),
    "sentencex": partial(cut_by, sentencex),
}


def segment(articles: pa.Table, config: Config) -> pa.Table:
    """RAW_ARTICLES -> SPANS: where each sentence, and paragraph if compared, of each text lies."""
    flat = flat_text(check(articles, RAW_ARTICLES))
    paragraphs = cut_paragraphs(flat, config.paragraphs)
    languages = languages_of(articles.column("language"), config.language)
    sentences = SEGMENTERS[config.segmenter](flat, paragraphs, languages)
    rows = sentence_rows(flat, paragraphs, sentences)
    if config.unit != "sentence":
        rows = with_paragraph_rows(rows, sentences.paragraph)
    spans = spans_table(rows)
    return spans.append_column(SPANS.schema.field("is_quote"), pa.array(quoted(articles, spans)))
