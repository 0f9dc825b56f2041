"""Groups are the connected components of verified pairs, described exactly."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.schemas import MEMBERS, TEXTS, VERIFIED, check
from dedup.stages.cluster import cluster
from tests.naive import matching as naive
from tests.naive.containing import chosen_pairs
from tests.stages.kept import parts

N, FLOOR = 9, 0.6
edges_of = st.dictionaries(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.6, 0.7, 0.75, 0.9]),
)


def members(edges, weights=(1,) * N, texts=None, held=None):
    """The MEMBERS of N texts with these verified pairs; `held`: the share of the shorter text."""
    strings = texts or [f"text number {i}" for i in range(N)]
    columns = [[s.encode() for s in strings], range(N), range(N), [3] * N, weights]
    table = pa.table(columns, schema=TEXTS.schema)
    pairs = {name: [0] * len(edges) for name in VERIFIED.schema.names}
    ordered = sorted(edges)
    pairs |= {"left": [a for a, _ in ordered], "right": [b for _, b in ordered]}
    pairs |= {"jaccard": [edges[pair] for pair in ordered]}
    pairs |= {"containment_right": [(held or {}).get(pair, 1.0) for pair in ordered]}
    verified = pa.table(pairs, schema=VERIFIED.schema)
    ages = np.zeros(N, np.int64)
    return {
        row["text"]: row
        for row in check(
            cluster(parts([verified]), parts([table]), ages, FLOOR, 2), MEMBERS
        ).to_pylist()
    }


@given(edges_of)
def test_components_weakest_edge_and_diameter_equal_the_naive_ones(edges):
    """Every figure of a group equals its definition, for any graph."""
    found = members(edges)
    label = naive.components(N, list(edges))

    assert {node for pair in edges for node in pair} == set(found)
    for text, row in found.items():
        nodes = {node for node in range(N) if label[node] == label[text]}
        inside = {pair: round(s, 2) for pair, s in edges.items() if pair[0] in nodes}
        assert label[text] == row["cluster"]
        assert naive.weakest_link(nodes, inside) == round(row["weakest_edge"], 2)
        assert naive.diameter(nodes, list(inside)) == row["diameter"]
        assert row["medoid"] in nodes


def test_a_text_that_occurs_twice_is_a_group():
    """An exact repeat needs no pair: it is its own medoid at Jaccard 1."""
    row = members({}, weights=(1, 1, 2, 1, 1, 1, 1, 1, 1))[2]

    assert (2, 2, 1.0, 1.0, 0) == tuple(
        row[name] for name in ("cluster", "medoid", "jaccard", "weakest_edge", "diameter")
    )


def test_the_medoid_is_the_text_most_like_the_others():
    """The hub of a star is the medoid, and Jaccard is exact, to it."""
    texts = ["alpha beta gamma", "alpha beta gamma x", *(f"other {i}" for i in range(N - 2))]
    found = members({(0, 1): 0.8, (1, 2): 0.8, (1, 3): 0.8}, texts=texts)

    assert {1} == {row["medoid"] for row in found.values()}
    assert 12 / 14 == round(found[0]["jaccard"], 7) or 0.857143 == round(found[0]["jaccard"], 6)


def test_occurrences_weigh():
    """Of two texts in one pair the one that occurs more often is the medoid."""
    weights = (1, 5, 1, 1, 1, 1, 1, 1, 1)

    assert 1 == members({(0, 1): 0.7}, weights=weights)[0]["medoid"]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(
            lambda pair: pair[0] < pair[1]
        ),
        st.tuples(st.sampled_from([0.2, 0.4, 0.6, 0.7]), st.sampled_from([0.85, 0.9, 1.0])),
    ),
    st.lists(st.sampled_from([1, 1, 1, 2]), min_size=N, max_size=N),
)
def test_containment_joins_single_texts_only(scores, weights):
    """For any graph the groups are the naive ones, and no two near-duplicate groups become one."""
    edges = {pair: jaccard for pair, (jaccard, _) in scores.items()}
    found = members(edges, weights, held={pair: share for pair, (_, share) in scores.items()})
    near = [pair for pair, jaccard in edges.items() if jaccard >= FLOOR]
    grouped = {i for i in range(N) if weights[i] > 1} | {node for pair in near for node in pair}
    part = {pair: (share, j) for pair, (j, share) in scores.items() if j < FLOOR}
    before = naive.components(N, near)
    after = naive.components(N, [*near, *chosen_pairs(part, grouped, lambda i: i)])

    assert set(found) == grouped | {node for pair in part for node in pair}
    assert {text: after[text] for text in found} == {t: row["cluster"] for t, row in found.items()}
    for one in grouped:
        for other in grouped:
            assert (before[one] == before[other]) == (after[one] == after[other])


def test_a_merged_sentence_goes_with_the_longer_part():
    """The example in the docstring: "A, and B" joins A and A'; B, which occurs twice, stays alone."""
    a, near_a, merged, b, tail = range(5)
    edges = {(a, near_a): 0.8, (a, merged): 0.55, (merged, b): 0.4, (merged, tail): 0.45}
    found = members(edges, weights=(1, 1, 1, 2, 1, 1, 1, 1, 1))

    groups = {text: row["cluster"] for text, row in found.items()}
    assert {a: a, near_a: a, merged: a, b: b, tail: a} == groups


def test_two_texts_that_choose_each_other_are_a_group():
    """One sentence and the same with more: a group, whose weakest edge is what holds it together."""
    found = members({(3, 7): 0.4})

    assert {3: 3, 7: 3} == {text: row["cluster"] for text, row in found.items()}
    assert 0.4 == round(found[3]["weakest_edge"], 6)
