"""Tables in parts, and what the stages that work part by part make of all of them."""

import pyarrow as pa

from dedup.schemas import CANDIDATES, TEXTS, UNITS, empty
from dedup.stages.candidates import candidates, collisions, ranges
from dedup.stages.fold import fold, texts_of, units_of
from dedup.storage.spill import Shelf

__all__ = ["all_candidates", "fold_all", "parts"]


def parts(tables, folder=None):
    """The tables set aside: in memory, or with a folder on disk."""
    return Shelf(folder, room=0).parts(tables)


def all_candidates(bands, at_once=1 << 20, folder=None):
    """The CANDIDATES of BANDS tables, merged so many collisions at a time."""
    keys = parts(bands, folder)
    n_bands = len(bands[0].column_names) - 1
    found = parts([collisions(keys, band).pairs for band in range(n_bands)], folder).kept
    n_texts = max((table.column("text").to_pylist() or [-1])[-1] for table in bands) + 1
    shares = [candidates(found, share).pairs for share in ranges(found, n_texts, at_once)]
    return pa.concat_tables([empty(CANDIDATES), *shares])


def fold_all(several, shares=1, folder=None):
    """The TEXTS and UNITS of (SPANS, NORMALIZED, number of articles before) parts."""
    normalized = parts([one for _, one, _ in several], folder)
    folded = fold(normalized, shares)
    texts, units = [empty(TEXTS)], [empty(UNITS)]
    for (spans, rows, first), start, met in zip(
        several, normalized.starts, folded.starts, strict=True
    ):
        text = folded.text[start : start + rows.num_rows]
        texts.append(texts_of(rows, folded, start, met))
        units.append(units_of(spans, rows, text, first))
    return pa.concat_tables(texts), pa.concat_tables(units)
