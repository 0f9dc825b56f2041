"""The columns of the payload: flat arrays of numbers, one value a row."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.report.html.names import Names
from dedup.report.html.spans import NOWHERE

__all__ = [
    "FLAGS", "NO_LAG", "Columns", "article_columns", "cluster_columns", "link_columns",
    "occurrence_columns", "pair_columns",
]  # fmt: skip

Columns = dict[str, npt.NDArray[Any]]
NO_LAG = -(2**31)
NO_SCORE = 0xFFFF
FLAGS = ("numbers_differ", "names_differ", "negation_differs")
OF_OCCURRENCE = ("is_quote", "is_boilerplate", *FLAGS)


def score(values: pl.Series) -> npt.NDArray[np.uint16]:
    """A share of 1 in steps of 1/65534; 65535 for null."""
    scaled = (values.cast(pl.Float64).clip(0, 1) * (NO_SCORE - 1)).round()
    return scaled.fill_null(NO_SCORE).to_numpy().astype(np.uint16)


def exact(values: pl.Series) -> npt.NDArray[np.float32]:
    """A score as published; NaN for null."""
    return values.fill_null(float("nan")).to_numpy().astype(np.float32)


def count(values: pl.Series) -> npt.NDArray[np.uint32]:
    """A number or a reference; the greatest for null."""
    return values.cast(pl.Int64).fill_null(NOWHERE).clip(0, NOWHERE).to_numpy().astype(np.uint32)


def short(values: pl.Series) -> npt.NDArray[np.uint16]:
    """A small number, at most 65,535."""
    return values.cast(pl.Int64).fill_null(0).clip(0, NO_SCORE).to_numpy().astype(np.uint16)


def lag(values: pl.Series) -> npt.NDArray[np.int32]:
    """Seconds, at most 68 years; the least number for null."""
    kept = values.cast(pl.Int64).clip(1 + NO_LAG, -1 - NO_LAG).fill_null(NO_LAG)
    return kept.to_numpy().astype(np.int32)


def moment(values: pl.Series) -> npt.NDArray[np.float64]:
    """Milliseconds since 1970; NaN for null."""
    found = values.cast(pl.Int64).cast(pl.Float64) / 1000
    return found.fill_null(float("nan")).to_numpy().astype(np.float64)


def flags(frame: pl.DataFrame, sure: tuple[str, ...], open_: tuple[str, ...]) -> Any:  # noqa: ANN401
    """One bit for each of `sure`, two for each of `open_`: whether it was examined, and what is."""
    bits = np.zeros(frame.height, np.uint16)
    for i, name in enumerate(sure):
        bits |= frame[name].to_numpy().astype(np.uint16) << i
    for i, name in enumerate(open_):
        known = frame[name].is_not_null().to_numpy().astype(np.uint16)
        value = frame[name].fill_null(value=False).to_numpy().astype(np.uint16)
        bits |= (known | value << 1) << (len(sure) + 2 * i)
    return bits


def article_columns(articles: pl.DataFrame, outlets: Names, tongues: Names) -> Columns:
    """The articles."""
    return {
        "article.outlet": outlets.code(articles["source"]),
        "article.language": tongues.code(articles["language"]),
        "article.time": moment(articles["published_at"]),
        "article.chars": count(articles["n_chars"]),
        "article.sentences": count(articles["n_sentences"]),
        "article.repeated": count(articles["n_repeated_sentences"]),
        "article.internal": count(articles["n_internal_repeats"]),
        "article.repeatedShare": score(articles["repeated_ratio"]),
        "article.originalShare": score(articles["original_ratio"]),
        "article.top": count(articles["top"]),
        "article.topShare": score(articles["top_coverage"]),
    }


def occurrence_columns(rows: pl.DataFrame, words: dict[str, Names]) -> Columns:
    """The occurrences; where each is, says the span of the same number."""
    return {
        "occurrence.group": count(rows["cluster"]),
        "occurrence.text": count(rows["text_number"]),
        "occurrence.best": count(rows["best"]),
        "occurrence.jaccard": exact(rows["jaccard"]),
        "occurrence.words": short(rows["n_words"]),
        "occurrence.scope": words["scope"].code(rows["scope"]),
        "occurrence.match": words["match"].code(rows["match_type"]),
        "occurrence.lag": lag(rows["lag_seconds"]),
        "occurrence.flags": flags(rows, ("is_first", "is_new"), OF_OCCURRENCE),
    }


def pair_columns(rows: pl.DataFrame, words: dict[str, Names]) -> Columns:
    """The verified pairs."""
    return {
        "pair.group": count(rows["cluster"]),
        "pair.a": count(rows["span_a"]),
        "pair.b": count(rows["span_b"]),
        "pair.jaccard": exact(rows["jaccard"]),
        "pair.containmentA": score(rows["containment_a"]),
        "pair.containmentB": score(rows["containment_b"]),
        "pair.edit": score(rows["edit_similarity"]),
        "pair.edited": short(rows["edit_words"]),
        "pair.run": short(rows["longest_run_words"]),
        "pair.bands": short(rows["n_bands"]),
        "pair.scope": words["scope"].code(rows["scope"]),
        "pair.lag": lag(rows["lag_seconds"]),
        "pair.flags": flags(rows, (), FLAGS),
    }


def cluster_columns(rows: pl.DataFrame, words: dict[str, Names]) -> Columns:
    """The groups."""
    return {
        "group.kind": words["kind"].code(rows["kind"]),
        "group.unit": words["unit"].code(rows["unit"]),
        "group.medoid": count(rows["medoid"]),
        "group.occurrences": count(rows["n_occurrences"]),
        "group.articles": count(rows["n_articles"]),
        "group.outlets": count(rows["n_sources"]),
        "group.texts": count(rows["n_texts"]),
        "group.within": count(rows["n_within_article"]),
        "group.pairs": count(rows["n_pairs"]),
        "group.new": count(rows["n_new_occurrences"]),
        "group.least": exact(rows["jaccard_min"]),
        "group.mean": exact(rows["jaccard_mean"]),
        "group.weakest": exact(rows["weakest_edge"]),
        "group.diameter": short(rows["diameter"]),
    }


def link_columns(rows: pl.DataFrame, words: dict[str, Names]) -> Columns:
    """The article pairs: b took from a."""
    return {
        "link.a": count(rows["a"]),
        "link.b": count(rows["b"]),
        "link.matched": count(rows["n_sentences_matched"]),
        "link.exact": count(rows["n_exact"]),
        "link.coverageA": score(rows["coverage_a"]),
        "link.coverageB": score(rows["coverage_b"]),
        "link.longest": short(rows["longest_run_sentences"]),
        "link.relation": words["relation"].code(rows["relation"]),
        "link.lag": lag(rows["lag_seconds"]),
    }
