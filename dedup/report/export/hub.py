"""A folder that `datasets.load_dataset` opens: the tables, and the card that names them.

The layout is that of huggingface.co/docs/datasets/repository_structure: data files beside a
README.md whose YAML `configs` say which file is which table.
"""

import shutil
from pathlib import Path
from typing import Any

from dedup.report.card import write_card
from dedup.storage import os_errors_explained, read_manifest, write_manifest

__all__ = ["to_hub"]


def to_hub(run: Path, path: Path, _wanted: Any) -> int:  # noqa: ANN401 - Wanted, declared above us
    """Copy the tables and run.json, and write the card beside them."""
    manifest = read_manifest(run)
    path.mkdir()
    with os_errors_explained(path):
        for file in manifest["files"]:
            shutil.copyfile(run / file["name"], path / file["name"])
    write_manifest(path, manifest)
    write_card(path)
    return len(manifest["files"])
