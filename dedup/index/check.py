"""One text against an index: what of it was seen before, where first, and how much of it.

Nothing is locked or written, and of the index only what the text touches is read: its sentences
are looked up by hash and by band key, what meets is verified exactly, and only then are the
places of the texts found looked for.
"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.index.archive import Archive
from dedup.index.lookup import HASH, collisions_with, rows_by_hash
from dedup.index.occurring import articles_at, occurrences_of
from dedup.index.params import refuse_other_params, settings_of
from dedup.kernels.arrays import Keys, Longs
from dedup.schemas import CANDIDATES, RAW_ARTICLES, TEXTS
from dedup.stages.normalize import normalize
from dedup.stages.segment import segment
from dedup.stages.sketch import Bands, sketch
from dedup.stages.verify import verify
from dedup.storage.spill import Parts, Shelf

__all__ = ["Checked", "check"]

HALF = np.uint64(32)
FACTS = ("article_id", "source", "title", "published_at")
EARLIEST = ["published_at", "article_id", "char_start"]


class Checked(NamedTuple):
    """What was found of a text.

    `sentences`: one row each, with match (exact, near or new), jaccard of the text most like it,
    n_occurrences and n_articles of all that are like it, and the earliest of these as first_*.
    `articles`: the articles that hold most of the text, with covered as a share of it.
    """

    version: int
    unit: str
    n_chars: int
    sentences: pl.DataFrame
    articles: pl.DataFrame

    @property
    def coverage(self) -> float:
        """The share of the text, in characters of its sentences, that was seen."""
        return self.share("exact", "near")

    @property
    def coverage_exact(self) -> float:
        """The share that was seen word for word."""
        return self.share("exact")

    def share(self, *kinds: str) -> float:
        """The share of the characters in sentences of these kinds of match."""
        seen = self.sentences.filter(pl.col("match").is_in(kinds))["n_chars"].sum()
        return int(seen) / self.n_chars if self.n_chars else 0.0


def check(archive: Archive, text: str, most: int = 10) -> Checked:
    """Look a text up in an index, by the index's own settings; at most so many articles are named.

    Raises IncompatibleError when this version cuts or normalizes texts in another way.
    """
    config = Config.build(settings_of(archive.manifest))
    refuse_other_params(archive.manifest, config, archive.folder)
    unit = config.units[0]
    sentences, texts = cut(text, config)
    matches = pl.concat([exact(archive, unit, texts), near(archive, unit, texts, config)])
    matches = matches.unique(["sentence", "row"], keep="first", maintain_order=True)
    rows = np.unique(matches["row"].to_numpy())
    found = matches.join(occurrences_of(archive, unit, rows), on="row")
    sentences = with_first(archive, sentences, found)
    n_chars = int(sentences["n_chars"].sum())
    articles = covering(archive, found.join(sentences, on="sentence"), n_chars, most)
    return Checked(archive.manifest.version, unit, n_chars, sentences, articles)


def cut(text: str, config: Config) -> tuple[pl.DataFrame, pa.Table]:
    """The sentences of a text, numbered, and what each holds as TEXTS."""
    row: dict[str, Any] = dict.fromkeys(RAW_ARTICLES.schema.names)
    row |= {"article_id": "", "text": text, "input_path": "", "input_row": 1}
    article = pa.Table.from_pylist([row], RAW_ARTICLES.schema)
    spans = segment(article, config)
    is_paragraph = values(spans, "is_paragraph")
    spans = spans.filter(pa.array(is_paragraph == (config.units[0] == "paragraph")))
    normalized = normalize(article, spans)
    ones = pa.array(np.ones(spans.num_rows, np.int32))
    texts = normalized.append_column("n_occurrences", ones).select(TEXTS.schema.names)
    places = pl.DataFrame(spans.select(["char_start", "char_end"])).with_row_index("sentence")
    pieces = [text[start:end] for _, start, end in places.iter_rows()]
    numbered = places.with_columns(
        pl.col("sentence").cast(pl.Int64),
        n_chars=pl.col("char_end") - pl.col("char_start"),
        text=pl.Series(pieces, dtype=pl.String),
    )
    return numbered, texts.cast(TEXTS.schema)


# ---- what is like it ----------------------------------------------------------------------------


def exact(archive: Archive, unit: str, texts: pa.Table) -> pl.DataFrame:
    """sentence, row, jaccard, is_exact of the texts in the index with the same hash."""
    which, row = rows_by_hash(archive, unit, pl.DataFrame(texts.select(HASH)))
    has_words = values(texts, "n_words")[which] > 0
    return matched(which[has_words], row[has_words], np.ones(has_words.sum(), np.float32))


def matched(sentence: Longs, row: Longs, jaccard: np.ndarray) -> pl.DataFrame:
    """sentence, row, jaccard, is_exact."""
    columns = {"sentence": sentence, "row": row}
    frame = pl.DataFrame(columns, schema={"sentence": pl.Int64, "row": pl.Int64})
    return frame.with_columns(
        jaccard=pl.Series(jaccard, dtype=pl.Float32), is_exact=pl.Series(jaccard == 1)
    )


def near(archive: Archive, unit: str, texts: pa.Table, config: Config) -> pl.DataFrame:
    """The same of the texts in the index that are verified to be at the floor or above."""
    pairs = met(archive, unit, texts, config)
    old, left = (pairs >> HALF).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)
    if len(old) == 0:
        nothing = np.empty(0, np.int64)
        return matched(nothing, nothing, nothing.astype(np.float32))
    few, place = np.unique(old, return_inverse=True)
    both = pa.concat_tables([texts, archive.texts(unit).take(few)]).combine_chunks()
    right = (place + texts.num_rows).astype(np.int32)
    columns = [left, right, np.ones(len(left), np.int16)]
    found = verify(pa.table(columns, schema=CANDIDATES.schema), both, config.similarity, 0.0)
    row = few[values(found, "right") - texts.num_rows]
    scores = np.minimum(values(found, "jaccard"), BELOW_ONE)
    return matched(values(found, "left").astype(np.int64), row, scores)


# Texts with the same shingles may differ in their words: only an equal hash is exact.
BELOW_ONE = np.nextafter(np.float32(1), np.float32(0))


def met(archive: Archive, unit: str, texts: pa.Table, config: Config) -> Keys:
    """Sentence << 32 | number of sentences + row of each text that shares a band key with one."""
    bands = Bands(*archive.manifest.banding)
    keys = sketch(texts, 0, bands, config.min_words, config.seed)
    mine = Parts([Shelf().keep(keys)])
    found = [collisions_with(archive, unit, band, mine, 0) for band in range(bands.bands)]
    return np.unique(np.concatenate(found))


# ---- where it stands ----------------------------------------------------------------------------


def with_first(archive: Archive, sentences: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The sentences with how often and how alike they were seen, and where first."""
    counts = found.group_by("sentence").agg(
        pl.max("jaccard"),
        pl.any("is_exact"),
        n_occurrences=pl.struct("place", "char_start").n_unique().cast(pl.Int64),
        n_articles=pl.n_unique("place").cast(pl.Int64),
    )
    rows = sentences.join(counts, on="sentence", how="left", maintain_order="left")
    rows = rows.join(earliest(archive, found), on="sentence", how="left", maintain_order="left")
    seen = pl.when(pl.col("jaccard").is_null()).then(pl.lit("new")).otherwise(pl.lit("near"))
    rows = rows.with_columns(
        pl.col("n_occurrences", "n_articles").fill_null(0),
        match=pl.when("is_exact").then(pl.lit("exact")).otherwise(seen),
    )
    return rows.drop("is_exact")


