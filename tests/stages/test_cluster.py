"""Groups are the connected components of verified pairs, described exactly."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.schemas import MEMBERS, TEXTS, VERIFIED, check
from dedup.stages.cluster import cluster
from tests.naive import matching as naive
from tests.stages.kept import parts

N = 9
edges_of = st.dictionaries(
    st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.6, 0.7, 0.75, 0.9]),
)


def members(edges, weights=(1,) * N, texts=None):
    """The MEMBERS of N texts with these verified pairs."""
    strings = texts or [f"text number {i}" for i in range(N)]
    columns = [[s.encode() for s in strings], range(N), range(N), [3] * N, weights]
    table = pa.table(columns, schema=TEXTS.schema)
    pairs = {name: [0] * len(edges) for name in VERIFIED.schema.names}
    ordered = sorted(edges)
    pairs |= {"left": [a for a, _ in ordered], "right": [b for _, b in ordered]}
    pairs |= {"jaccard": [edges[pair] for pair in ordered]}
    verified = pa.table(pairs, schema=VERIFIED.schema)
    return {
        row["text"]: row
        for row in check(cluster(parts([verified]), parts([table]), 2), MEMBERS).to_pylist()
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
