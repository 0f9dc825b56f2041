"""Labels that people gave to pairs, in a JSONL file that grows by a line a label."""

import json
from pathlib import Path
from typing import Any

from dedup.errors import InputError

__all__ = ["LABELS", "add_label", "read_labels"]

# Wanted, not wanted, and looked at without an answer.
LABELS = {"y": "y", "n": "n", "s": "skip"}


def read_labels(path: Path) -> dict[str, str]:
    """The last label of each pair_id; none where there is no file.

    Raises InputError naming file and line for what is no label.
    """
    found: dict[str, str] = {}
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            pair_id, label = label_of(line, f"{path}:{number}")
            found[pair_id] = label
    return found


def label_of(line: str, where: str) -> tuple[str, str]:
    """The pair_id and the label of one line."""
    try:
        row = json.loads(line)
        pair_id, label = row["pair_id"], row["label"]
    except (ValueError, KeyError, TypeError):
        pair_id, label = None, None
    if not isinstance(pair_id, str) or label not in LABELS.values():
        todo = "remove the line, or name another file with --labels"
        raise InputError(
            'not a label, as {"pair_id": "p-...", "label": "y"}', where=where, todo=todo
        )
    return pair_id, label


def add_label(path: Path, row: dict[str, Any], label: str) -> None:
    """Append the label of a pair, with what it was given for."""
    kept = {name: row[name] for name in ("pair_id", "jaccard", "text_a", "text_b")}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**kept, "label": label}, ensure_ascii=False) + "\n")
