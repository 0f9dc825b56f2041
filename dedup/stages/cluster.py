"""VERIFIED, TEXTS -> MEMBERS: groups of texts joined by verified pairs; wide, whole graph.

A group is a connected component of the verified near-duplicates, or one text that occurs twice or
more.  Nothing unverified joins two texts; a text without a single word (a row of asterisks) is in none.

Containment never joins two groups: "A, and B" holds both A and B, which are no repeats of each other.
But a text that is in no group goes where it belongs best: to the text that shares the largest part
of the shorter of the two; of equal ones to that of the highest Jaccard, then of the smallest hash.
That one may have gone elsewhere by the same rule, then both are there; two that choose each other
are a group.  So what is a group depends on the verified pairs and the texts alone, in whatever order
they come.  Say A and A' are near-duplicates, and B, which is shorter, occurs twice.  "A, and B" is in
no group and holds all of A and all of B: it goes to A, the longer, and is in a group with A and A'.
With B, a group by itself, it is a pair between two groups.  "and B", found nowhere else, goes along
with "A, and B" unless it has more of B.

The medoid is the text most like the others: the highest sum of Jaccard over its pairs in the group,
weighted by occurrences; of a tie the text that appeared first, so that the order of reading does
not matter.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Flags, Ints, Keys, Longs, Scores
from dedup.kernels.components import components, diameters, weakest_links
from dedup.overlap import near, overlaps
from dedup.schemas import MEMBERS, TEXTS, VERIFIED
from dedup.storage.spill import Parts

__all__ = ["cluster"]

# Breadth-first searches from every text are quadratic; above this the diameter is a lower bound.
EXACT_DIAMETER = 256

SIDES, HASHES = ("left", "right"), ("hash_high", "hash_low")


class Pairs(NamedTuple):
    """Verified pairs of rows of TEXTS."""

    left: Ints
    right: Ints
    jaccard: Scores


class Held(NamedTuple):
    """The same, and the larger containment of each pair."""

    left: Ints
    right: Ints
    jaccard: Scores
    share: Scores


Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


class Graph(NamedTuple):
    """The pairs that make groups, over the texts that are grouped; edges name rows of `texts`."""

    texts: Ints
    left: Ints
    right: Ints
    jaccard: Scores


def cluster(
    verified: Parts,
    texts: Parts,
    ages: Longs,
    similarity: float,
    at_once: int = 1 << 20,
    each: Each = map,
) -> pa.Table:
    """The group, its medoid and its figures, for every text that is repeated.

    Args:
        verified: VERIFIED, in any order.
        texts: TEXTS.
        ages: of each text, the place in time of its first occurrence.
        similarity: the Jaccard from which on two texts are near-duplicates.
        at_once: of how many grouped texts the words are in memory at a time.
        each: `map` or an engine's, which may find the figures side by side.
    """
    weights = column(texts, "n_occurrences")
    grouped = (weights > 1) & (column(texts, "n_words") > 0)
    graph = graph_of(joining(verified, texts, grouped, similarity), grouped)
    root = roots(graph)
    first = np.argsort(ages[graph.texts], kind="stable")

    def central() -> tuple[Ints, Scores]:
        medoid = graph.texts[medoids(graph, root, weights[graph.texts], first)]
        return medoid, likeness(texts, graph.texts, medoid, at_once)

    tasks = central, lambda: weakest(graph)[root], lambda: diameter_of(graph, root)[root]
    (medoid, jaccard), score, diameter = each(lambda task: task(), tasks)
    columns = [graph.texts, graph.texts[root], medoid, jaccard, score, diameter]
    return pa.table(columns, schema=MEMBERS.schema)


def column(parts: Parts, name: str) -> npt.NDArray[Any]:
    """A column of all parts as one array."""
    kind = TEXTS.schema.field(name) if name in TEXTS.schema.names else VERIFIED.schema.field(name)
    found = np.empty(parts.num_rows, kind.type.to_pandas_dtype())
    for start, part in zip(parts.starts, parts.columns(name), strict=True):
        found[start : start + part.num_rows] = values(part, name)
    return found


def joining(verified: Parts, texts: Parts, grouped: Flags, similarity: float) -> Pairs:
    """The pairs that make groups; `grouped`, the texts that are repeated as they are, gets the others."""
    left, right, jaccard = (column(verified, name) for name in Pairs._fields)
    kept = near(jaccard, similarity)
    grouped[left[kept]] = grouped[right[kept]] = True
    if not kept.all():
        share = np.maximum(*(column(verified, f"containment_{side}") for side in SIDES))
        kept[chosen(Held(left, right, jaccard, share), ~kept, ~grouped, texts)] = True
        grouped[left[kept]] = grouped[right[kept]] = True
    return Pairs(left[kept], right[kept], jaccard[kept])


def chosen(pairs: Held, some: Flags, free: Flags, texts: Parts) -> Longs:
    """Which of `some` pairs join a `free` text to the one it belongs to best."""
    at = np.flatnonzero(some & (free[pairs.left] | free[pairs.right]))
    ends = np.concatenate([pairs.left[at], pairs.right[at]])
    partner = np.concatenate([pairs.right[at], pairs.left[at]])
    pair = np.concatenate([at, at])[free[ends]]
    ends, partner = ends[free[ends]], partner[free[ends]]
    high, low = hashes(texts, partner)
    order = np.lexsort((low, high, -pairs.jaccard[pair], -pairs.share[pair], ends))
    first = np.unique(ends[order], return_index=True)[1]
    return np.unique(pair[order[first]])


def hashes(texts: Parts, rows: Ints) -> tuple[Keys, Keys]:
    """Both halves of the hash of each of these texts."""
    distinct, at = np.unique(rows, return_inverse=True)
    found = texts.take(distinct, *HASHES)
    high, low = (values(found, name)[at] for name in HASHES)
    return high, low


def graph_of(pairs: Pairs, grouped: Flags) -> Graph:
    """The pairs over the texts that are `grouped`, in order of text."""
    texts = np.flatnonzero(grouped).astype(np.int32)
    node = np.cumsum(grouped, dtype=np.int32) - np.int32(1)
    return Graph(texts, node[pairs.left], node[pairs.right], pairs.jaccard)


def likeness(texts: Parts, members: Ints, medoid: Ints, at_once: int) -> Scores:
    """The exact Jaccard of each of `members` to its medoid."""
    jaccard = np.ones(len(members), np.float32)
    others = np.flatnonzero(members != medoid)
    others = others[np.argsort(medoid[others], kind="stable")]
    for start in range(0, len(others), at_once):
        some = others[start : start + at_once]
        rows = np.union1d(members[some], medoid[some])
        at = np.searchsorted(rows, np.stack([medoid[some], members[some]])).astype(np.int32)
        jaccard[some] = overlaps(texts.take(rows), at[0], at[1]).jaccard
    return jaccard


def roots(graph: Graph) -> Ints:
    """The smallest node of each node's component."""
    parent = np.arange(len(graph.texts), dtype=np.int32)
    components(graph.left, graph.right, parent)
    return parent


