"""Candidates are scored the same wherever their texts lie, and however few fit into memory."""

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import Memory
from dedup.pipeline.job import Job
from dedup.pipeline.verifying import Proposal, scored
from dedup.schemas import CANDIDATES, VERIFIED, check
from dedup.storage.spill import Shelf
from tests.stages.test_matching import corpora, texts_table

CONFIG = Config(similarity=0.3, containment=0.8, jobs=2)


class Tight(Memory):
    """Room for one part of the texts, for the outlines of seven pairs, and for three pairs."""

    def texts_held(self):
        """A byte: less than any part."""
        return 1

    def pairs_outlined(self):
        """Seven."""
        return 7

    def pairs_at_once(self):
        """Three."""
        return 3


class Roomy(Tight):
    """Room for all texts."""

    def texts_held(self):
        """A megabyte."""
        return 1 << 20


def candidates(n, first, end):
    """All pairs of n texts that have one of some on the left."""
    pairs = [(left, right, 1) for left in range(first, end) for right in range(left + 1, n)]
    columns = zip(*pairs, strict=True) if pairs else ([], [], [])
    return pa.table([pa.array(column) for column in columns], names=CANDIDATES.schema.names).cast(
        CANDIDATES.schema
    )


def scores(texts, cuts, bounds, memory, folder):
    """What is scored of each range of candidates, with texts in parts."""
    several = [texts.slice(at, to - at) for at, to in pairwise(cuts)]
    shelf = Shelf(folder, room=0)
    n = texts.num_rows

    def propose(some):
        return Proposal(candidates(n, *some), some[1])

    with local_engine(2) as engine:
        job = Job(CONFIG, engine, shelf, memory, Ledger())
        parts = shelf.parts(several)
        made = list(scored(list(pairwise(bounds)), propose, parts, job))
        left = [] if folder is None else sorted(folder.iterdir())
        kept = [one.path for one in [*parts.kept, *(one.verified for one in made)] if one.path]
    assert sorted(kept) == left
    assert all(one.read_in is None for one in parts.kept)
    return [
        (check(one.verified.load(), VERIFIED).to_pylist(), one.n_pairs, one.n_collisions)
        for one in made
    ]


def cuts_of(draw, n):
    """Places that cut n rows into some pieces."""
    return [0, *sorted(draw(st.lists(st.integers(0, n), max_size=5))), n]


@pytest.mark.parametrize("memory", [Tight(0, 1 << 20, 2), Roomy(0, 1 << 20, 2)])
@given(texts=corpora(), data=st.data())
def test_blocks_of_texts_change_nothing(tmp_path_factory, memory, texts, data):
    """Texts on a disk, a block at a time, give what texts in memory give, range by range, in order."""
    table, n = texts_table(texts), len(texts)
    cuts, bounds = (cuts_of(data.draw, n) for _ in range(2))
    folder = tmp_path_factory.mktemp("spilled") / "spill"

    expected = scores(table, cuts, bounds, memory, None)

    assert expected == scores(table, cuts, bounds, memory, folder)
    for rows, *_ in expected:
        assert sorted(rows, key=lambda row: (row["left"], row["right"])) == rows
    n_pairs = [sum(n - 1 - left for left in range(*some)) for some in pairwise(bounds)]
    assert [(n, end) for n, end in zip(n_pairs, bounds[1:], strict=True)] == [
        one[1:] for one in expected
    ]