def earliest(archive: Archive, found: pl.DataFrame) -> pl.DataFrame:
    """Of each sentence the occurrence published first; of equal ones that of the smaller id."""
    dates = pl.col("published_at")
    first = dates.eq_missing(dates.min().over("sentence"))
    few = found.filter(first)
    facts = articles_at(archive, few["place"].to_numpy(), "article_id", "source")
    few = few.join(facts, on="place").sort("sentence", *EARLIEST)
    few = few.unique("sentence", keep="first", maintain_order=True)
    names = ["article_id", "source", "published_at", "char_start", "char_end", "jaccard"]
    return few.select("sentence", pl.col(names).name.prefix("first_"))


def covering(archive: Archive, found: pl.DataFrame, n_chars: int, most: int) -> pl.DataFrame:
    """The articles that hold most of the text, each sentence counted once."""
    once = found.group_by("place", "sentence", "published_at").agg(
        pl.any("is_exact"), pl.first("n_chars")
    )
    sums = once.group_by("place", "published_at").agg(
        n_matched=pl.len().cast(pl.Int64),
        n_exact=pl.sum("is_exact").cast(pl.Int64),
        covered=pl.sum("n_chars") / max(1, n_chars),
    )
    best = ["covered", "n_exact", "published_at", "place"]
    order = [True, True, False, False]
    top = sums.sort(best, descending=order, nulls_last=True).head(most)
    facts = articles_at(archive, top["place"].to_numpy(), "article_id", "source", "title")
    named = top.join(facts, on="place", how="left", maintain_order="left")
    return named.select(*FACTS, "covered", "n_matched", "n_exact")
