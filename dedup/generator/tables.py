"""The truth tables, and the exact Jaccards in them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.arrow import values
from dedup.generator.naming import article_id
from dedup.generator.planted import SOURCE, Member
from dedup.kernels.arrays import Doubles, Flags
from dedup.overlap import overlaps
from dedup.stages.normalize import normalize

__all__ = ["MEMBERS", "PAIRS", "TruthWriter", "jaccards"]

PLACE = [("start", pa.int32()), ("end", pa.int32())]
MEMBERS = pa.schema(
    [
        ("family", pa.int64()),
        ("member", pa.int32()),
        ("planted", pa.string()),
        ("edit", pa.string()),
        ("article_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
    ]
)
PAIRS = pa.schema(
    [
        ("family", pa.int64()),
        ("planted", pa.string()),
        ("edit", pa.string()),
        ("article_a", pa.string()),
        ("start_a", pa.int32()),
        ("end_a", pa.int32()),
        ("article_b", pa.string()),
        ("start_b", pa.int32()),
        ("end_b", pa.int32()),
        ("jaccard_c5", pa.float64()),
        ("identical_norm", pa.bool_()),
    ]
)


class TruthWriter:
    """Writes `truth_members.parquet` and `truth_pairs.parquet`, some rows at a time."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Opens both tables; `close` ends them."""
        self.seed = seed
        self.members = pq.ParquetWriter(
            folder / "truth_members.parquet", MEMBERS, compression="zstd"
        )
        self.pairs = pq.ParquetWriter(folder / "truth_pairs.parquet", PAIRS, compression="zstd")

    def write(self, members: list[Member], pairs: list[tuple[Member, Member]]) -> None:
        """Write some members and pairs."""
        rows = [(*m[:4], article_id(self.seed, m.article), *m[5:]) for m in members]
        self.members.write_table(table(rows, MEMBERS))
        scores, same = jaccards([(a.text, b.text) for a, b in pairs])
        found = [self.row(a, b) for a, b in pairs]
        scored = [(*r, s, i) for r, s, i in zip(found, scores.tolist(), same.tolist(), strict=True)]
        self.pairs.write_table(table(scored, PAIRS))

    def row(self, a: Member, b: Member) -> tuple[object, ...]:
        """The columns of a pair before its scores."""
        edit = b.edit if a.edit == SOURCE else f"{a.edit}|{b.edit}"
        sides = [(article_id(self.seed, m.article), m.start, m.end) for m in (a, b)]
        return (a.family, a.planted, edit, *sides[0], *sides[1])

    def close(self) -> None:
        """End both tables."""
        self.members.close()
        self.pairs.close()


def table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def jaccards(
    pairs: list[tuple[str, str]],
) -> tuple[Doubles, Flags]:
    """The exact Jaccard of each pair of texts, and whether their normalized texts are equal."""
    rows: dict[str, int] = {}
    sides = [[rows.setdefault(pair[i], len(rows)) for pair in pairs] for i in (0, 1)]
    left, right = (np.array(side, np.int32) for side in sides)
    if len(left) == 0:
        return np.zeros(0), np.zeros(0, np.bool_)
    normal = normalize(*whole_texts(list(rows)))
    order = np.argsort(left, kind="stable")
    scores = np.empty(len(left))
    scores[order] = overlaps(normal, left[order], right[order]).jaccard
    high, low = values(normal, "hash_high"), values(normal, "hash_low")
    return scores, (high[left] == high[right]) & (low[left] == low[right])


def whole_texts(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    """Each text as an article, and as the one span in it."""
    ends = np.array([len(text.encode()) for text in texts], np.int32)
    spans = {
        "article": np.arange(len(texts), dtype=np.int32),
        "byte_start": np.zeros(len(texts), np.int32),
        "byte_end": ends,
    }
    return pa.table({"text": pa.array(texts, pa.string())}), pa.table(spans)
