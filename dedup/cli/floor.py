"""The suggested floor, written into dedup.toml beside what else stands there."""

import re
from pathlib import Path

import click

from dedup.cli.settings import OWN_FILE, toml_of
from dedup.cli.terminal import Terminal
from dedup.errors import UsageError

__all__ = ["with_floor", "write_floor"]

LINE = re.compile(r"^similarity\s*=.*$", re.MULTILINE)
TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def write_floor(screen: Terminal, floor: float | None, asks: bool) -> None:  # noqa: FBT001 - see tune
    """Set `similarity` in ./dedup.toml; asks before another value is replaced.

    Raises UsageError when there is no floor to write, or nobody to ask.
    """
    path = Path(OWN_FILE)
    if floor is None:
        todo = "label pairs of every similarity: dedup tune INPUT... --labels FILE"
        raise UsageError(
            "no floor can be suggested", where="too few labels, or too few y", todo=todo
        )
    before = toml_of(path).get("similarity") if path.exists() else None
    if before is not None and before != floor:
        if not asks:
            todo = "run it on a terminal, or change the line by hand"
            raise UsageError(f"similarity = {before} stands there", where=str(path), todo=todo)
        if not click.confirm(f"{path} says similarity = {before}. Replace it by {floor:g}?"):
            return screen.say(f"left {path} as it is")
    text = path.read_text("utf-8") if path.exists() else ""
    path.write_text(with_floor(text, floor), "utf-8")
    return screen.say(f"wrote similarity = {floor:g} to {path}")


def with_floor(text: str, floor: float) -> str:
    """The settings with this floor: its line replaced, else put before everything else."""
    table = TABLE.search(text)
    end = table.start() if table else len(text)
    line = f"similarity = {floor:g}"
    if LINE.search(text, 0, end):
        return LINE.sub(line, text[:end], count=1) + text[end:]
    return f"{line}\n{text}"
