"""Crowds: no group may fall apart because not every pair was compared.

Of a bucket of very many texts only some pairs are proposed, and of a text with very many partners
only the closest are verified at first, so that the work grows with the texts and not with their
square.  Where what was verified leaves a crowd in several groups, every pair that could still join
two of them is verified too.  So the groups are those that all pairs would give; only pairs inside
a group stay unlisted, and the ledger counts them.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Ints
from dedup.kernels.components import components
from dedup.overlap import near
from dedup.pipeline.job import Job
from dedup.schemas import CANDIDATES, empty
from dedup.stages.candidates import across, unlisted
from dedup.storage.spill import Kept, Parts

__all__ = ["missing_links"]

# So many further pairs of crowds are verified at most; the ledger counts the crowds left over.
MOST_LINKS = 1 << 25
HALF = np.uint64(32)


def missing_links(
    put_off: Parts, crowds: Sequence[Ints], verified: Parts, n_texts: int, job: Job
) -> list[Kept]:
    """The CANDIDATES that could join two groups: of those put off, and of the crowds; each once.

    A crowd is the texts that share a band key, not all of them compared with one another.
    """
    if put_off.num_rows == 0 and not crowds:
        return []
    group = groups_of(verified, n_texts, job.config.similarity)
    found = [between(part, group) for part in put_off]
    unlisted_pairs = put_off.num_rows - sum(part.num_rows for part in found)
    job.ledger.losses["capped_pairs"] += unlisted_pairs + sum(unlisted(len(c)) for c in crowds)
    links = once_each([*found, *of_crowds(crowds, group, job)])
    at_once = job.memory.collisions_at_once(links.num_rows)
    return [job.shelf.keep(links.slice(at, at_once)) for at in range(0, links.num_rows, at_once)]


def groups_of(verified: Parts, n_texts: int, similarity: float) -> Ints:
    """The smallest text of each text's group so far."""
    parent = np.arange(n_texts, dtype=np.int32)
    for part in verified.columns("left", "right", "jaccard"):
        joined = near(values(part, "jaccard"), similarity)
        components(values(part, "left")[joined], values(part, "right")[joined], parent)
    return parent


def between(pairs: pa.Table, group: Ints) -> pa.Table:
    """The pairs whose texts are in two groups."""
    differ = group[values(pairs, "left")] != group[values(pairs, "right")]
    return pairs.filter(pa.array(differ))


def of_crowds(crowds: Sequence[Ints], group: Ints, job: Job) -> Iterator[pa.Table]:
    """The pairs of each crowd whose texts are in two groups, as CANDIDATES met in one band."""
    left = MOST_LINKS
    for crowd in crowds:
        codes = across(crowd, group[crowd], left)
        if codes is None:
            job.ledger.losses["capped_groups"] += 1
        elif len(codes):
            left -= len(codes)
            ends = (codes >> HALF).astype(np.int32), codes.astype(np.uint32).astype(np.int32)
            yield pa.table([*ends, np.ones(len(codes), np.int16)], schema=CANDIDATES.schema)


def once_each(several: Sequence[pa.Table]) -> pa.Table:
    """Each pair once, as it comes first, sorted."""
    pairs = pa.concat_tables([empty(CANDIDATES), *several])
    codes = values(pairs, "left").astype(np.uint64) << HALF | values(pairs, "right").astype(
        np.uint64
    )
    return pairs.take(pa.array(np.unique(codes, return_index=True)[1]))
