"""Fold, sketch, candidates, verify, cluster: what repeats among the units of one kind."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from dedup.arrow import values
from dedup.kernels.arrays import Ints
from dedup.pipeline.banding import choose
from dedup.pipeline.crowds import missing_links
from dedup.pipeline.intake import Cut
from dedup.pipeline.job import Job
from dedup.pipeline.phrases import phrases_shared
from dedup.pipeline.verifying import Proposal, scored
from dedup.stages.candidates import Range, Shared, candidates, collisions, ranges
from dedup.stages.cluster import cluster
from dedup.stages.fold import Folded, fold, texts_of, units_of
from dedup.stages.relate import Matched, ages_of, ranks_of
from dedup.stages.sketch import Bands, Key, Turn, sketch
from dedup.storage.spill import Kept, Parts

__all__ = ["BYTES_OF_KEY", "fold_units", "match", "pairs_of"]

BYTES_OF_KEY = 4

# What sketch reads of a text.
SKETCHED = "normalized", "n_words"


def match(cut: Cut, unit: str, job: Job) -> Matched:
    """What repeats among the units of one kind; paragraphs never meet sentences."""
    texts, units = fold_units(cut, unit, job)
    verified = pairs_of(texts, unit, job)
    with job.ledger.stage("cluster", verified.num_rows) as stage:
        each = job.engine.map if job.memory.side_by_side(verified.num_rows) else map
        at_once = job.memory.texts_at_once()
        rank = ranks_of(cut.facts)
        ages = ages_of(units, texts.num_rows, rank)
        members = cluster(verified, texts, ages, job.config.similarity, at_once, each)
        stage.rows_out = members.num_rows
    job.ledger.add(texts=texts.num_rows)
    return Matched(unit, units, texts, verified, members, rank)


def fold_units(cut: Cut, unit: str, job: Job) -> tuple[Parts, Parts]:
    """The distinct TEXTS of one kind of unit, and the UNITS that hold them."""
    spans, normalized = cut.spans[unit], cut.normalized[unit]
    job.shelf.shrink(job.memory.shelf_beside(normalized.num_rows))
    shares = job.memory.shares_to_fold(normalized.num_rows)
    with job.ledger.stage("fold", normalized.num_rows) as stage:
        folded = fold(normalized, shares, job.engine.map)

        def settle(at: int) -> tuple[Kept, Kept]:
            return settled(at, cut, unit, folded, job)

        kept = list(job.engine.map(settle, range(len(spans))))
        texts, units = (Parts(column) for column in zip(*kept, strict=True))
        stage.rows_out = texts.num_rows
    return texts, units


def settled(at: int, cut: Cut, unit: str, folded: Folded, job: Job) -> tuple[Kept, Kept]:
    """The texts that appear first in one part, and its units; what they are made of is dropped."""
    spans, kept = cut.spans[unit].kept[at], cut.normalized[unit].kept[at]
    start, normalized = cut.normalized[unit].starts[at], kept.load()
    texts = texts_of(normalized, folded, start, folded.starts[at])
    text = folded.text[start : start + kept.num_rows]
    units = units_of(spans.load(), normalized, text, cut.articles.starts[at])
    # A report of all sentences takes units from here and there, in the order of article ids.
    made = job.shelf.keep(texts), job.shelf.keep(units, in_turn=not job.config.sentences)
    spans.drop()
    kept.drop()
    return made


def pairs_of(texts: Parts, unit: str, job: Job) -> Parts:
    """The VERIFIED pairs of texts."""
    bands, found, crowds = choose(unit, texts, job), list[Kept](), list[Ints]()
    for turn in turns(bands, texts, job):
        keys = sketch_some(texts, bands, turn, job)
        if job.keep_keys is not None:
            job.keep_keys(unit, keys, texts)
        for pairs, several in collide(keys, turn, job):
            found.append(pairs)
            crowds += several
    verified, put_off = verify_all(found, phrases_shared(texts, unit, job), texts, job)
    links = missing_links(put_off, crowds, verified, texts.num_rows, job)
    put_off.drop()
    if links:
        verified = Parts([*verified.kept, *verify_links(links, texts, job)])
    return verified


def turns(bands: Bands, texts: Parts, job: Job) -> Iterator[Turn]:
    """Which bands are sketched and joined at a time: as many as memory holds, in a few turns at most.

    For an index all at once, with whole keys; else as much of a key as the join needs.  Raises
    OutputError before a turn whose keys have no place.
    """
    every, n_texts = bands.bands, n_sketched(texts, job)
    key: Key = np.uint32 if job.keep_keys is None else np.uint64
    size = every if job.keep_keys else job.memory.bands_at_once(every, BYTES_OF_KEY * n_texts)
    for start in range(0, every, size):
        turn = Turn(range(start, min(every, start + size)), key)
        job.shelf.refuse_too_much(n_texts * (4 + len(turn.which) * np.dtype(key).itemsize))
        yield turn


def n_sketched(texts: Parts, job: Job) -> int:
    """How many texts are long enough to be sketched."""
    least = job.config.min_words
    return sum(int((values(part, "n_words") >= least).sum()) for part in texts.columns("n_words"))


def sketch_some(texts: Parts, bands: Bands, turn: Turn, job: Job) -> Parts:
    """The BANDS of one turn of all texts, part by part."""

    def sketch_part(at: int) -> tuple[int, Kept]:
        part, config = texts.kept[at].load(SKETCHED), job.config
        words, seed = config.min_words, config.seed
        made = sketch(part, texts.starts[at], bands, words, seed, turn)
        return part.num_rows, job.shelf.keep(made)

    keys = []
    with job.ledger.stage("sketch", texts.num_rows) as stage:
        for n_texts, kept in job.engine.map(sketch_part, range(len(texts))):
            keys.append(kept)
            stage.advance(n_texts, kept.num_rows)
    return Parts(keys)


def collide(keys: Parts, turn: Turn, job: Job) -> Iterator[tuple[Kept, list[Ints]]]:
    """Of each band of a turn the COLLISIONS and the crowds; then the keys are dropped."""
    with job.ledger.stage("candidates", keys.num_rows) as stage:
        at_once = job.memory.keys_at_once()
        for pairs, several in job.engine.map(
            lambda band: collisions(keys, band, at_once), turn.which
        ):
            yield job.shelf.keep(pairs), several
            stage.rows_out += pairs.num_rows
    keys.drop()


def verify_all(found: list[Kept], shared: Shared, texts: Parts, job: Job) -> tuple[Parts, Parts]:
    """The VERIFIED pairs among the collisions, one range of texts after another; what was put off.

    `shared` are those of phrases.
    """
    every = [*found, *shared.several]
    total = sum(one.num_rows for one in every)
    several = ranges(every, texts.num_rows, job.memory.collisions_at_once(total))
    verified, put_off = [], []

    def propose(one: Range) -> Proposal:
        pairs, later = candidates(found, one, shared)
        return Proposal(pairs, sum_of_bands(pairs) + sum_of_bands(later), job.shelf.keep(later))

    with job.ledger.stage("verify", total) as stage:
        for made in scored(several, propose, texts, job):
            job.ledger.add(candidates=made.n_pairs)
            stage.advance(made.n_collisions, made.verified.num_rows)
            verified.append(made.verified)
            put_off += [made.put_off] if made.put_off else []
    for one in every:
        one.drop()
    return Parts(verified), Parts(put_off)


def sum_of_bands(pairs: pa.Table) -> int:
    """How many collisions became these candidates; a phrase shared is one where no band is."""
    return int(np.maximum(values(pairs, "n_bands"), 1).sum(dtype=np.int64))


def verify_links(links: list[Kept], texts: Parts, job: Job) -> list[Kept]:
    """The VERIFIED pairs among further candidates."""

    def propose(one: Kept) -> Proposal:
        return Proposal(one.load(), one.num_rows)

    with job.ledger.stage("verify", sum(one.num_rows for one in links)) as stage:
        verified = [one.verified for one in scored(links, propose, texts, job)]
        stage.rows_out += sum(one.num_rows for one in verified)
    job.ledger.add(candidates=sum(one.num_rows for one in links))
    Parts(links).drop()
    return verified