def medoids(graph: Graph, root: Ints, weight: Ints, first: Longs) -> Ints:
    """The node most like the others of its component, for every node; `first` are the nodes by age."""
    likeness = weight.astype(np.float64)
    for here, there in ((graph.left, graph.right), (graph.right, graph.left)):
        pull = graph.jaccard * weight[there].astype(np.float64)
        likeness += np.bincount(here, weights=pull, minlength=len(weight))
    best_first = first[np.lexsort((-likeness[first], root[first]))]
    found, at = np.unique(root[best_first], return_index=True)
    return best_first[at][np.searchsorted(found, root)].astype(np.int32)


def weakest(graph: Graph) -> Scores:
    """At each root, the score above which its component falls apart; 1 for a single text."""
    order = np.lexsort((graph.right, graph.left, -graph.jaccard))
    parent = np.arange(len(graph.texts), dtype=np.int32)
    scores = np.ones(len(graph.texts), np.float32)
    weakest_links(graph.left[order], graph.right[order], graph.jaccard[order], parent, scores)
    return scores


def diameter_of(graph: Graph, root: Ints) -> Ints:
    """At each root, the longest shortest path of its component."""
    starts, neighbors = adjacency(graph)
    members = np.argsort(root, kind="stable").astype(np.int32)
    heads, at = np.unique(root[members], return_index=True)
    bounds = np.append(at, len(members)).astype(np.int64)
    lengths, at_root = np.zeros(len(heads), np.int32), np.zeros(len(root), np.int32)
    scratch = np.full((2, len(root) + 2), -1, np.int32)
    diameters(starts, neighbors, members, bounds, EXACT_DIAMETER, scratch, lengths)
    at_root[heads] = lengths
    return at_root


def adjacency(graph: Graph) -> tuple[Longs, Ints]:
    """Both directions of every edge, grouped by node."""
    here = np.concatenate([graph.left, graph.right])
    there = np.concatenate([graph.right, graph.left])
    degrees = np.bincount(here, minlength=len(graph.texts))
    return np.concatenate([[0], np.cumsum(degrees)]), there[np.argsort(here, kind="stable")]
