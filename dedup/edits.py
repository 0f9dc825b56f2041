"""What changed between the two texts of many pairs, by words.

A kernel does the work; the few pairs it leaves (scripts written without spaces, very long texts) go
through rapidfuzz, which takes the same alignment.
"""

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import Indel

from dedup.arrow import bytes_of, strings_of
from dedup.kernels.align import NOT_HERE, Scratch, Words, diff_rows, edit_rows
from dedup.kernels.arrays import Bytes, Ints, Longs, Scores
from dedup.words import changes, render, words_in

__all__ = ["diffs", "edit_figures"]


PAIRS_AT_ONCE = 1 << 14
MOST_CELLS = 1 << 20


def edit_figures(texts: pa.Table, left: Ints, right: Ints) -> tuple[Scores, Ints, Ints]:
    """Indel similarity, words edited and longest run of words kept, of each pair of TEXTS.

    Equally short alignments may differ in their longest run, and which is taken depends on the
    direction: it is from the text with the smaller hash, whichever was read first.
    """
    data, offsets = bytes_of(texts, "normalized")
    high = texts.column("hash_high").to_numpy()
    left, right = np.where(high[left] <= high[right], (left, right), (right, left))
    figures = np.empty((len(left), 3), np.int32)
    scratch = scratch_for(longest(offsets, left, right))
    edit_rows(data, offsets, left, right, scratch, figures)
    column = texts.column("normalized")
    for pair in np.flatnonzero(figures[:, 0] == NOT_HERE).tolist():
        old, new = (words_in(column[int(side[pair])].as_py().decode()) for side in (left, right))
        figures[pair] = slow_figures(old, new)
    kept, run, words = figures.T
    similarity = np.divide(2 * kept, words, out=np.ones(len(left)), where=words > 0)
    return similarity.astype(np.float32), words - 2 * kept, np.ascontiguousarray(run)


def longest(offsets: Longs, *sides: Ints | Longs) -> int:
    """Bytes of the longest of the rows named."""
    return max(int((offsets[rows + 1] - offsets[rows]).max(initial=0)) for rows in sides)


def scratch_for(longest: int) -> Scratch:
    """Room for aligning texts of up to `longest` bytes."""
    n = longest // 2 + 1
    old, new = (
        Words(longs[0], longs[1], longs[2], keys)
        for longs, keys in ((np.empty((3, n), np.int64), np.empty(n, np.uint64)) for _ in range(2))
    )
    return Scratch(old, new, np.empty(min(MOST_CELLS, (n // 64 + 1) * (n + 1)), np.uint64))


def slow_figures(old: list[str], new: list[str]) -> tuple[int, int, int]:
    """Words kept, longest run of words kept, and words of both."""
    sizes = [block.size for block in Indel.editops(old, new).as_matching_blocks()]
    return sum(sizes), max(sizes, default=0), len(old) + len(new)


def diffs(strings: pa.StringArray, old: Longs, new: Longs) -> pa.Array:
    """The diff in one line, as dedup.words.render has it, from row old[i] to row new[i]."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    parts = [pa.array([], pa.string())]
    for at in range(0, len(old), PAIRS_AT_ONCE):
        some = old[at : at + PAIRS_AT_ONCE], new[at : at + PAIRS_AT_ONCE]
        made, left = some_diffs(data, offsets, *some)
        parts.append(with_slow_diffs(made, strings, *some, left) if len(left) else made)
    return pa.concat_arrays(parts)


def some_diffs(data: Bytes, offsets: Longs, old: Longs, new: Longs) -> tuple[pa.StringArray, Longs]:
    """The diffs of as many pairs as fit one column of strings, and the pairs the kernel left."""
    size = sum(int((offsets[rows + 1] - offsets[rows]).sum()) for rows in (old, new))
    out = np.empty(4 * size + 8 * len(old), np.uint8)
    ends = np.zeros(len(old) + 1, np.int64)
    scratch = scratch_for(longest(offsets, old, new))
    used = diff_rows(data, offsets, old, new, scratch, out, ends[1:])
    left = np.flatnonzero(ends == NOT_HERE) - 1
    return strings_of(out[:used], np.maximum.accumulate(ends)), left


def with_slow_diffs(
    made: pa.StringArray, strings: pa.StringArray, old: Longs, new: Longs, left: Longs
) -> pa.Array:
    """The diffs with the ones that the kernel left filled in."""
    lines = made.to_pylist()
    for pair in left.tolist():
        runs = changes(strings[int(old[pair])].as_py(), strings[int(new[pair])].as_py())
        lines[pair] = render(runs)
    return pa.array(lines, pa.string())
