"""RAW_ARTICLES, SPANS -> NORMALIZED: the text that is compared, and its hash; narrow.

Normalized text is NFKC, then full casefold, then the runs of letters, marks and numbers (Unicode
categories L, M, N) joined by one space; see `definition` for the few things that vanish before.
Digits stay: "14 killed" is not "17 killed".
Code points that stand alone go through a table in a kernel; a row holding one that depends on its
neighbors (combining marks, conjoining jamo) goes through `unicodedata`.  Both give the same bytes.
"""

import numpy as np
import pyarrow as pa

from dedup.arrow import binary_column, bytes_of, read_only, values
from dedup.kernels.arrays import Bytes, Ints, Longs
from dedup.kernels.hashing import hash_rows
from dedup.kernels.normalize import AHEAD, Source, fold_ascii, normalize_rows
from dedup.schemas import NORMALIZED
from dedup.stages.normalize.definition import normalized_text
from dedup.stages.normalize.noise import patch
from dedup.stages.normalize.table import folds_of

__all__ = ["normalize", "normalized_text"]


def normalize(articles: pa.Table, spans: pa.Table) -> pa.Table:
    """The normalized text, its 128-bit hash and its number of words, for each span."""
    data, offsets = bytes_of(articles, "text")
    base = offsets[values(spans, "article")]
    starts, ends = base + values(spans, "byte_start"), base + values(spans, "byte_end")
    source, room = prepared(data, int(offsets[0]), int(offsets[-1]))
    patch(source, starts, ends)
    source = source._replace(folded=read_only(source.folded))
    out, out_offsets, words = normalized_rows(source, starts, ends, room)
    high, low = np.empty(len(starts), np.uint64), np.empty(len(starts), np.uint64)
    hash_rows(read_only(out), read_only(out_offsets), high, low)
    columns = [binary_column(out, out_offsets), high, low, words]
    return pa.table(columns, schema=NORMALIZED.schema)


def prepared(data: Bytes, start: int, end: int) -> tuple[Source, Bytes]:
    """data[start:end] with its ASCII folded, and a table of all its other code points.

    And the room that the folded text takes all of but the first AHEAD bytes.
    """
    room = np.empty(AHEAD + end - start, np.uint8)
    fold_ascii(data[start:end], room[AHEAD:])
    return Source(data, room[AHEAD:], start, folds_of(data, start, end)), room


def normalized_rows(
    source: Source, starts: Longs, ends: Longs, room: Bytes
) -> tuple[Bytes, Longs, Ints]:
    """The rows one after another, their n + 1 offsets, and their numbers of words.

    They take the room of the folded text, unless rows overlap: fresh memory costs as much as they do.
    """
    n, apart = len(starts), bool((starts[1:] >= ends[:-1]).all())
    out = room if apart else np.empty(int((ends - starts).sum()) + 1, np.uint8)
    offsets, words = np.zeros(n + 1, np.int64), np.empty(n, np.int32)
    if normalize_rows(source, starts, ends, out, offsets[1:], words):
        return with_complex_rows(source.data, starts, ends, (out, offsets, words))
    return out, offsets, words


def with_complex_rows(
    data: Bytes, starts: Longs, ends: Longs, done: tuple[Bytes, Longs, Ints]
) -> tuple[Bytes, Longs, Ints]:
    """The same with the rows that the kernel left empty filled in by `unicodedata`.

    What lies between them is moved, the last of it first: as a rule there is room, for the kernel
    writes less than it reads.
    """
    out, offsets, words = done
    rows, sizes, texts = np.flatnonzero(words < 0), np.diff(offsets), []
    for row in rows.tolist():
        text, words[row] = normalized_text(data[starts[row] : ends[row]].tobytes().decode())
        texts.append(np.frombuffer(text, np.uint8))
        sizes[row] = len(text)
    moved = np.concatenate([[0], np.cumsum(sizes)])
    room = out if moved[-1] < len(out) else np.empty(int(moved[-1]) + 1, np.uint8)
    until, to, given = int(offsets[-1]), room.data, out.data
    for row, one in zip(rows[::-1].tolist(), reversed(texts), strict=True):
        at, end = int(offsets[row]), int(moved[row + 1])
        to[end : end + until - at] = given[at:until]  # numpy would go byte by byte
        room[moved[row] : end] = one
        until = at
    if room is not out:
        room[:until] = out[:until]
    return room, moved, words
