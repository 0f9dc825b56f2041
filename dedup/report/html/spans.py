"""Every stretch of text the page points at: occurrences, the sides of pairs, the best matches."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from dedup.report.html.load import Tables, texts_of_rows
from dedup.report.html.places import Longs, Text, laid_out, pieces_of_spans
from dedup.schemas import OCCURRENCES, PAIRS

__all__ = ["NOWHERE", "located", "numbered", "refer", "spans_of", "text_of"]

KEY = ["unit", "article", "char_start", "char_end"]
NOWHERE = 0xFFFFFFFF


def numbered(frame: pl.DataFrame, articles: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """`frame` with a number for each article id; `names` tells which column gets which name."""
    ids = articles.select("article_id").with_row_index("number")
    for column, name in names.items():
        known = ids.rename({"article_id": column, "number": name})
        frame = frame.join(known, on=column, how="left", maintain_order="left")
    return frame.with_columns(pl.col(list(names.values())).cast(pl.Int64))


def sides(frame: pl.DataFrame, article: str, start: str, end: str) -> pl.DataFrame:
    """One side of a table as spans; rows without one are left out."""
    own = {"article": article, "char_start": start, "char_end": end}
    columns = [pl.col(column).alias(name) for name, column in own.items()]
    return frame.select("unit", *columns).drop_nulls()


def spans_of(occurrences: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Distinct spans; the first ones are the occurrences, row by row."""
    every = [
        occurrences.select(KEY),
        sides(pairs, "article_a", "char_start_a", "char_end_a"),
        sides(pairs, "article_b", "char_start_b", "char_end_b"),
        sides(occurrences, "best_article", "best_char_start", "best_char_end"),
    ]
    return pl.concat(every).unique(keep="first", maintain_order=True).with_row_index("span")


def refer(frame: pl.DataFrame, columns: list[str], spans: pl.DataFrame) -> pl.Series:
    """The number of the span that each row names in `columns`."""
    known = spans.rename(dict(zip(KEY, columns, strict=True)))
    found = frame.select(columns).join(known, on=columns, how="left", maintain_order="left")
    return found["span"].fill_null(NOWHERE)


def text_of(
    tables: Tables, occurrences: pl.DataFrame, pairs: pl.DataFrame, whole: pl.DataFrame
) -> Text:
    """All text of the page: `whole` articles (article, text), and repeated sentences of others."""
    full = whole.select("article", pl.lit(0, pl.Int64).alias("char_start"), "text")
    parts = pieces_of_spans(known_spans(tables, occurrences, pairs, full["article"]))
    both = pl.concat([full, parts.cast({"article": pl.Int64, "char_start": pl.Int64})])
    return laid_out(both.sort("article", "char_start"))


def known_spans(
    tables: Tables, occurrences: pl.DataFrame, pairs: pl.DataFrame, full: pl.Series
) -> pl.DataFrame:
    """The spans whose text is published, of the articles that are not there as a whole."""
    lacking = occurrences.filter(~pl.col("article").is_in(full.implode()))
    found = [with_text(tables, lacking, OCCURRENCES.name, "")]
    for side in "ab":
        named = {f"{name}_{side}": name for name in ("article", "char_start", "char_end")}
        rows = pairs.select("row", "unit", *named).rename(named)
        others = rows.join(occurrences, on=KEY, how="anti", maintain_order="left")
        others = others.filter(~pl.col("article").is_in(full.implode()))
        found.append(with_text(tables, others, PAIRS.name, f"_{side}"))
    return pl.concat(found).drop_nulls().unique(maintain_order=True)


def with_text(tables: Tables, rows: pl.DataFrame, table: str, side: str) -> pl.DataFrame:
    """Spans with their published text."""
    kind = OCCURRENCES if table == OCCURRENCES.name else PAIRS
    ordered = rows.sort("row")
    texts = texts_of_rows(tables, kind, f"text{side}", ordered["row"].cast(pl.Int64))
    return ordered.select(
        pl.col("article", "char_start", "char_end").cast(pl.Int64), texts.alias("text")
    )


def located(spans: pl.DataFrame, text: Text) -> tuple[Longs, Longs]:
    """Where each span begins in the text, and its length, in UTF-16; length 0 where it is not."""
    article, begin, end = (spans[name].cast(pl.Int64).to_numpy() for name in KEY[1:])
    first, last = text.locate(article, begin), text.locate(article, end)
    # Shorter than its code points: a part of it is in a gap.
    known = (first >= 0) & (last - first >= end - begin)
    return np.where(known, first, 0), np.where(known, last - first, 0)
