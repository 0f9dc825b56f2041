"""Slow twins of the segment stage, what its spans promise, and the tables its tests need."""

import itertools
import re
from collections.abc import Iterable, Sequence

import pyarrow as pa

from dedup.schemas import RAW_ARTICLES, SPANS

__all__ = ["check_spans", "cut", "paragraphs", "positions", "raw_articles", "strip"]

WHITE_SPACE = (
    "\t\n\v\f\r\x20\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
LINE_BREAK = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")


def raw_articles(texts: Sequence[str], languages: Sequence[str | None] | None = None) -> pa.Table:
    """A RAW_ARTICLES table of these texts."""
    rows = [
        {"article_id": f"a{i}", "text": text, "input_path": "in.jsonl", "input_row": i + 1}
        | {"language": languages[i] if languages else None}
        for i, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=RAW_ARTICLES.schema)


def cut(text: str, spans: pa.Table) -> list[str]:
    """The slices of one text that the rows of SPANS name."""
    rows = zip(spans["char_start"].to_pylist(), spans["char_end"].to_pylist(), strict=True)
    return [text[start:end] for start, end in rows]


def strip(text: str) -> str:
    """The text without white space at its ends."""
    return text.strip(WHITE_SPACE)


def check_spans(texts: Sequence[str], spans: pa.Table) -> None:
    """Every promise of SPANS, for a table of sentences only."""
    assert spans.schema == SPANS.schema
    rows = spans.to_pylist()
    assert sorted(rows, key=lambda r: (r["article"], r["char_start"])) == rows
    for article, text in enumerate(texts):
        check_text(text, [row for row in rows if row["article"] == article])


def check_text(text: str, rows: list[dict[str, int]]) -> None:
    """The promises for one text: trimmed, disjoint, counted, covering, bytes equal to characters."""
    raw, at = text.encode(), 0
    assert list(range(len(rows))) == [row["sentence_index"] for row in rows]
    for row in rows:
        start, end = row["char_start"], row["char_end"]
        assert at <= start < end
        assert strip(text[at:start]) == ""
        assert strip(text[start:end]) == text[start:end]
        assert raw[row["byte_start"] : row["byte_end"]].decode() == text[start:end]
        at = end
    assert strip(text[at:]) == ""
    steps = [row["paragraph_index"] for row in rows]
    assert steps == sorted(steps)
    assert set(steps) == set(range(len(set(steps))))


def positions(text: str, byte_spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in bytes as spans in code points."""
    raw = text.encode()
    return [(len(raw[:start].decode()), len(raw[:end].decode())) for start, end in byte_spans]


def paragraphs(text: str, mode: str) -> list[str]:
    """The trimmed paragraphs of a text, by the rule as it is written down."""
    lines = LINE_BREAK.split(text)
    each = mode == "line" or (mode == "auto" and not is_wrapped(lines))
    found: list[list[str]] = [[]]
    for line in lines:
        if each or not strip(line):
            found.append([])
        found[-1].append(line)
    joined = [strip("\n".join(part)) for part in found]
    return [part.replace("\n", " ") for part in joined if part]


def is_wrapped(lines: list[str]) -> bool:
    """Whether the lines look filled by a program: 30 to 120 wide, 80 % of them full."""
    kept = [line.rstrip(WHITE_SPACE) for line in lines]
    widest = max((len(line) for line in kept if " " in strip(line)), default=0)
    breaks = [(a, strip(b)) for a, b in itertools.pairwise(kept) if strip(a) and strip(b)]
    full = sum(len(a) + 1 + len(b.split(" ")[0]) > widest - 6 for a, b in breaks)
    return 30 <= widest <= 120 and len(breaks) >= 2 and full >= 0.8 * len(breaks)
