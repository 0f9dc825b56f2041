"""Connected components of verified pairs, and what is known of each.

Nodes are 0..n-1; edges are two arrays.  Union-find with path halving and the smaller root winning
(Tarjan 1975; the root is the component's smallest node, so names do not depend on edge order).
"""

from dedup.kernels.arrays import Ints, Longs, Scores
from dedup.kernels.jit import inlined, kernel

__all__ = ["components", "diameters", "weakest_links"]


@inlined
def root_of(parent: Ints, node: int) -> int:
    """The root of `node`, halving the path on the way."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@kernel
def components(left: Ints, right: Ints, parent: Ints) -> None:
    """parent[i] becomes the smallest node connected with i; it starts as 0..n-1."""
    for e in range(left.shape[0]):
        a, b = root_of(parent, left[e]), root_of(parent, right[e])
        if a != b:
            parent[max(a, b)] = min(a, b)
    for i in range(parent.shape[0]):
        parent[i] = parent[parent[i]]


@kernel
def weakest_links(left: Ints, right: Ints, score: Scores, parent: Ints, weakest: Scores) -> None:
    """weakest[root]: lowest score on a maximum spanning tree of the component (Kruskal 1956).

    Edges come by descending score; parent starts as 0..n-1; weakest as ones.  Above that score the
    component falls apart.
    """
    for e in range(left.shape[0]):
        a, b = root_of(parent, left[e]), root_of(parent, right[e])
        if a != b:
            low, high = min(a, b), max(a, b)
            parent[high] = low
            weakest[low] = score[e]


@inlined
def sweep(starts: Longs, neighbors: Ints, origin: int, distance: Ints, queue: Ints) -> int:
    """Breadth-first search from `origin`; returns how many nodes it reached.

    They are queue[:result] in order of distance, and their distances are -1 on entry.
    """
    distance[origin] = 0
    queue[0] = origin
    done, reached = 0, 1
    while done < reached:
        node = queue[done]
        done += 1
        for e in range(starts[node], starts[node + 1]):
            other = neighbors[e]
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                queue[reached] = other
                reached += 1
    return reached


@inlined
def farthest(starts: Longs, neighbors: Ints, origin: int, distance: Ints, queue: Ints) -> int:
    """The node farthest from `origin`, its hops left in queue[-1]; `distance` is cleared again."""
    reached = sweep(starts, neighbors, origin, distance, queue)
    last = queue[reached - 1]
    hops = distance[last]
    for i in range(reached):
        distance[queue[i]] = -1
    queue[-1] = hops
    return last


@kernel
def diameters(
    starts: Longs,
    neighbors: Ints,
    members: Ints,
    bounds: Longs,
    exact: int,
    scratch: Ints,
    diameter: Ints,
) -> None:
    """diameter[c]: hops of the longest shortest path among members[bounds[c]:bounds[c + 1]].

    starts/neighbors is the adjacency list of all nodes.  A component of more than `exact` nodes gets
    the lower bound of a double sweep: the farthest node from the farthest node.  `scratch` is two
    rows of -1, each longer than there are nodes.
    """
    distance, queue = scratch[0], scratch[1]
    for c in range(bounds.shape[0] - 1):
        first, size = bounds[c], bounds[c + 1] - bounds[c]
        node, most = members[first], 0
        for i in range(size if size <= exact else 2):
            node = members[first + i] if size <= exact else node
            node = farthest(starts, neighbors, node, distance, queue)
            most = max(most, queue[-1])
        diameter[c] = most
