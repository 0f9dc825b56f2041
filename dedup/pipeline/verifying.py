"""Candidates and their texts -> VERIFIED pairs, with only some texts in memory at a time.

While all texts are in memory, one range of candidates after another is scored.  Texts on a disk would
be met in every part of them for every range.  So the candidates of several ranges are dealt by where
the later text of each pair lies: a block of texts is read, and all of these pairs that end in it are
scored, whose earlier texts lie close together.  The pairs found are the same, in the same order.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.kernels.arrays import Ints
from dedup.kernels.named import list_rows, mark_rows, place_rows
from dedup.overlap import outlines_of
from dedup.pipeline.crowds import codes_of, cut_up
from dedup.pipeline.job import Job
from dedup.schemas import CANDIDATES, VERIFIED, empty
from dedup.stages.verify import possible, score
from dedup.storage.spill import Kept, Parts

__all__ = ["Proposal", "Scored", "checked", "scored"]

# What verify reads of a text.
COMPARED = "normalized", "hash_high"

# All ranges are taken in so many turns, of a few ranges for each thread at least; each turn reads the
# blocks of texts that follow its first one.
TURNS, A_THREAD = 4, 4

Item = TypeVar("Item")


class Proposal(NamedTuple):
    """The CANDIDATES of one range, of how many collisions, and those put off."""

    pairs: pa.Table
    n_collisions: int
    put_off: Kept | None = None


class Scored(NamedTuple):
    """The VERIFIED pairs of one range; of its candidates the number, of how many collisions, and those put off."""

    verified: Kept
    n_pairs: int
    n_collisions: int
    put_off: Kept | None


class Dealt(NamedTuple):
    """The candidates of one range, dealt: by block of texts some tables of a few pairs each."""

    pieces: list[list[Kept]]
    n_pairs: int
    n_collisions: int
    put_off: Kept | None


def scored(
    several: Sequence[Item], propose: Callable[[Item], Proposal], texts: Parts, job: Job
) -> Iterator[Scored]:
    """What is verified of each of several ranges, in order; `propose` makes the candidates of one."""

    def score(one: Item) -> Scored:
        made = propose(one)
        kept = job.shelf.keep(checked(made.pairs, texts, job))
        return Scored(kept, made.pairs.num_rows, made.n_collisions, made.put_off)

    if not texts.on_disk():
        yield from job.engine.map(score, several)
        return
    blocks = blocks_of(texts, job.memory.texts_held())
    size = max(A_THREAD * job.config.jobs, -(-len(several) // TURNS))
    for at in range(0, len(several), size):
        yield from in_blocks(several[at : at + size], propose, blocks, texts, job)


def blocks_of(texts: Parts, most: int) -> list[range]:
    """Parts that continue one another, about `most` bytes together."""
    ends = np.cumsum([one.nbytes for one in texts.kept])
    cuts = np.flatnonzero(np.diff((ends - 1) // most)) + 1
    return [range(at, to) for at, to in pairwise([0, *cuts.tolist(), len(texts)])]


def in_blocks(
    some: Sequence[Item],
    propose: Callable[[Item], Proposal],
    blocks: list[range],
    texts: Parts,
    job: Job,
) -> list[Scored]:
    """What is verified of some ranges, one block of later texts after another."""
    starts = np.array([texts.starts[block.start] for block in blocks])
    dealt = list(job.engine.map(lambda one: deal(propose(one), starts, job), some))
    found: list[list[Kept]] = [[] for _ in some]
    for block, several in zip(
        blocks, zip(*(one.pieces for one in dealt), strict=True), strict=True
    ):
        tasks = [(at, piece) for at, pieces in enumerate(several) for piece in pieces]
        with texts.held(block if tasks else range(0), COMPARED, job.engine.map):
            for at, kept in job.engine.map(lambda task: score_piece(*task, texts, job), tasks):
                found[at].append(kept)
    each = zip(found, dealt, strict=True)
    return [Scored(in_order(kept, job), *one[1:]) for kept, one in each]


def score_piece(at: int, piece: Kept, texts: Parts, job: Job) -> tuple[int, Kept]:
    """What is verified of a few candidates of the range `at`; they are dropped."""
    made = checked(piece.load(), texts, job)
    piece.drop()
    return at, job.shelf.keep(made)


def deal(made: Proposal, starts: Ints, job: Job) -> Dealt:
    """The candidates of one range, by the block that starts with or before the later text."""
    home = np.searchsorted(starts, values(made.pairs, "right"), side="right") - 1
    order = np.argsort(home, kind="stable")
    by_home, pairs = home[order], made.pairs.take(pa.array(order))
    bounds = np.searchsorted(by_home, np.arange(len(starts) + 1))
    most = job.memory.pairs_outlined()
    pieces = [
        [job.shelf.keep(one) for one in cut_up(pairs.slice(at, to - at), most)]
        for at, to in pairwise(bounds.tolist())
    ]
    return Dealt(pieces, made.pairs.num_rows, made.n_collisions, made.put_off)


def in_order(several: list[Kept], job: Job) -> Kept:
    """VERIFIED pairs as one table, sorted; what it is made of is dropped."""
    pairs = pa.concat_tables([empty(VERIFIED), *(kept.load() for kept in several)])
    made = job.shelf.keep(pairs.take(pa.array(np.argsort(codes_of(pairs)))).combine_chunks())
    for kept in several:
        kept.drop()
    return made


def checked(pairs: pa.Table, texts: Parts, job: Job) -> pa.Table:
    """The CANDIDATES that are verified; of their texts only those not ruled out are copied."""
    if pairs.num_rows == 0:
        return empty(VERIFIED)
    rows, every = by_place(pairs, texts.num_rows)
    some, config = texts.some(rows, "normalized"), job.config
    few = possible(every, outlines_of(some, len(rows)), config.similarity, config.containment)
    several = cut_up(few, job.memory.pairs_at_once())
    made = [score_few(one, rows, texts, config) for one in several]
    return pa.concat_tables([empty(VERIFIED), *made]).combine_chunks()


def score_few(pairs: pa.Table, rows: Ints, texts: Parts, config: Config) -> pa.Table:
    """Those that are verified of CANDIDATES of the texts with the numbers `rows`."""
    places, pairs = by_place(pairs, len(rows))
    rows = rows[places]
    found = score(pairs, texts.take(rows, *COMPARED), config.similarity, config.containment)
    left, right = (pa.array(rows[values(found, side)]) for side in ("left", "right"))
    return pa.table([left, right, *found.columns[2:]], schema=VERIFIED.schema)


def by_place(pairs: pa.Table, n_texts: int) -> tuple[Ints, pa.Table]:
    """The texts that CANDIDATES name, in order, and these by the places of their texts among them."""
    rows, ends = named((values(pairs, "left"), values(pairs, "right")), n_texts)
    return rows, pa.table([*ends, pairs.column("n_bands")], schema=CANDIDATES.schema)


def named(ends: tuple[Ints, Ints], n_texts: int) -> tuple[Ints, tuple[Ints, Ints]]:
    """The texts that pairs name, in order, and the pairs by their places among these."""
    marks = np.zeros((n_texts >> 6) + 1, np.uint64)
    for end in ends:
        mark_rows(end, marks)
    before = np.empty(len(marks), np.int32)
    rows = np.empty(min(n_texts, 2 * len(ends[0])), np.int32)
    rows = rows[: list_rows(marks, before, rows)]
    places = np.empty_like(ends[0]), np.empty_like(ends[1])
    for end, place in zip(ends, places, strict=True):
        place_rows(end, marks, before, place)
    return rows, places
