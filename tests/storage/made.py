"""A small table and a small run, and what lies beside an output."""

import pyarrow as pa

from dedup import storage
from dedup.schemas import SENTENCES

__all__ = ["FACTS", "run_folder", "sentences", "staging_of"]

FACTS = {"dedup.version": "9.9", "dedup.config_sha256": "ab" * 32}


def sentences(n=1000):
    """A SENTENCES table of n rows, sorted as it should be."""
    columns = {field.name: pa.array(range(n)).cast(pa.int32()) for field in SENTENCES.schema}
    for name in ("unit", "article_id", "text_id"):
        columns[name] = pa.array([f"{name} {i:06}" for i in range(n)])
    columns["unit"] = columns["unit"].dictionary_encode()
    return pa.table(columns, schema=SENTENCES.schema)


def run_folder(folder):
    """A published run of one table."""
    folder.mkdir()
    storage.write_table(sentences(), SENTENCES, folder, FACTS)
    storage.write_manifest(folder, {"run_id": "x"})
    return folder


def staging_of(out):
    """What lies beside the output folder."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))
