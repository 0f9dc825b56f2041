"""What the articles share: article_pairs, articles and source_flow."""

import math
from collections import defaultdict
from itertools import groupby

import mmh3
import numpy as np

from tests.naive.relating import units as of
from tests.naive.relating.units import Row

__all__ = ["article_pairs", "articles", "source_flow"]


def article_pairs(rows: list[Row], unit: str) -> list[Row]:
    """For each article the earlier ones of its best matches and of its groups' firsts."""
    first = {row["cluster_id"]: row["unit_"] for row in rows if row["is_first"]}
    links = [(row["best_"], row["unit_"]) for row in rows if row["best_"]]
    links += [(first[row["cluster_id"]], row["unit_"]) for row in rows]
    pairs = {(a.article["article_id"], b.article["article_id"]): (a, b) for a, b in links}
    listed = [(a.article, b.article) for (x, y), (a, b) in pairs.items() if x != y]
    return [compared(a, b, rows, unit) for a, b in listed]


def compared(a: Row, b: Row, rows: list[Row], unit: str) -> Row:
    """Everything that two articles share."""
    in_a = [row for row in rows if row["unit_"].article is a]
    in_b = [row for row in rows if row["unit_"].article is b]
    from_a = [r for r in in_a if r["cluster_id"] in {row["cluster_id"] for row in in_b}]
    from_b = [r for r in in_b if r["cluster_id"] in {row["cluster_id"] for row in in_a}]
    n_exact = sum(row["text_id"] in {other["text_id"] for other in in_a} for row in from_b)
    chars_a, chars_b = (sum(row["n_chars"] for row in side) for side in (from_a, from_b))
    near = [float(np.float32(r["jaccard"])) for r in in_b if r["best_"] and r["best_"].article is a]
    sides = {f"{n}_a": a[n] for n in ("article_id", "source", "title", "published_at")}
    sides |= {f"{n}_b": b[n] for n in ("article_id", "source", "title", "published_at")}
    coverage = chars_a / chars_of(a, unit), chars_b / chars_of(b, unit)
    return sides | {
        "n_sentences_matched": len(from_b),
        "n_exact": n_exact,
        "n_near": len(from_b) - n_exact,
        "chars_matched_a": chars_a,
        "chars_matched_b": chars_b,
        "coverage_a": coverage[0],
        "coverage_b": coverage[1],
        **longest_run(from_a, from_b, unit),
        "jaccard_mean": sum(near) / len(near) if near else None,
        "lag_seconds": of.seconds(a["published_at"], b["published_at"]),
        "relation": relation(
            *coverage, same=a["source"] is not None and a["source"] == b["source"]
        ),
        "is_new": True,
    }


def chars_of(article: Row, unit: str) -> int:
    """The characters of all units of an article."""
    return sum(one.end - one.start for one in of.units_of(article, unit))


def longest_run(from_a: list[Row], from_b: list[Row], unit: str) -> Row:
    """The longest run of units of b, each followed in a by what follows it in b; by number, by size."""
    index = f"{unit}_index"
    place: dict[str, int] = {}
    for row in from_a:
        here = place.get(row["cluster_id"], row[index])
        place[row["cluster_id"]] = min(here, row[index])
    steps = sorted((row[index], place[row["cluster_id"]], row["n_chars"]) for row in from_b)
    straight = [(b - i, a - i, chars) for i, (b, a, chars) in enumerate(steps)]
    runs = [[chars for *_, chars in run] for _, run in groupby(straight, key=lambda step: step[:2])]
    return {
        "longest_run_sentences": max(map(len, runs)),
        "longest_run_chars": max(map(sum, runs)),
    }


def relation(a: float, b: float, *, same: bool) -> str:
    """What b is to a, by the share of each that is in the other."""
    if a >= 0.9 and b >= 0.9:
        return "duplicate"
    if same and a >= 0.5 and b >= 0.5:
        return "revision"
    if a >= 0.9 or b >= 0.9:
        return "superset" if a >= 0.9 else "subset"
    return "partial"


def articles(given: list[Row], rows: list[Row], pairs: list[Row], unit: str) -> list[Row]:
    """One row per article, in order of id."""
    return [
        described(article) | repeats_of(article, rows, unit) | top_of(article, pairs)
        for article in sorted(given, key=lambda article: article["article_id"])
    ]


def described(article: Row) -> Row:
    """What an article says of itself."""
    facts = ("article_id", "source", "title", "published_at", "language", "input_path", "input_row")
    text = of.text_of(article)
    high, low = mmh3.hash64(text.encode(), 0, x64arch=True, signed=False)
    n_sentences = sum(map(len, article["paragraphs"]))
    return {name: article[name] for name in facts} | {
        "uri": article["url"],
        "n_chars": len(text),
        "n_paragraphs": len(article["paragraphs"]),
        "n_sentences": n_sentences,
        "content_hash": f"h-{high:016x}{low:016x}",
        "status": "ok" if n_sentences else "empty",
    }


def repeats_of(article: Row, rows: list[Row], unit: str) -> Row:
    """How much of an article is repeated."""
    own = [row for row in rows if row["unit_"].article is article]
    all_chars = chars_of(article, unit) or 1
    return {
        "n_repeated_sentences": len(own),
        "n_internal_repeats": len(own) - len({row["cluster_id"] for row in own}),
        "repeated_ratio": sum(row["n_chars"] for row in own) / all_chars,
        "original_ratio": 1 - sum(r["n_chars"] for r in own if r["best_"]) / all_chars,
    }


def top_of(article: Row, pairs: list[Row]) -> Row:
    """The earlier article that covers most of this one; the smaller id wins a tie."""
    own = [pair for pair in pairs if pair["article_id_b"] == article["article_id"]]
    top = min(own, key=lambda p: (-np.float32(p["coverage_b"]), p["article_id_a"]), default={})
    return {"top_article_id": top.get("article_id_a"), "top_coverage": top.get("coverage_b")}


def source_flow(rows: list[Row]) -> list[Row]:
    """Who repeated whom on which day."""
    first = {row["cluster_id"]: row for row in rows if row["is_first"]}
    flows = defaultdict(list)
    for row in rows:
        origin, day = first[row["cluster_id"]], row["published_at"]
        if None not in (origin["source"], row["source"]) and origin["source"] != row["source"]:
            flows[origin["source"], row["source"], day and day.date()].append((origin, row))
    return [flow(*key, repeats) for key, repeats in flows.items()]


def flow(source_first: str, source_later: str, date: object, repeats: list[tuple[Row, Row]]) -> Row:
    """One outlet's repeats of another on one day."""
    lags = [of.seconds(a["published_at"], b["published_at"]) for a, b in repeats]
    known = sorted(lag for lag in lags if lag is not None)
    return {
        "source_first": source_first,
        "source_later": source_later,
        "date": date,
        "n_sentences": len(repeats),
        "n_articles": len({b["article_id"] for _, b in repeats}),
        "lag_median_seconds": known[math.floor((len(known) - 1) * 0.5)] if known else None,
        "lag_p90_seconds": known[math.floor((len(known) - 1) * 0.9)] if known else None,
    }
