"""Groups, pairs and articles -> the report tables: who repeated what, from where, and when."""

from collections.abc import Sequence

import polars as pl
import pyarrow as pa

from dedup import schemas
from dedup.config import Config
from dedup.stages.relate.article_pairs import article_pairs_table
from dedup.stages.relate.articles import articles_table, source_flow_table
from dedup.stages.relate.clusters import clusters_table
from dedup.stages.relate.corpus import Corpus, Matched, corpus_of
from dedup.stages.relate.names import text_ids
from dedup.stages.relate.occurrences import find_occurrences, occurrences_table
from dedup.stages.relate.pairs import pairs_table
from dedup.stages.relate.report import as_report

__all__ = ["Matched", "relate"]


def relate(
    parts: Sequence[pa.Table],
    spans: Sequence[pa.Table],
    matched: Sequence[Matched],
    config: Config,
) -> dict[str, pa.Table]:
    """Every report table that is made of matches, by name, in its published form.

    Args:
        parts: RAW_ARTICLES, in order.
        spans: SPANS cut from each part.
        matched: what matching found, one entry a unit; articles are compared by the first.
        config: whether texts and all units are published.
    """
    corpus = corpus_of(parts, spans, matched[0].unit)
    found = [find_occurrences(one, corpus) for one in matched]
    both = list(zip(found, matched, strict=True))
    text = config.publish_text
    article_pairs = article_pairs_table(found[0], corpus.facts, matched[0].unit)
    frames = {
        schemas.OCCURRENCES: [occurrences_table(f, m.unit, publish_text=text) for f, m in both],
        schemas.PAIRS: [pairs_table(f, m, publish_text=text) for f, m in both],
        schemas.CLUSTERS: [clusters_table(f, m, publish_text=text) for f, m in both],
        schemas.ARTICLE_PAIRS: [article_pairs],
        schemas.ARTICLES: [articles_table(corpus.facts, found[0], article_pairs)],
        schemas.SOURCE_FLOW: [source_flow_table(found[0])],
        schemas.SENTENCES: [sentences_table(m, corpus) for m in matched if config.sentences],
    }
    return {kind.name: as_report(tables, kind) for kind, tables in frames.items() if tables}


def sentences_table(matched: Matched, corpus: Corpus) -> pl.DataFrame:
    """Every unit that was cut, repeated or not."""
    ids = text_ids(matched.texts, matched.units.column("text").to_numpy())
    units = pl.DataFrame(matched.units).with_columns(
        pl.Series("text_id", ids), unit=pl.lit(matched.unit)
    )
    return units.with_columns(article_id=corpus.facts["article_id"][units["article"].to_numpy()])
