"""Crowds: no group may fall apart because not every pair was compared.

Of a bucket of very many texts only some pairs are proposed, and of a text with very many partners
only the closest are verified at first, so that the work grows with the texts and not with their
square.  Where what was verified leaves a crowd in several groups, every pair that could still join
two of them is verified too.  So the groups are those that all pairs would give; only pairs inside
a group stay unlisted, and the ledger counts them.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Ints, Keys
from dedup.kernels.components import components
from dedup.overlap import near
from dedup.pipeline.job import Job
from dedup.schemas import CANDIDATES, empty
from dedup.stages.candidates import across, unlisted
from dedup.storage.spill import Kept, Parts

__all__ = ["codes_of", "cut_up", "missing_links"]

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
    found = [job.shelf.keep(between(part, group)) for part in put_off]
    unlisted_pairs = put_off.num_rows - sum(one.num_rows for one in found)
    job.ledger.losses["capped_pairs"] += unlisted_pairs + sum(unlisted(len(c)) for c in crowds)
    crowded = sorted_codes(list(of_crowds(crowds, group, job)))
    at_once = job.memory.collisions_at_once(len(crowded) + sum(one.num_rows for one in found))
    return [job.shelf.keep(one) for one in together(once_each(found, crowded), at_once)]


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


def of_crowds(crowds: Sequence[Ints], group: Ints, job: Job) -> Iterator[Keys]:
    """The pairs of each crowd whose texts are in two groups, coded."""
    left = MOST_LINKS
    for crowd in crowds:
        codes = across(crowd, group[crowd], left)
        if codes is None:
            job.ledger.losses["capped_groups"] += 1
        else:
            left -= len(codes)
            yield codes


def sorted_codes(several: list[Keys]) -> Keys:
    """Each code once, sorted; the list is empty afterwards, so that they can be freed."""
    codes = np.concatenate([np.empty(0, np.uint64), *several])
    several.clear()
    codes.sort()
    return codes[np.flatnonzero(np.diff(codes, prepend=~codes[:1]))]


def once_each(found: Sequence[Kept], crowded: Keys) -> Iterator[pa.Table]:
    """The CANDIDATES found, part after part, as they are sorted, and those of crowds between them.

    A pair that is in both was found; what is set aside is dropped.
    """
    at = 0
    for kept in found:
        part = kept.load()
        codes = codes_of(part)
        end = int(np.searchsorted(crowded, codes[-1], side="right")) if len(codes) else at
        yield merged(part, codes, crowded[at:end])
        kept.drop()
        at = end
    yield met_once(crowded[at:])


def codes_of(pairs: pa.Table) -> Keys:
    """The pairs as left << 32 | right."""
    left, right = (values(pairs, side).astype(np.uint64) for side in ("left", "right"))
    codes: Keys = left << HALF | right
    return codes


def merged(part: pa.Table, codes: Keys, crowded: Keys) -> pa.Table:
    """The pairs of both, sorted; `codes` are those of the part."""
    more = crowded[~np.isin(crowded, codes)]
    if not len(more):
        return part
    order = np.argsort(np.concatenate([codes, more]))
    return pa.concat_tables([part, met_once(more)]).take(pa.array(order)).combine_chunks()


def met_once(codes: Keys) -> pa.Table:
    """Pairs as CANDIDATES met in one band."""
    ends = (codes >> HALF).astype(np.int32), codes.astype(np.uint32).astype(np.int32)
    return pa.table([*ends, np.ones(len(codes), np.int16)], schema=CANDIDATES.schema)


def together(several: Iterable[pa.Table], at_once: int) -> Iterator[pa.Table]:
    """The rows in tables of so many at most, however few the tables given have; none of no rows."""
    waiting, n = [], 0
    for table in several:
        waiting.append(table)
        n += table.num_rows
        if n >= at_once:
            yield from cut_up(as_one(waiting), at_once)
            waiting, n = [], 0
    yield from cut_up(as_one(waiting), at_once)


def as_one(several: list[pa.Table]) -> pa.Table:
    """CANDIDATES in one piece."""
    return pa.concat_tables([empty(CANDIDATES), *several]).combine_chunks()


def cut_up(pairs: pa.Table, most: int) -> Iterator[pa.Table]:
    """The pairs in tables of so many at most; none of no pairs."""
    for at in range(0, pairs.num_rows, most):
        yield pairs.slice(at, most)
