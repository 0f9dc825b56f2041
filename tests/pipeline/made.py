"""Runs of small corpora, and their tables as rows."""

import json
from pathlib import Path

from dedup import pipeline, storage
from dedup.config import Config
from dedup.schemas import REPORTS, report_named

__all__ = ["SEEDS", "USER", "checksums", "rows_of", "run", "tables_of", "write"]

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
USER = SEEDS / "000_c76e54084ab40304.txt"


def run(inputs, out, **settings):
    """The folder of a run over one path or several."""
    several = [inputs] if isinstance(inputs, str | Path) else inputs
    config = Config.build({"jobs": 2} | settings)
    return pipeline.run([str(one) for one in several], Path(out), config).folder


def write(folder, *articles):
    """Articles, each a dict or a text, as a JSONL file; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        one if isinstance(one, dict) else {"id": f"a{i}", "text": one}
        for i, one in enumerate(articles)
    ]
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
    return path


def rows_of(folder, name):
    """One table of a run as dicts."""
    return storage.read_table(folder, report_named(name)).to_pylist()


def tables_of(folder):
    """All tables of a run, by name."""
    names = [kind.name for kind in REPORTS if (folder / f"{kind.name}.parquet").exists()]
    return {name: rows_of(folder, name) for name in names}


def checksums(folder):
    """The sha256 of every data file of a run, by name."""
    return {path.name: storage.file_sha256(path) for path in sorted(folder.glob("*.parquet"))}
