"""The pairs of texts that share phrases, listed a roomful at a time, against plain Python."""

from itertools import combinations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.kernels.encounters import FEW, MANY, Traits
from dedup.stages.candidates.phrases import encountered
from tests.naive.containing import may_contain

# Of these the shorter may count as contained in the longer, or not, for each of the reasons there are.
LENGTHS = [19, 20, 25, 43, 44, 54, 55, 100, 173, 400]

sizes = st.lists(st.integers(1, 9) | st.integers(MANY - 2, MANY + 9), min_size=1, max_size=6)


def naive(buckets, lengths, digests):
    """The pairs of each bucket: all, or those of a FEW with the least digests; and how many are not."""
    pairs, unlisted = [], 0
    for texts in buckets:
        few = set(sorted(texts, key=lambda text: (digests[text], text))[:FEW])
        is_large = len(texts) > MANY
        some = [pair for pair in combinations(texts, 2) if not is_large or few & {*pair}]
        unlisted += len(texts) * (len(texts) - 1) // 2 - len(some)
        pairs += [pair for pair in some if may_contain(*("x" * lengths[text] for text in pair))]
    return sorted(pairs), unlisted


@example([MANY] * 5, 0)  # more pairs than there is room for at a time
@given(sizes, st.integers(0, 1 << 20))
def test_pairs_equal_the_naive_ones(of_buckets, seed):
    """However many texts share each phrase, and however often the room is used up."""
    draw = np.random.default_rng(seed)
    n = 90
    lengths, digests = draw.choice(LENGTHS, n).astype(np.int32), draw.integers(0, 50, n)
    buckets = [sorted(draw.choice(n, size, replace=False).tolist()) for size in of_buckets]
    keys = np.repeat(np.arange(len(buckets), dtype=np.uint64), of_buckets)
    twice = np.repeat(keys, 2), np.repeat(np.concatenate(buckets), 2).astype(np.int32)

    found, unlisted = encountered(*twice, Traits(lengths, digests.astype(np.uint32)))

    codes = [int(code) for roomful in found for code in roomful]
    pairs = sorted((code >> 32, code & 0xFFFFFFFF) for code in codes)
    assert naive(buckets, lengths.tolist(), digests.tolist()) == (pairs, unlisted)
