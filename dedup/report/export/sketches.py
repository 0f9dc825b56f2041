"""MinHash sketches of a run's repeated texts, for a `MinHashLSH` of your own.

The values are those of `datasketch.MinHash(num_perm=128, seed=<the run's>, scheme="affine32")`
over the 32-bit hashes of a text's shingles, serialized as `LeanMinHash.serialize(buf, "<")` does:
seed (int64), the negated number of values (int32), scheme code 1 (byte), the values (uint32)
(ekzhu.com/datasketch/lean_minhash.html).
"""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.errors import UsageError
from dedup.kernels.shingle import shingle_hashes
from dedup.kernels.sketch import VECTOR, signature_of
from dedup.report.views import rows_of
from dedup.schemas import OCCURRENCES
from dedup.stages.normalize import normalize
from dedup.stages.sketch import Bands
from dedup.stages.sketch.permutations import permutations
from dedup.storage import read_manifest

__all__ = ["NUM_PERM", "to_datasketch"]

NUM_PERM = 128
AFFINE32 = 1
KEPT = ["text_id", "unit", "cluster_id", "article_id", "char_start", "char_end", "text"]


def to_datasketch(run: Path, path: Path, _wanted: Any) -> int:  # noqa: ANN401 - see tables.to_csv
    """Parquet: each distinct text once, where it first occurs, and its sketch."""
    rows = (
        rows_of(run, OCCURRENCES).select(KEPT).unique("text_id", keep="first", maintain_order=True)
    )
    if rows["text"].null_count():
        todo = "run again without --no-text"
        raise UsageError("the run was published without texts", where=str(run), todo=todo)
    seed = read_manifest(run)["config"]["seed"]
    sketches = pl.Series("sketch", serialized(rows["text"], seed), pl.Binary)
    rows.with_columns(sketches).write_parquet(path)
    return rows.height


def serialized(texts: pl.Series, seed: int) -> list[bytes]:
    """The sketch of each text."""
    data, offsets = bytes_of(normalized(texts), "normalized")
    a, b = permutations(Bands(NUM_PERM, 1), seed)
    room = int(np.diff(offsets).max(initial=0)) + VECTOR
    keys, hashes = np.empty(room, np.uint64), np.empty(room, np.uint32)
    signature = np.empty_like(a)
    head = struct.pack("<qiB", seed, -NUM_PERM, AFFINE32)
    found = []
    for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        n = shingle_hashes(data, start, end, keys, hashes)
        signature_of(hashes, n, a, b, signature)
        found.append(head + signature[:NUM_PERM].astype("<u4").tobytes())
    return found


def normalized(texts: pl.Series) -> pa.Table:
    """The normalized texts, each cut from an article of its own."""
    column = pa.array(texts.to_list(), pa.string())
    n = len(column)
    ends = np.array(texts.str.len_bytes().to_numpy(), np.int32)
    places = {"article": np.arange(n, dtype=np.int32), "byte_start": np.zeros(n, np.int32)}
    return normalize(pa.table({"text": column}), pa.table(places | {"byte_end": ends}))
