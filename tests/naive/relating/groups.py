"""What repeats, by comparing everything with everything: occurrences, pairs and clusters."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dedup.words import changes, render
from tests.naive import containing, matching
from tests.naive.relating import kinds
from tests.naive.relating import units as of
from tests.naive.relating.units import Row, Unit

__all__ = ["Floors", "Found", "clusters", "common", "find", "occurrences", "pairs"]


Pairs = dict[tuple[str, str], float]


class Floors(NamedTuple):
    """What a pair must reach, and how many words a text must have."""

    similarity: float
    containment: float
    min_words: int


class Found(NamedTuple):
    """Groups of units, each in order of time; verified pairs of texts, and those of them that make
    groups; texts in order of input.
    """

    unit: str
    units: list[Unit]
    groups: list[list[Unit]]
    pairs: Pairs
    edges: Pairs
    texts: list[str]
    floors: Floors


def find(articles: list[Row], unit: str, floors: Floors) -> Found:
    """Every repeat of one kind of unit."""
    units = [one for article in articles for one in of.units_of(article, unit)]
    texts = list(dict.fromkeys(one.key for one in units))
    long = [key for key in texts if matching.words_of(key) >= floors.min_words]
    near = matching.verified_pairs(long, floors.similarity)
    part = containing.contained_pairs(long, floors.containment) - near.keys()
    verified = {(long[i], long[j]): score for (i, j), score in near.items()}
    more = {(long[i], long[j]): of.jaccard(long[i], long[j]) for i, j in part}
    edges = verified | {pair: more[pair] for pair in chosen(units, verified, more)}
    return Found(unit, units, grouped(units, texts, edges), verified | more, edges, texts, floors)


def chosen(units: list[Unit], near: Pairs, part: Pairs) -> set[tuple[str, str]]:
    """The containments by which texts that are in no group join one."""
    times = Counter(one.key for one in units)
    known = {key for key, n in times.items() if n > 1} | {key for pair in near for key in pair}
    scores = {pair: (containing.share_of_shorter(*pair), score) for pair, score in part.items()}
    return containing.chosen_pairs(scores, known, of.halves)


def grouped(units: list[Unit], texts: list[str], pairs: Pairs) -> list[list[Unit]]:
    """The units connected by equality or a pair, where there are several; nothing without words."""
    edges = [(texts.index(a), texts.index(b)) for a, b in pairs]
    label = dict(zip(texts, matching.components(len(texts), edges), strict=True))
    groups: dict[int, list[Unit]] = {}
    for one in units:
        if one.key:
            groups.setdefault(label[one.key], []).append(one)
    return [sorted(group, key=lambda u: u.when) for group in groups.values() if len(group) > 1]


# ---- occurrences --------------------------------------------------------------------------------


def occurrences(found: Found) -> list[Row]:
    """One row per occurrence; `unit_` and `best_` hold the units themselves."""
    fixtures = kinds.fixtures(found.groups, found.unit)
    several = enumerate(found.groups)
    return [row for i, group in several for row in occurrences_of(group, found, i, fixtures)]


def occurrences_of(
    group: list[Unit], found: Found, number: int, fixtures: set[tuple[int, str]]
) -> Iterator[Row]:
    """The rows of one group, in order of time."""
    name = of.cluster_id(group[0].key, found.unit)
    for at, one in enumerate(group):
        best, kind = best_of(one, group[:at], found)
        yield (
            common(one, found.unit)
            | against(best, one, kind)
            | kinds.changed(best, one)
            | {
                "cluster_id": name,
                "is_first": at == 0,
                "is_quote": one.is_quote,
                "is_boilerplate": (number, one.article["source"]) in fixtures,
                "is_new": True,
                "unit_": one,
                "best_": best,
            }
        )


def best_of(one: Unit, earlier: list[Unit], found: Found) -> tuple[Unit | None, str]:
    """The nearest earlier occurrence: exact, else of the nearest verified text, else the first."""
    same = [other for other in earlier if other.key == one.key]
    if same or not earlier:
        return (same[-1], "exact") if same else (None, "first")
    debut = {other.key: i for i, other in reversed(list(enumerate(earlier)))}
    scored = [(np.float32(score_of(key, one.key, found)), i, key) for key, i in debut.items()]
    score, _, nearest = max(scored)
    best = [u for u in earlier if u.key == nearest][-1] if score else earlier[0]
    return best, way_of(one.key, best.key, found.floors)


def way_of(key: str, best: str, floors: Floors) -> str:
    """How a text matches another one."""
    shares = of.containment(key, best), of.containment(best, key)
    is_near = np.float32(of.jaccard(key, best)) >= np.float32(floors.similarity)
    if is_near or not floors.containment or max(shares) < floors.containment:
        return "near"
    return "contained" if shares[0] >= shares[1] else "contains"


def score_of(a: str, b: str, found: Found) -> float:
    """The verified Jaccard of two texts, 0 when they are no pair."""
    return found.pairs.get((a, b), found.pairs.get((b, a), 0.0))


def common(one: Unit, unit: str) -> Row:
    """What a unit says of itself."""
    facts = ("article_id", "source", "title", "url", "published_at", "language")
    return {name: one.article[name] for name in facts} | {
        "unit": unit,
        "text_id": of.text_id(one.key),
        "sentence_index": one.sentence_index,
        "paragraph_index": one.paragraph_index,
        "char_start": one.start,
        "char_end": one.end,
        "n_words": matching.words_of(one.key),
        "n_chars": one.end - one.start,
        "text": one.text,
    }


def against(best: Unit | None, one: Unit, kind: str) -> Row:
    """The columns that compare an occurrence with its best match."""
    if best is None:
        names = ("article_id", "source", "char_start", "char_end")
        scores = ("jaccard", "containment", "edit_similarity", "lag_seconds", "diff")
        nothing = dict.fromkeys([*(f"best_{name}" for name in names), *scores])
        return nothing | {"match_type": kind, "scope": "first"}
    return {
        "match_type": kind,
        "scope": of.scope(best, one),
        "best_article_id": best.article["article_id"],
        "best_source": best.article["source"],
        "best_char_start": best.start,
        "best_char_end": best.end,
        "jaccard": of.jaccard(best.key, one.key),
        "containment": of.containment(one.key, best.key),
        "edit_similarity": of.edits(best.key, one.key)[0],
        "lag_seconds": of.seconds(best.article["published_at"], one.article["published_at"]),
        "diff": render(changes(best.text, one.text)) if kind != "exact" else None,
    }


# ---- pairs --------------------------------------------------------------------------------------


def pairs(found: Found) -> list[Row]:
    """One row per verified pair, each side at the first place of its text."""
    debut = {one.key: one for group in found.groups for one in reversed(group)}
    name = {u.key: of.cluster_id(group[0].key, found.unit) for group in found.groups for u in group}
    rows = []
    for keys, score in found.pairs.items():
        a, b = sorted((debut[key] for key in keys), key=lambda u: u.when)
        both = side(a, "a", found) | side(b, "b", found) | compared(a, b) | edited(*keys)
        rows.append(both | {"unit": found.unit, "cluster_id": name[a.key], "jaccard": score})
        rows[-1]["pair_id"] = of.pair_id(a.key, b.key, found.unit)
    return rows


def side(one: Unit, letter: str, found: Found) -> Row:
    """One side of a pair."""
    columns = {name: one.article[name] for name in ("article_id", "source", "published_at")}
    columns |= {"text_id": of.text_id(one.key), "text": one.text}
    columns |= {"char_start": one.start, "char_end": one.end}
    columns["n_occurrences"] = sum(other.key == one.key for other in found.units)
    return {f"{name}_{letter}": value for name, value in columns.items()}


def compared(a: Unit, b: Unit) -> Row:
    """How the sides of a pair compare."""
    return kinds.changed(a, b) | {
        "containment_a": of.containment(a.key, b.key),
        "containment_b": of.containment(b.key, a.key),
        "scope": of.scope(a, b),
        "lag_seconds": of.seconds(a.article["published_at"], b.article["published_at"]),
        "diff": render(changes(a.text, b.text)),
    }


def edited(left: str, right: str) -> Row:
    """How the words of two texts align, from the text with the smaller hash to the other: of
    several alignments equally short, which one is taken depends on the direction.
    """
    names = ("edit_similarity", "edit_words", "longest_run_words")
    old, new = sorted((left, right), key=of.halves)
    return dict(zip(names, of.edits(old, new), strict=True))


# ---- clusters -----------------------------------------------------------------------------------


def clusters(found: Found) -> list[Row]:
    """One row per group."""
    fixtures = kinds.fixtures(found.groups, found.unit)
    return [
        counted(group)
        | {"kind": kinds.kind_of(group, sum((i, u.article["source"]) in fixtures for u in group))}
        | shape(group, found)
        | dated(group)
        for i, group in enumerate(found.groups)
    ]


def counted(group: list[Unit]) -> Row:
    """How much of what is in a group."""
    articles = {one.article["article_id"] for one in group}
    return {
        "n_occurrences": len(group),
        "n_new_occurrences": len(group),
        "n_articles": len(articles),
        "n_sources": len({one.article["source"] for one in group} - {None}),
        "n_texts": len({one.key for one in group}),
        "n_within_article": len(group) - len(articles),
        "previous_cluster_ids": None,
    }


def shape(group: list[Unit], found: Found) -> Row:
    """The medoid of a group, and how tightly it hangs together."""
    nodes = {found.texts.index(one.key) for one in group}
    edges = {
        (found.texts.index(a), found.texts.index(b)): float(np.float32(score))
        for (a, b), score in found.edges.items()
        if found.texts.index(a) in nodes
    }
    keys = {one.key for one in group}
    medoid = found.texts[most_central(nodes, edges, group, found)]
    likeness = [np.float32(of.jaccard(medoid, found.texts[node])) for node in nodes]
    return {
        "unit": found.unit,
        "cluster_id": of.cluster_id(group[0].key, found.unit),
        "text": next(one.text for one in group if one.key == medoid),
        "jaccard_min": min(likeness),
        "jaccard_mean": sum(map(float, likeness)) / len(likeness),
        "weakest_edge": matching.weakest_link(nodes, edges),
        "diameter": matching.diameter(nodes, list(edges)),
        "n_pairs": sum(keys.issuperset(pair) for pair in found.pairs),
    }


def most_central(
    nodes: set[int], edges: dict[tuple[int, int], float], group: list[Unit], found: Found
) -> int:
    """The node with the highest weighted sum of Jaccards; the one seen first wins a tie."""
    weight = {node: sum(one.key == found.texts[node] for one in group) for node in nodes}
    likeness = {
        node: weight[node] + sum(s * weight[sum(e) - node] for e, s in edges.items() if node in e)
        for node in nodes
    }
    seen = [one.key for one in group]
    first = {node: seen.index(found.texts[node]) for node in nodes}
    return min(nodes, key=lambda node: (-round(likeness[node], 9), first[node]))


def dated(group: list[Unit]) -> Row:
    """First and last of a group."""
    times = [one.article["published_at"] for one in group if one.article["published_at"]]
    first, last = (min(times), max(times)) if times else (None, None)
    return {
        "first_article_id": group[0].article["article_id"],
        "first_source": group[0].article["source"],
        "first_published_at": first,
        "last_published_at": last,
        "span_seconds": of.seconds(first, last),
    }
