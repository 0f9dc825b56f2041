"""`boilerplate.toml`: the fixtures that people keep, read, written and merged with new ones.

One table a text, in any order; `source` may be left out, then it is one of every outlet:

    [[boilerplate]]
    text = "Sign up for our newsletter."
    source = "Telmar Courier"
"""

import json
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.errors import UsageError

__all__ = ["Fixture", "as_units", "load_boilerplate", "merged", "save_boilerplate"]

EXAMPLE = "each entry is a [[boilerplate]] table with text, and maybe source"
HEAD = """# Texts that dedup marks as boilerplate, of one outlet or, without a source, of all.
# dedup run --boilerplate FILE reads this list; delete what is none, add what is missing.
"""


class Fixture(NamedTuple):
    """One text of the list; no source means every outlet."""

    text: str
    source: str | None


def load_boilerplate(path: Path) -> list[Fixture]:
    """The fixtures of a list; raises UsageError naming what is wrong with it."""
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        todo = "dedup boilerplate OUT -o FILE makes one"
        raise UsageError("no such list of boilerplate", where=str(path), todo=todo) from error
    except OSError as error:
        raise UsageError(f"cannot read the list: {error.strerror}", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"no TOML: {error}", where=str(path), todo=EXAMPLE) from error
    unknown = set(found) - {"boilerplate"}
    if unknown:
        what = f"unknown key {min(unknown)!r}"
        raise UsageError(what, where=str(path), todo=EXAMPLE)
    entries = found.get("boilerplate", [])
    if not isinstance(entries, list):
        raise UsageError("boilerplate is no list of tables", where=str(path), todo=EXAMPLE)
    return [fixture_of(entry, f"{path}: entry {n}") for n, entry in enumerate(entries, 1)]


def fixture_of(entry: object, where: str) -> Fixture:
    """One entry, checked."""
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise UsageError("an entry without a text", where=where, todo=EXAMPLE)
    unknown = set(entry) - {"text", "source"}
    if unknown:
        raise UsageError(f"unknown key {min(unknown)!r}", where=where, todo=EXAMPLE)
    source = entry.get("source")
    if source is not None and not isinstance(source, str):
        raise UsageError("source is no string", where=where, todo=EXAMPLE)
    return Fixture(entry["text"], source)


def merged(old: list[Fixture], new: list[Fixture]) -> list[Fixture]:
    """The old list, then what is new in the other."""
    known = set(old) | {Fixture(one.text, None) for one in old if one.source is None}
    return old + [
        one
        for one in dict.fromkeys(new)
        if one not in known and Fixture(one.text, None) not in known
    ]


def save_boilerplate(path: Path, fixtures: list[Fixture]) -> None:
    """Write a list that load_boilerplate reads back."""
    path.write_text(HEAD + "".join(map(entry_of, fixtures)), encoding="utf-8", newline="\n")


def entry_of(fixture: Fixture) -> str:
    """One entry as TOML."""
    lines = [
        f"{name} = {quoted(value)}"
        for name, value in fixture._asdict().items()
        if value is not None
    ]
    return "\n[[boilerplate]]\n" + "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A string of TOML, which is one of JSON but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_units(fixtures: list[Fixture]) -> tuple[pa.Table, pa.Table]:
    """The texts as articles of one span each, for the stage that normalizes spans."""
    texts = pa.array([one.text for one in fixtures], pa.string())
    sizes = np.array([len(one.text.encode()) for one in fixtures], np.int32)
    starts = np.zeros(len(fixtures), np.int32)
    rows = np.arange(len(fixtures), dtype=np.int32)
    spans = {"article": rows, "byte_start": starts, "byte_end": sizes}
    return pa.table({"text": texts}), pa.table(spans)
