"""Groups dealt into buckets by the hash that names them: each bucket can be related by itself.

With the pairs of two groups see `apart`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import bytes_of, strings_of, values
from dedup.kernels.arrays import Flags, Ints, Keys, Longs
from dedup.kernels.rows import copy_rows
from dedup.schemas import RAW_ARTICLES, ROWS, TEXTS, VERIFIED, empty
from dedup.stages.relate.apart import apart_of, guests_in, older_texts, oldest_of
from dedup.stages.relate.corpus import Corpus, Matched
from dedup.stages.relate.fixtures import Fixtures, Outlets, fixtures_of, marked
from dedup.stages.relate.names import half
from dedup.storage.spill import Parts, Shelf

__all__ = ["Bucket", "Deal", "Means", "bucket_of", "deal", "names_of_texts"]

HALF = np.uint64(32)

# What every occurrence says of its article.
ABOUT = [name for name in RAW_ARTICLES.schema.names if name in {*ROWS.schema.names} - {"text"}]


# Rows are dealt so many times as many at once as are made into reports, which are larger.
TOGETHER = 4


class Means(NamedTuple):
    """How the work is cut up, never what the tables say.

    Where parts are set aside, what maps over them, and into how many buckets, and pieces of so many
    rows, they are dealt.
    """

    shelf: Shelf
    each: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
    buckets: int
    rows_at_once: int


class Deal(NamedTuple):
    """The ROWS, TEXTS, VERIFIED and MEMBERS of each bucket; of all groups, the hash and the bucket.

    `numbers` are those of the texts of each bucket, ascending.
    """

    rows: list[Parts]
    numbers: list[Ints]
    texts: list[Parts]
    verified: list[Parts]
    members: list[pa.Table]
    names: Keys
    bucket: Longs
    fixtures: Fixtures


class Bucket(NamedTuple):
    """Some groups whole; texts are numbered within the bucket, `numbers` are those of the whole.

    `rows` are sorted by the group's name, then by time; `guests` are first occurrences of texts in
    groups of other buckets.  `inside` says which of `verified` are inside one group.
    """

    unit: str
    rows: pl.DataFrame
    guests: pl.DataFrame
    texts: pa.Table
    verified: pa.Table
    inside: Flags
    members: pa.Table
    numbers: Ints
    names: Keys


def deal(corpus: Corpus, matched: Matched, outlets: Outlets, means: Means) -> Deal:
    """The buckets, in the order of the names of their groups."""
    group_of, group = groups(matched)
    names = names_of(matched, group_of)
    fixtures = fixtures_of(matched.units, matched.unit, group_of, corpus.facts, outlets)
    bucket = ((names >> HALF) * np.uint64(means.buckets) >> HALF).astype(np.int64)
    apart = apart_of(matched, group_of, bucket)

    def locate(several: Sequence[int]) -> list[pa.Table]:
        parts = [rows_of(corpus, matched, at, group_of) for at in several]
        rows = pa.concat_tables(parts)
        guests, hosts = guests_in(rows, apart)
        home = bucket[values(rows, "group")]
        rows = pa.concat_tables([rows, rows.take(pa.array(guests))])
        return split(rows, np.concatenate([home, hosts]), means.buckets)

    def share(several: Sequence[int]) -> list[pa.Table]:
        pairs = pa.concat_tables(matched.verified.kept[at].load() for at in several)
        host = older_texts(values(pairs, "left"), values(pairs, "right"), apart)
        return split(pairs, bucket[group_of[host]], means.buckets)

    at_once = TOGETHER * means.rows_at_once
    rows = shelved(means.each(locate, runs(repeated(matched.units, group_of), at_once)), means)
    sizes = [one.num_rows for one in matched.verified.kept]
    verified = shelved(means.each(share, runs(sizes, at_once)), means)
    members = split(matched.members, bucket[group], means.buckets)
    numbers = [numbers_of(*one) for one in zip(rows, members, strict=True)]
    texts = texts_of(numbers, matched.texts, means)
    known = Fixtures(fixtures, pl.DataFrame(corpus.listed))
    return Deal(rows, numbers, texts, verified, members, names, bucket, known)


def repeated(units: Parts, group_of: Ints) -> list[int]:
    """How many units of each part are in a group."""
    return [int((group_of[values(part, "text")] >= 0).sum()) for part in units.columns("text")]


def runs(sizes: Sequence[int], at_once: int) -> list[range]:
    """Parts that continue one another, about `at_once` rows together.

    Each part by itself would be dealt into tables of a few rows, and every table costs some
    kilobytes, in memory or on disk.
    """
    turn = (np.cumsum(sizes) - 1) // at_once
    cuts = np.flatnonzero(np.diff(turn)) + 1
    bounds = [0, *cuts.tolist(), len(sizes)]
    return [range(at, to) for at, to in pairwise(bounds) if at < to]


def groups(matched: Matched) -> tuple[Ints, Longs]:
    """The number of each text's group, -1 where it has none; and of each member's group."""
    _, group = np.unique(values(matched.members, "cluster"), return_inverse=True)
    group_of = np.full(matched.texts.num_rows, -1, np.int32)
    group_of[values(matched.members, "text")] = group
    return group_of, group


def names_of(matched: Matched, group_of: Ints) -> Keys:
    """For each group, half the hash of its oldest member."""
    oldest = oldest_of(matched, group_of)
    return oldest.high if half(matched.unit) == "hash_high" else oldest.low


def names_of_texts(matched: Matched) -> Keys:
    """For each text, half the hash that names its group; 0 where it has none."""
    group_of, _ = groups(matched)
    names = names_of(matched, group_of)
    return np.append(names, np.uint64(0))[group_of]


def rows_of(corpus: Corpus, matched: Matched, at: int, group_of: Ints) -> pa.Table:
    """The ROWS of one part."""
    part, here = corpus.articles.kept[at].load(), matched.units.kept[at].load()
    group = group_of[values(here, "text")]
    kept = np.flatnonzero(group >= 0)
    here = here.take(pa.array(kept))
    article = values(here, "article")
    local = article - np.int32(corpus.articles.starts[at])
    columns = {name: here.column(name) for name in here.column_names}
    columns |= {
        "group": group[kept],
        "rank": matched.rank[article],
        "is_new": article < corpus.n_new,
    }
    columns["before"] = before_of(matched, values(here, "text"))
    columns["string"] = cut(part, local, values(here, "byte_start"), values(here, "byte_end"))
    about = part.select(ABOUT).take(pa.array(local))
    columns |= {name: about.column(name) for name in ABOUT}
    return pa.table([columns[name] for name in ROWS.schema.names], schema=ROWS.schema)


def before_of(matched: Matched, texts: Ints) -> Keys:
    """The name of the group each text was in before this run, 0 where it was in none."""
    return np.zeros(len(texts), np.uint64) if matched.before is None else matched.before[texts]


def cut(part: pa.Table, article: Ints, starts: Ints, ends: Ints) -> pa.StringArray:
    """The text of each span, bytes starts[i]:ends[i] of its article in the part."""
    data, offsets = bytes_of(part, "text")
    base = offsets[article]
    sizes = np.concatenate([[0], np.cumsum((ends - starts).astype(np.int64))])
    out = np.empty(int(sizes[-1]), np.uint8)
    copy_rows(data, base + starts, base + ends, out, 0)
    return strings_of(out, sizes)


def split(table: pa.Table, bucket: Longs, buckets: int) -> list[pa.Table]:
    """The rows of each bucket, in the order they came."""
    if buckets == 1:
        return [table]
    order = np.argsort(bucket, kind="stable")
    at = np.searchsorted(bucket[order], np.arange(buckets + 1))
    dealt = table.take(pa.array(order))
    return [dealt.slice(at[i], at[i + 1] - at[i]) for i in range(buckets)]


def shelved(parts: Iterable[list[pa.Table]], means: Means) -> list[Parts]:
    """The tables of every bucket, set aside as they come."""
    kept: list[list[Any]] = [[] for _ in range(means.buckets)]
    for part in parts:
        for bucket, table in zip(kept, part, strict=True):
            if table.num_rows:
                bucket.append(means.shelf.keep(table))
    return [Parts(bucket) for bucket in kept]


def numbers_of(rows: Parts, members: pa.Table) -> Ints:
    """The texts that one bucket names, each once, ascending."""
    several = [values(members, "text"), *(values(part, "text") for part in rows.columns("text"))]
    numbers: Ints = np.unique(np.concatenate(several))
    return numbers


def texts_of(numbers: list[Ints], texts: Parts, means: Means) -> list[Parts]:
    """The TEXTS of each bucket: one part of all texts after the other is looked at, and only once."""
    edges = [np.searchsorted(one, [*texts.starts, texts.num_rows]) for one in numbers]

    def take(at: int) -> list[pa.Table]:
        here = [one[cut[at] : cut[at + 1]] for one, cut in zip(numbers, edges, strict=True)]
        rows = np.concatenate(here) - np.int32(texts.starts[at])
        taken, ends = texts.kept[at].load().take(pa.array(rows)), np.cumsum([*map(len, here)])
        return [taken.slice(end - len(one), len(one)) for one, end in zip(here, ends, strict=True)]

    def take_some(several: Sequence[int]) -> list[pa.Table]:
        return [pa.concat_tables(one) for one in zip(*map(take, several), strict=True)]

    sizes = np.diff(edges, axis=1).sum(axis=0)
    return shelved(means.each(take_some, runs(sizes, TOGETHER * means.rows_at_once)), means)


def bucket_of(dealt: Deal, matched: Matched, at: int) -> Bucket:
    """One bucket, its texts numbered from 0; what it was made of is dropped."""
    members = dealt.members[at]
    rows = pl.DataFrame(pa.concat_tables([empty(ROWS), *dealt.rows[at]]))
    verified = pa.concat_tables([empty(VERIFIED), *dealt.verified[at]])
    texts, numbers = pa.concat_tables([empty(TEXTS), *dealt.texts[at]]), dealt.numbers[at]
    for parts in (dealt.rows[at], dealt.texts[at], dealt.verified[at]):
        parts.drop()
    rows = rows.with_columns(
        text=pl.Series(local(numbers, rows["text"].to_numpy())),
        name=pl.Series(dealt.names[rows["group"].to_numpy()], dtype=pl.UInt64),
    ).sort("name", "rank", "char_start", "char_end")
    at_home = pl.Series(dealt.bucket[rows["group"].to_numpy()] == at)
    members = numbered(members, ("text", "cluster", "medoid"), numbers)
    verified = numbered(verified, ("left", "right"), numbers)
    return Bucket(
        matched.unit,
        marked(rows.filter(at_home), dealt.fixtures),
        rows.filter(~at_home),
        texts.combine_chunks(),
        verified,
        inside_of(verified, members, len(numbers)),
        members,
        numbers,
        dealt.names,
    )


def inside_of(verified: pa.Table, members: pa.Table, n_texts: int) -> Flags:
    """Which pairs have both texts in one group; a text of another bucket is in none."""
    group = np.full(n_texts, -1, np.int32)
    group[values(members, "text")] = values(members, "cluster")
    same: Flags = group[values(verified, "left")] == group[values(verified, "right")]
    return same


def local(numbers: Ints, texts: Ints) -> Ints:
    """The place of each text in `numbers`, which ascend and hold it."""
    return np.searchsorted(numbers, texts).astype(np.int32)


def numbered(table: pa.Table, names: Iterable[str], numbers: Ints) -> pa.Table:
    """The table with the texts in those columns numbered within the bucket."""
    for name in names:
        column = pa.array(local(numbers, values(table, name)))
        table = table.set_column(table.schema.get_field_index(name), table.field(name), column)
    return table
