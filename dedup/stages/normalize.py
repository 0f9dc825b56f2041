"""RAW_ARTICLES, SPANS -> NORMALIZED: the text that is compared, and its hash; narrow.

Normalized text is NFKC, then full casefold, then the runs of letters, marks and numbers (Unicode
categories L, M, N) joined by one space.  Digits stay: "14 killed" is not "17 killed".
Code points that stand alone go through a table in a kernel; a row holding one that depends on its
neighbors (combining marks, conjoining jamo) goes through `unicodedata`.  Both give the same bytes.
"""

import unicodedata

import numpy as np
import pyarrow as pa

from dedup.arrow import binary_column, bytes_of, read_only, values
from dedup.kernels.arrays import Bytes, Ints, Longs
from dedup.kernels.hashing import hash_rows
from dedup.kernels.normalize import (
    BLOCK,
    COMPLEX,
    KNOWN,
    LENGTH_SHIFT,
    UNSPACED,
    Source,
    fold_ascii,
    normalize_rows,
    unknown_codepoints,
)
from dedup.schemas import NORMALIZED
from dedup.words import is_unspaced

__all__ = ["normalize"]


# One entry per code point, filled as code points are met.  Threads share it: an entry is written
# once, with its final value, before the thread that needs it looks at it.
FOLDS = np.zeros(0x110000, np.int64)
MOST_AT_ONCE = 4096
JAMO = range(0x1160, 0x1200)


def normalize(articles: pa.Table, spans: pa.Table) -> pa.Table:
    """The normalized text, its 128-bit hash and its number of words, for each span."""
    data, offsets = bytes_of(articles, "text")
    source = prepared(data, int(offsets[0]), int(offsets[-1]))
    base = offsets[values(spans, "article")]
    starts, ends = base + values(spans, "byte_start"), base + values(spans, "byte_end")
    out, out_offsets, words = normalized_rows(source, starts, ends)
    high, low = np.empty(len(starts), np.uint64), np.empty(len(starts), np.uint64)
    hash_rows(read_only(out), read_only(out_offsets), high, low)
    columns = [binary_column(out, out_offsets), high, low, words]
    return pa.table(columns, schema=NORMALIZED.schema)


def prepared(data: Bytes, start: int, end: int) -> Source:
    """data[start:end] with its ASCII folded, and a table of all its other code points."""
    learn(data, start, end)
    folded = np.empty(end - start, np.uint8)
    fold_ascii(data[start:end], folded)
    return Source(data, read_only(folded), start, FOLDS)


def learn(data: Bytes, start: int, end: int) -> None:
    """Fill the table for every code point of data[start:end] above ASCII."""
    found, met = np.empty(MOST_AT_ONCE, np.int64), np.zeros(len(FOLDS), np.bool_)
    n = MOST_AT_ONCE
    while n + BLOCK > MOST_AT_ONCE:
        n = unknown_codepoints(data, start, end, FOLDS, met, found)
        for cp in found[:n].tolist():
            FOLDS[cp] = fold_of(cp)


def fold_of(cp: int) -> int:
    """The table entry of a code point."""
    char = chr(cp)
    if depends_on_neighbors(char):
        return KNOWN | COMPLEX
    folded = tokens_only(unicodedata.normalize("NFKC", char).casefold()).encode()
    folded = folded if folded.strip() else b" "
    unspaced = any(map(is_unspaced, folded.decode()))
    if len(folded) > len(char.encode()) or (unspaced and len(folded.decode()) > 1):
        return KNOWN | COMPLEX
    flags = KNOWN | (UNSPACED if unspaced else 0)
    return flags | len(folded) << LENGTH_SHIFT | int.from_bytes(folded, "little")


def depends_on_neighbors(char: str) -> bool:
    """Whether NFKC may join or reorder `char` with what stands before it."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or ord(first) in JAMO


def tokens_only(text: str) -> str:
    """`text` with every character that is no letter, mark or number replaced by a space."""
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text)


def normalized_rows(source: Source, starts: Longs, ends: Longs) -> tuple[Bytes, Longs, Ints]:
    """The rows one after another, their n + 1 offsets, and their numbers of words."""
    n = len(starts)
    out = np.empty(int((ends - starts).sum()) + 1, np.uint8)
    offsets, words = np.zeros(n + 1, np.int64), np.empty(n, np.int32)
    if normalize_rows(source, starts, ends, out, offsets[1:], words):
        return with_complex_rows(source.data, starts, ends, (out, offsets, words))
    return out, offsets, words


def with_complex_rows(
    data: Bytes, starts: Longs, ends: Longs, done: tuple[Bytes, Longs, Ints]
) -> tuple[Bytes, Longs, Ints]:
    """The same with the rows that the kernel left empty filled in by `unicodedata`."""
    out, offsets, words = done
    parts, sizes, at = [], np.diff(offsets), 0
    for row in np.flatnonzero(words < 0).tolist():
        text, words[row] = normalized_text(data[starts[row] : ends[row]].tobytes().decode())
        parts += [out[at : offsets[row]], np.frombuffer(text, np.uint8)]
        sizes[row], at = len(text), int(offsets[row])
    parts.append(out[at : offsets[-1]])
    joined = np.concatenate([*parts, np.zeros(1, np.uint8)])
    return joined, np.concatenate([[0], np.cumsum(sizes)]), words


def normalized_text(text: str) -> tuple[bytes, int]:
    """The normalized text by its definition, and its number of words."""
    tokens = tokens_only(unicodedata.normalize("NFKC", text).casefold()).split()
    later = sum(is_unspaced(char) for token in tokens for char in token[1:])
    return " ".join(tokens).encode(), len(tokens) + later
