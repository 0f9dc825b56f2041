"""Slow twins of the matching core, in plain Python and with the reference libraries."""

import itertools
from collections.abc import Sequence

import numpy as np
from datasketch import MinHash, MinHashLSH

from tests.naive.similarity import shingles

__all__ = [
    "candidate_pairs",
    "components",
    "diameter",
    "hash32",
    "rows_of",
    "shingle_key",
    "signature",
    "verified_pairs",
    "weakest_link",
    "word_list",
    "words_of",
]

Pair = tuple[int, int]
WORD64 = 2**64 - 1
UNSPACED = (
    (0xE00, 0xEFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def words_of(normalized: str) -> int:
    """The words of a normalized text: tokens, and each further letter of an unspaced script."""
    later = [ord(c) for token in normalized.split() for c in token[1:]]
    return len(normalized.split()) + sum(
        low <= cp <= high for cp in later for low, high in UNSPACED
    )


def word_list(normalized: str) -> list[str]:
    """What is aligned: tokens, with each letter of an unspaced script by itself."""
    words, grows = [], False
    for char in normalized:
        alone = any(low <= ord(char) <= high for low, high in UNSPACED)
        if char == " ":
            grows = False
        elif alone or not grows:
            words.append(char)
            grows = not alone
        else:
            words[-1] += char
    return words


def shingle_key(shingle: str) -> int:
    """The 64-bit key of one shingle, by its definition in `dedup.kernels.shingle`."""
    cps = [ord(c) for c in shingle]
    if max(cps, default=0) < 4096:
        return sum(cp << 12 * i for i, cp in enumerate(reversed(cps)))
    word = sum(cp << 21 * i for i, cp in enumerate(reversed(cps)))
    low, high = word & (2**63 - 1), word >> 63
    x = (high + 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93 & WORD64
    x = (x ^ (x >> 32) ^ low) * 0x9E3779B97F4A7C15 & WORD64
    x = (x ^ (x >> 29)) * 0xD6E8FEB86659FD93 & WORD64
    return x ^ (x >> 32) | 1 << 63


def hash32(key: int) -> int:
    """The 32-bit hash of a shingle key."""
    return ((key ^ key >> 29) * 0x9E3779B97F4A7C15 & WORD64) >> 32


def signature(text: str, num_perm: int, seed: int) -> MinHash:
    """datasketch's own MinHash of the shingle hashes of a normalized text."""
    minhash = MinHash(num_perm=num_perm, seed=seed, scheme="affine32", hashfunc=int)
    minhash.update_batch([hash32(shingle_key(shingle)) for shingle in shingles(text)])
    return minhash


def candidate_pairs(texts: Sequence[str], bands: int, rows: int, seed: int) -> set[Pair]:
    """The pairs that datasketch's MinHashLSH proposes with `params=(bands, rows)`."""
    signatures = [signature(text, bands * rows, seed) for text in texts]
    lsh = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    for i, one in enumerate(signatures):
        lsh.insert(i, one)
    found = ((i, j) for i, one in enumerate(signatures) for j in lsh.query(one))
    return {(i, j) for i, j in found if i < j}


def verified_pairs(texts: Sequence[str], floor: float) -> dict[Pair, float]:
    """All pairs of normalized texts with a Jaccard of at least `floor`, by brute force."""
    sets = [shingles(text) for text in texts]
    pairs = itertools.combinations(range(len(texts)), 2)
    scores = {(i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j]) for i, j in pairs}
    return {pair: score for pair, score in scores.items() if score >= floor}


def components(n: int, edges: Sequence[Pair]) -> list[int]:
    """The smallest node connected with each of 0..n-1, by spreading it until nothing changes."""
    label = list(range(n))
    for _ in range(n):
        for a, b in edges:
            label[a] = label[b] = min(label[a], label[b])
    return label


def weakest_link(nodes: set[int], edges: dict[Pair, float]) -> float:
    """The highest score whose edges alone still connect `nodes`; 1 for a single node."""
    for score in sorted(set(edges.values()), reverse=True):
        strong = [pair for pair, s in edges.items() if s >= score]
        label = components(max(nodes) + 1, strong)
        if len({label[node] for node in nodes}) == 1:
            return score
    return 1.0


def diameter(nodes: set[int], edges: Sequence[Pair]) -> int:
    """The longest shortest path between `nodes`, by Floyd and Warshall."""
    far = len(nodes) + 1
    distance = {(a, b): 0 if a == b else far for a in nodes for b in nodes}
    for a, b in edges:
        if a in nodes:
            distance[a, b] = distance[b, a] = 1
    for k, i, j in itertools.product(sorted(nodes), repeat=3):
        distance[i, j] = min(distance[i, j], distance[i, k] + distance[k, j])
    return max(distance.values(), default=0)


def rows_of(texts: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Rows of bytes as kernels take them: one array, and n + 1 offsets."""
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    return np.frombuffer(b"".join(texts) + b"\0", np.uint8), offsets
